/* Sending what can wait: a form[data-offline] is kept on this device first and sent from there (static/js/device.js), at
   once when there is a network, otherwise when it is back or the page is opened again. The page says how it stands.
   Without this file, or where nothing may be kept, the form is sent as ever. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  var meta = document.querySelector('meta[name="device"]'), device = window.device;
  if (meta && navigator.serviceWorker) {
    // A controller says nothing: the worker may have taken the page over after it had come from the network.
    var came = performance.getEntriesByType("navigation")[0], fromWorker = came && came.workerStart > 0;
    navigator.serviceWorker.register(meta.dataset.worker, { scope: "/" }).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (worker) {
      if (!fromWorker && document.querySelector("form[data-offline]")) worker.active.postMessage({ keep: location.href });
    }).catch(function () { /* http, or not allowed */ });
  }
  if (!device) return;

  var form = document.querySelector("form[data-offline]"), record = document.querySelector("form[data-record][data-offline]");
  var box = document.querySelector("[data-queue]"), TOLD = "arrived:" + device.user, last = null, taken = {}, touched = false, SLOW = 8000;
  var two = function (number) { return (number < 10 ? "0" : "") + number; };
  var clock = function (at) { at = new Date(at); return two(at.getHours()) + ":" + two(at.getMinutes()); };
  try { last = JSON.parse(sessionStorage.getItem(TOLD)); sessionStorage.removeItem(TOLD); } catch (shut) { last = null; }

  /* ── keeping and sending ── */
  function entriesOf(form, button) {
    var found = [];
    new FormData(form).forEach(function (value, name) {
      if (name === "csrfmiddlewaretoken" || typeof value !== "string" && !value.name) return;
      found.push([name, value]);
    });
    if (button && button.name) found.push([button.name, button.value]);
    return found;
  }
  function labelOf(form) {
    var kinds = Array.prototype.map.call(form.querySelectorAll('[name="kinds"]:checked'), function (one) {
      return one.closest("label").textContent.trim();
    }).join("、");
    var day = /^\d+-(\d+)-(\d+)$/.exec((form.elements.held_on || {}).value || "");
    return (kinds || form.dataset.offline || document.title) + (day ? "　" + +day[1] + "月" + +day[2] + "日" : "");
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (event.defaultPrevented || !form.matches("form[data-offline]") || !device.isReady()) return;
    if (button && button.name === "then" && button.value !== "draft" && button.value !== "submit") return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    busy(form, button);
    touched = false;
    Promise.resolve(form.pending).then(function () {
      return device.keep({
        url: form.action, label: labelOf(form), entries: entriesOf(form, button), about: form.about && form.about()
      });
    }).then(function (entry) {
      return device.flush(entry.id).then(function (answers) { return answered(form, button, answers[entry.id] || taken[entry.id] && remember(taken[entry.id])); });
    }).catch(function () { plainly(form, button); });
  });
  /* The button says at once what is done, and after a while that it is slow. */
  var said = null, slow = 0;
  function note(sign, text) {
    var line = document.querySelector("[data-send-note]");
    if (!line) return;
    line.hidden = !text;
    line.querySelector("span").textContent = text;
    if (sign) line.querySelector("use").setAttribute("href", line.querySelector("use").getAttribute("href").replace(/#.*/, "#" + sign));
  }
  function word(button, text) {
    var node = Array.prototype.filter.call(button.childNodes, function (one) { return one.nodeType === 3 && one.textContent.trim(); })[0];
    var before = node ? node.textContent : "";
    if (node) node.textContent = text;
    return before.trim();
  }
  function busy(form, button) {
    form.setAttribute("aria-busy", "true");
    idle();
    if (!button || !button.closest(".actionbar")) return;
    said = { button: button, before: word(button, button.value === "draft" ? "正在存…" : "正在提交…") };
    button.setAttribute("aria-disabled", "true");
    note("hourglass", "");
    slow = setTimeout(function () { note("hourglass", "网络慢，还在交。可以去做别的，交好了告诉您。"); }, SLOW);
  }
  /* Back to what the button is for; or with a word of its own until something is changed. */
  function idle(text) {
    clearTimeout(slow);
    if (!said) return;
    word(said.button, text || said.before);
    if (!text) { said.button.removeAttribute("aria-disabled"); said = null; note("", ""); }
  }

  /* What arrived by the way is said on the page that opens next; of what was waited for the server says it there. */
  function remember(told) {
    try { if (last) sessionStorage.setItem(TOLD, JSON.stringify(last)); } catch (shut) { /* then it is not said again */ }
    return told;
  }
  function answered(form, button, told) {
    if (told && (told.state === "kept" || told.state === "handed_in")) {
      belongs();
      leave();
      if (record && window.askOver && /\/send\/$/.test(told.url || "")) window.askOver(here(), told.url);
      else if (told.url) location.assign(told.url); else location.reload();
      return;
    }
    if (told && (told.state === "refused" || told.state === "conflict")) return plainly(form, button);
    form.removeAttribute("aria-busy");
    form.dispatchEvent(new CustomEvent("device:stays"));
    if (device.now().word === "no_network" && !navigator.onLine) { idle("已存在手机上"); note("wifi-off", "没有网络。联网以后自动交，不用再点。"); }
    else if (device.now().word === "no_network") { idle("再交一次"); note("alert-circle", "系统没有应答，您写的都在手机上，过一会儿自动再交。"); }
    else idle();
    var line = document.querySelector("[data-saved]");
    if (line) line.textContent = "已存在手机上　" + clock(Date.now());
    if (box) box.scrollIntoView({ block: "center" });
  }
  /* The page belongs to what it made: Back shows that, never the filled form under another number. */
  function here() { return record.action + "?uuid=" + record.elements.uuid.value; }
  function belongs() {
    if (record) history.replaceState(null, "", here());
  }
  /* The next page is on its way: nothing is taken any more that it would not show. */
  function leave() { form.inert = true; }
  window.addEventListener("pageshow", function () { if (form) form.inert = false; });
  /* As a browser sends it, for the page that says what is wrong beside the fields, or shows both sides. */
  function plainly(form, button) {
    return device.token().then(function (pass) {
      if (pass.token) form.elements.csrfmiddlewaretoken.value = pass.token;
    }).catch(function () { /* the browser will say so */ }).then(function () {
      if (button && button.name) hidden(form, button.name, button.value);
      HTMLFormElement.prototype.submit.call(form);
    });
  }
  function hidden(form, name, value) {
    var field = document.createElement("input");
    field.type = "hidden"; field.name = name; field.value = value;
    form.append(field);
  }
  /* A sending that was not taken, opened where it can be put right. */
  function open(entry) {
    var carrier = document.createElement("form");
    carrier.method = "post"; carrier.action = entry.url; carrier.hidden = true;
    entry.entries.forEach(function (pair) { if (!device.isFile(pair)) hidden(carrier, pair[0], pair[1]); });
    document.body.append(carrier);
    device.token().then(function (pass) {
      hidden(carrier, "csrfmiddlewaretoken", pass.token);
      carrier.submit();
    }).catch(draw);
  }
  /* ── how it stands ── */
  function draw() {
    if (!box) return Promise.resolve();
    return device.mine().then(function (found) {
      // A refused record is told on its own page and in the list of what is unfinished.
      var busy = form && form.hasAttribute("aria-busy");
      var line = found.filter(function (one) { return one.state === "refused" ? !one.about : true; });
      var waiting = line.filter(function (one) { return one.state === "waiting"; }).length;
      var now = device.now(), word = "", tone = "info";
      if (busy && (now.word === "sending" || !now.word || now.word === "sent")) word = "";
      else if (now.word === "sending") word = "正在补交（" + now.n + "/" + now.of + "）";
      else if (waiting && now.word === "sign_in") word = "登录过期了，已存在手机上，重新登录后接着交";
      else if (waiting && now.word === "other") word = "已存在手机上，换回原来的账号再交";
      else if (waiting && (now.word === "no_network" || !navigator.onLine)) word = "没有网络，已存在手机上";
      else if (waiting) word = "已存在手机上，正在交";
      else if (line.length) { word = "有" + line.length + "份还没有交上去"; tone = "warning"; }
      else if (last) { word = "已交到服务器　" + clock(last.at); tone = "met"; }
      box.hidden = !word;
      box.dataset.state = tone;
      icon(tone === "met" ? "circle-check" : tone === "warning" ? "alert-triangle" : now.word === "sending" ? "upload" : "wifi-off");
      var said = box.querySelector("[data-queue-word]");
      if (said.textContent !== word) said.textContent = word;
      var list = box.querySelector("[data-queue-list]");
      list.replaceChildren.apply(list, line.length ? line.map(row) : last && word ? [arrived()] : []);
      if (waiting && now.word === "sign_in") list.append(signIn());
    }).catch(function () { box.hidden = true; });
  }
  function icon(name) {
    var use = box.querySelector("use"), href = use.getAttribute("href");
    use.setAttribute("href", href.slice(0, href.indexOf("#") + 1) + name);
  }
  function made(tag, text, facts) {
    var node = document.createElement(tag);
    node.textContent = text;
    Object.keys(facts || {}).forEach(function (name) { node.setAttribute(name, facts[name]); });
    return node;
  }
  function press(text, deed) {
    var button = made("button", text, { type: "button", "class": "btn btn-plain" });
    button.addEventListener("click", deed);
    return button;
  }
  function row(entry) {
    var item = made("li", ""), photos = entry.entries.filter(device.isFile).length;
    var text = entry.label + "　" + clock(entry.at) + "存" + (photos ? "，照片和附件" + photos + "个" : "");
    if (entry.state === "conflict") text += "。服务器上的也改过，要核对一下。";
    if (entry.state === "refused") text += "。" + entry.said;
    item.append(made("span", text));
    var mine = form && form.elements.uuid && form.elements.uuid.value === entry.uuid;
    if (entry.state === "conflict") item.append(press("核对", function () { open(entry); }));
    if (entry.state === "refused") item.append(press("打开改", function () { open(entry); }));
    if (entry.state === "waiting" && entry.about && !mine) item.append(made("a", "打开改", { href: entry.about.url, "class": "btn btn-plain" }));
    if (device.now().word !== "sending") item.append(press("不要了", function () {
      if (window.confirm("“" + entry.label + "”还没有交到服务器，手机上的不要了？")) device.drop(entry.id);
    }));
    return item;
  }
  function arrived() {
    var item = made("li", "");
    item.append(made("span", last.label + "　" + (last.said || "")));
    if (last.url && last.url !== location.pathname + location.search) item.append(made("a", "看这次会议", { href: last.url }));
    return item;
  }
  function signIn() {
    var item = made("li", "");
    item.append(made("a", "去登录", { href: meta.dataset.signIn + "?next=" + encodeURIComponent(location.pathname + location.search), "class": "btn" }));
    return item;
  }

  document.addEventListener("device:changed", draw);
  window.addEventListener("offline", draw);
  document.addEventListener("device:arrived", function (event) {
    var entry = event.detail.entry, told = event.detail.told;
    last = { at: Date.now(), label: entry.label, url: told.url, said: told.said };
    taken[entry.id] = told;
    if (!form || !entry.uuid || !form.elements.uuid || form.elements.uuid.value !== entry.uuid) return;
    if (form.hasAttribute("aria-busy")) return;
    if (touched) { if (told.version) form.elements.version.value = told.version; return; }
    remember();
    leave();
    location.assign(told.state === "kept" && told.url || location.pathname);
  });
  if (form) ["input", "record:touched"].forEach(function (name) {
    form.addEventListener(name, function () {
      touched = true;
      if (!form.hasAttribute("aria-busy")) idle();
    });
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-drop]");
    if (!button) return;
    device.mine().then(function (found) {
      return Promise.all(found.filter(function (one) { return one.uuid === button.dataset.drop; })
        .map(function (one) { return device.drop(one.id); }));
    }).then(function () { return device.draft.drop(button.dataset.drop); })
      .then(function () { location.assign(button.dataset.then); });
  });

  /* A roll opened again shows what was ticked on it and waits: a later sending says the whole roll, or only adds. */
  function tick(found) {
    if (!form || record) return;
    found.filter(function (one) { return one.state === "waiting" && one.url === form.action; }).forEach(function (entry) {
      Array.prototype.forEach.call(form.querySelectorAll('[type="checkbox"]:not(:disabled)'), function (box) {
        var is = entry.entries.some(function (pair) { return pair[0] === box.name && pair[1] === box.value; });
        box.checked = form.elements.uuid ? is : is || box.checked;
        box.disabled = !form.elements.uuid && is;
      });
    });
  }
  var whole = new Promise(function (resolve) { document.addEventListener("DOMContentLoaded", resolve); });
  device.opened.then(function () { return whole; }).then(function () { return record && record.settled; }).then(device.mine).then(function (found) {
    tick(found);
    return draw();
  }).then(function () { return device.flush(); }).catch(function () { /* nothing is kept here */ });
})();
