/* Keeping what is typed on the recording page, by the id of the record, which the page's address names from the first
   letter on: on this device at once, on the server a moment later, which answers with the checks. When the page is opened
   again, the newest of what waits to be sent, of this device and of the server is shown; where two differ, both can be
   looked at (compare.js). */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form || !form.record || !form.dataset.draft) return;

  var WAIT = 1500, LASTS = 30 * 24 * 3600 * 1000, SKEW = 2000;
  var device = window.device, changed = 0, sending = false, unsent = false, timer = 0, leaving = false;
  var sent = Promise.resolve(), seen = parseInt(form.dataset.savedAt, 10) || 0, dirty = false;
  var one = function (name) { return form.elements[name]; };
  var two = function (number) { return (number < 10 ? "0" : "") + number; };
  var say = function (text) { document.querySelector("[data-saved]").textContent = text; };
  var asked = new URL(location.href), isAmendment = Boolean(one("work"));

  function kinds() {
    return Array.prototype.map.call(form.querySelectorAll('[name="kinds"]:checked'), function (box) { return box; });
  }
  /* What the lists say of it. */
  function about() {
    return {
      url: isAmendment ? form.getAttribute("action") : form.getAttribute("action") + "?uuid=" + one("uuid").value, place: one("organization").value,
      title: (isAmendment ? "更正：" : "") + kinds().map(function (box) { return box.closest("label").textContent.trim(); }).join("、"),
      kinds: isAmendment ? [] : kinds().map(function (box) { return box.value; }),
      theme: one("theme").value.trim(), begins: one("held_on").value + "T" + one("starts_at").value
    };
  }
  function stash() {
    if (!device) return Promise.resolve();
    return device.draft.keep({
      uuid: one("uuid").value, at: Date.now(), seen: seen, dirty: dirty, version: one("version").value, base: one("base").value,
      fields: form.record.fields(), about: about()
    }).catch(function () { /* no room or not allowed: the server's copy remains */ });
  }
  /* Reload, large type, Back and home come to this record again, not to a new one. */
  function address() {
    if (isAmendment || asked.searchParams.get("uuid") === one("uuid").value) return;
    asked = new URL(form.action);
    asked.searchParams.set("uuid", one("uuid").value);
    history.replaceState(history.state, "", asked);
    Array.prototype.forEach.call(document.querySelectorAll('form:not([data-record]) input[name="next"]'), function (input) {
      if (input.value.indexOf(asked.pathname) === 0) input.value = asked.pathname + asked.search;
    });
  }
  function touched() {
    changed += 1;
    leaving = false;
    dirty = true;
    address();
    stash();
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  }
  function body() {
    var data = new FormData(form);
    data.delete("files");
    return data;
  }

  /* ── on the server ── */
  function send(again) {
    if (sending || leaving) return sent;
    var upTo = changed;
    sending = true;
    unsent = false;
    sent = fetch(form.dataset.draft, { method: "POST", body: body(), headers: { "X-Requested-With": "fetch" }, credentials: "same-origin", redirect: "manual" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer); })
      .then(function (answer) {
        var at = new Date(answer.saved_at);
        seen = at.getTime();
        dirty = changed > upTo;
        stash();
        say("草稿已自动保存　" + two(at.getHours()) + ":" + two(at.getMinutes()));
        form.querySelector("[data-checks]").innerHTML = answer.checks;
        if (answer.roster) {
          var data = form.record.fields();
          form.querySelector("[data-roster]").innerHTML = answer.roster;
          form.querySelector("[data-told]").innerHTML = answer.told;
          form.record.put(data);
          one("roster_key").value = answer.roster_key;
        }
      })
      .catch(function (answer) {
        if (answer && answer.type === "opaqueredirect") say("登录过期了，先存在这台设备上");
        else if (answer && answer.status === 403 && device && again !== true) return freshToken();
        else if (answer && (answer.status === 403 || answer.status === 404)) say("这里不能保存草稿，请刷新页面");
        else if (answer && answer.status === 409) say("这次记录已经交了");
        else if (answer && answer.status) say("服务器暂时没有存上，先存在这台设备上");
        else say("没有网络，先存在这台设备上");
        unsent = true;
      })
      .then(function (again) {
        sending = false;
        if (again) return send(true);
        if (changed > upTo) timer = setTimeout(send, WAIT);
      });
    return sent;
  }
  /* A page that was opened from this device carries an old token. */
  function freshToken() {
    return device.token().then(function (pass) {
      if (String(pass.user) !== device.user) { say("登录过期了，先存在这台设备上"); return false; }
      one("csrfmiddlewaretoken").value = pass.token;
      return true;
    }).catch(function () { say("没有网络，先存在这台设备上"); return false; });
  }

  form.about = about;
  window.addEventListener("popstate", function () { if (changed) { asked = new URL(location.href); address(); } });
  form.addEventListener("record:touched", touched);
  form.addEventListener("record:filed", address);
  window.addEventListener("online", function () { if (unsent) send(); });
  form.addEventListener("submit", function (event) {
    leaving = true;
    clearTimeout(timer);
    if (device && event.submitter && event.submitter.value === "switch") stash();
  });
  form.addEventListener("device:stays", function () { leaving = false; });
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("pagehide", function () {
    if (leaving || !dirty || !navigator.sendBeacon) return;
    navigator.sendBeacon(form.dataset.draft, body());
  });

  /* ── not wanted ── */
  /* It goes into the bin as it stands, so what was typed last is sent first; without a network nothing is thrown away. */
  function discard() {
    clearTimeout(timer);
    return sent.then(function () { return dirty || !seen ? send() : null; }).then(function () {
      if (unsent) { say("没有网络，还没删。联网以后再删"); return; }
      leaving = true;
      var dropped = device ? device.draft.drop(one("uuid").value).then(function () { return device.unqueue(one("uuid").value); }) : null;
      return Promise.resolve(dropped).catch(function () { /* it will be forgotten with time */ }).then(function () {
        var carrier = document.createElement("form");
        carrier.method = "post"; carrier.action = form.dataset.discard; carrier.hidden = true;
        ["csrfmiddlewaretoken", "uuid"].forEach(function (name) {
          var field = document.createElement("input");
          field.name = name; field.value = one(name).value;
          carrier.append(field);
        });
        document.body.append(carrier);
        carrier.submit();
      });
    });
  }
  var own = document.querySelector('form[action="' + form.dataset.discard + '"]');
  if (own) own.addEventListener("submit", function (event) { event.preventDefault(); discard(); });

  /* ── back again ── */
  function put(kept) {
    form.record.put(kept.fields);
    // From the version it was begun on: what somebody saved since is then compared, not overwritten.
    if (kept.version !== undefined) { one("version").value = kept.version; one("base").value = kept.base; }
    touched();
  }
  function ofEntry(entry) {
    var data = {};
    entry.entries.forEach(function (pair) { if (!device.isFile(pair)) (data[pair[0]] = data[pair[0]] || []).push(pair[1]); });
    return { uuid: entry.uuid, at: entry.at, seen: 0, dirty: true, fields: data, version: (data.version || [""])[0], base: (data.base || [""])[0], entry: entry };
  }
  function when(at) {
    at = new Date(at);
    return (at.getMonth() + 1) + "月" + at.getDate() + "日" + two(at.getHours()) + ":" + two(at.getMinutes());
  }
  function notice(word, other) {
    var box = document.querySelector("[data-restored]"), compare = box.querySelector("[data-compare]"), away = box.querySelector("[data-forget]");
    box.querySelector("[data-restored-word]").textContent = word;
    compare.hidden = !other;
    if (other) compare.addEventListener("click", function () { window.compareRecords(form, other, put, compare); });
    away.hidden = Boolean(own);
    away.addEventListener("click", discard);
    box.hidden = false;
  }
  function differ(one, other) {
    return Object.keys(Object.assign({}, one, other)).some(function (name) {
      return name !== "chosen" && name !== "then" && (one[name] || []).filter(Boolean).join("\n") !== (other[name] || []).filter(Boolean).join("\n");
    });
  }
  function restore(found) {
    var entry = found.queue.filter(function (each) { return each.uuid === one("uuid").value && each.url === form.action; }).pop();
    var copies = found.drafts.filter(function (each) { return each.uuid === one("uuid").value && each.fields; });
    if (entry) copies.push(ofEntry(entry));
    var kept = copies.sort(function (a, b) { return b.at - a.at; })[0];
    if (entry && entry.state === "refused") {
      document.querySelector("[data-refused-word]").textContent = entry.said;
      document.querySelector("[data-refused]").hidden = form.hasAttribute("data-sent");
    }
    if (form.hasAttribute("data-sent")) { if (changed || kept || form.querySelector("[aria-invalid]")) touched(); return; }
    if (!kept || changed) return;
    if (!kept.dirty && kept.seen !== undefined) return;  // the server has it, and perhaps later ones
    var here = { fields: form.record.fields(), version: one("version").value, base: one("base").value, at: seen };
    if (seen && !differ(kept.fields, here.fields)) return;
    var both = seen > (kept.seen || 0) + SKEW && form.hasAttribute("data-known") && Boolean(own);
    if (!both) { put(kept); if (!own) notice("已恢复这台设备上" + when(kept.at) + "写的。"); return; }
    if (kept.at >= seen) { put(kept); notice("打开的是这台设备上" + when(kept.at) + "写的。系统里还有" + when(seen) + "写的一份。", here); }
    else notice("打开的是系统里" + when(seen) + "写的。这台设备上还有" + when(kept.at) + "写的一份。", kept);
  }
  /* The address names a record, the page is the new one this device opens without a network. */
  function adopt(found) {
    var wanted = asked.searchParams.get("uuid");
    if (isAmendment || !wanted || wanted === one("uuid").value || one("version").value || form.hasAttribute("data-sent")) return;
    var there = found.drafts.concat(found.queue).some(function (each) { return each.uuid === wanted; });
    if (there) { one("uuid").value = wanted; return; }
    form.hidden = true;
    document.querySelector("[data-elsewhere]").hidden = false;
  }
  function renumber(found) {
    if (one("version").value || form.hasAttribute("data-known") || asked.searchParams.get("uuid")) return Promise.resolve();
    return device.arrived(one("uuid").value).then(function (known) {
      var used = known || found.queue.concat(found.drafts).some(function (each) { return each.uuid === one("uuid").value; });
      var came = performance.getEntriesByType("navigation")[0];
      // Back leads to what it was filled for, never to the same form under another number.
      if (known && came && came.type === "back_forward") location.replace(form.action + "?uuid=" + one("uuid").value);
      else if (used && !form.hasAttribute("data-sent")) one("uuid").value = device.freshId();
    });
  }
  function old(each) {
    if (Date.now() - each.at <= LASTS) return true;
    device.draft.drop(each.uuid);
  }
  if (device) {
    form.settled = Promise.all([device.draft.mine(), device.mine()]).then(function (both) {
      var found = { drafts: both[0].filter(old), queue: both[1] };
      adopt(found);
      return renumber(found).then(function () { restore(found); return form.photos && form.photos.restore(); });
    }).catch(function () { /* nothing is kept here */ });
  }
})();
