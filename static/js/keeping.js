/* Keeping what is typed on the recording page: on this device at once, with its photos, and on the server a moment later,
   which answers with the checks. What was kept comes back when the page is opened again. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form || !form.record || !form.dataset.draft) return;

  var WAIT = 1500, LASTS = 14 * 24 * 3600 * 1000;
  var device = window.device, changed = 0, sending = false, unsent = false, timer = 0, leaving = false;
  var sent = Promise.resolve();
  var one = function (name) { return form.elements[name]; };
  var two = function (number) { return (number < 10 ? "0" : "") + number; };
  var say = function (text) { document.querySelector("[data-saved]").textContent = text; };

  function stash() {
    if (!device) return;
    device.draft.keep({
      uuid: one("uuid").value, at: Date.now(), version: one("version").value, base: one("base").value,
      fields: form.record.fields(), files: form.photos ? form.photos.files() : []
    }).catch(function () { /* no room or not allowed: the server's copy remains */ });
  }
  function touched() {
    changed += 1;
    leaving = false;
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
    if (sending || leaving) return;
    var upTo = changed;
    sending = true;
    unsent = false;
    sent = fetch(form.dataset.draft, { method: "POST", body: body(), headers: { "X-Requested-With": "fetch" }, credentials: "same-origin", redirect: "manual" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer); })
      .then(function (answer) {
        var at = new Date(answer.saved_at);
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
        else if (answer && answer.status) say("服务器暂时没有存上，先存在这台设备上");
        else say("没有网络，先存在这台设备上");
        unsent = true;
      })
      .then(function (again) {
        sending = false;
        if (again) send(true);
        else if (changed > upTo) timer = setTimeout(send, WAIT);
      });
  }
  /* A page that was opened from this device carries an old token. */
  function freshToken() {
    return device.token().then(function (pass) {
      if (String(pass.user) !== device.user) { say("登录过期了，先存在这台设备上"); return false; }
      one("csrfmiddlewaretoken").value = pass.token;
      return true;
    }).catch(function () { say("没有网络，先存在这台设备上"); return false; });
  }

  form.addEventListener("record:touched", touched);
  window.addEventListener("online", function () { if (unsent) send(); });
  form.addEventListener("submit", function (event) {
    leaving = true;
    clearTimeout(timer);
    if (device && event.submitter && event.submitter.value === "switch") device.draft.drop(one("uuid").value);
  });
  form.addEventListener("device:stays", function () { leaving = false; });
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("pagehide", function () {
    if (leaving || !changed || !navigator.sendBeacon) return;
    navigator.sendBeacon(form.dataset.draft, body());
  });

  /* ── not wanted ── */
  /* Nothing of it may come back: not from this device, not by a sending still under way, not with the page that closes. */
  function forget(go) {
    leaving = true;
    clearTimeout(timer);
    var dropped = device ? device.draft.drop(one("uuid").value).catch(function () { /* it will be forgotten with time */ }) : null;
    Promise.all([dropped, sent]).then(go);
  }
  var discard = document.querySelector('form[action="' + form.dataset.discard + '"]');
  if (discard) discard.addEventListener("submit", function (event) {
    event.preventDefault();
    forget(function () { discard.submit(); });
  });

  /* ── back again ── */
  function put(kept) {
    form.record.put(kept.fields);
    // From the version it was begun on: what somebody saved since is then compared, not overwritten.
    if (kept.version !== undefined) { one("version").value = kept.version; one("base").value = kept.base; }
    if (form.photos) form.photos.put(kept.files || []);
    touched();
  }
  function restore(drafts) {
    var left = drafts.filter(function (each) {
      if (Date.now() - each.at <= LASTS) return true;
      device.draft.drop(each.uuid);
    }).sort(function (a, b) { return b.at - a.at; });
    if (changed) return;
    var known = parseInt(form.dataset.savedAt, 10) || 0;
    var newer = known && left.filter(function (each) { return each.at > known && each.uuid === one("uuid").value; })[0];
    if (newer) return put(newer);
    if (form.hasAttribute("data-known")) return;
    var place = one("organization").value;
    var kinds = Array.prototype.map.call(form.querySelectorAll('[name="kinds"]:checked'), function (box) { return box.value; }).join();
    var kept = left.filter(function (each) {
      var same = (each.fields.organization || [])[0] === place;
      return same && (!kinds || (each.fields.kinds || []).join() === kinds);
    })[0];
    if (!kept) return;
    put(kept);
    var notice = document.querySelector("[data-restored]");
    notice.hidden = false;
    notice.querySelector("[data-forget]").addEventListener("click", function () {
      forget(function () {
        var data = new FormData();
        ["csrfmiddlewaretoken", "uuid"].forEach(function (name) { data.append(name, one(name).value); });
        fetch(form.dataset.discard, { method: "POST", body: data, credentials: "same-origin", redirect: "manual" })
          .catch(function () { /* without a network there is nothing of it on the server yet */ })
          .then(function () { location.reload(); });
      });
    });
  }
  if (device) device.draft.mine().then(restore).catch(function () { /* nothing is kept here */ });
})();
