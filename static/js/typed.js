/* What is typed into a form[data-typed] stays on this device until it is saved: leaving the page, or a session that ended
   meanwhile, loses none of it. data-typed names the form, its hidden field `version` what was seen; data-unsaved says that
   the server shows what was typed and has not saved it. Without this file such a form is as any other. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-typed]"), device = window.device;
  if (!form || !device) return;

  var LASTS = 14 * 24 * 3600 * 1000, WAIT = 400;
  var key = "typed:" + form.dataset.typed, timer = 0, changed = false, sent = false, forgotten = false;
  var notice = document.querySelector("[data-typed-back]");
  var two = function (number) { return (number < 10 ? "0" : "") + number; };
  var fields = function () {
    return Array.prototype.filter.call(form.elements, function (one) {
      return one.name && one.type !== "submit" && one.type !== "file" && one.name !== "csrfmiddlewaretoken" && one.name !== "version";
    });
  };
  var isTicked = function (one) { return one.type === "checkbox" || one.type === "radio"; };
  var version = function () { return form.elements.version ? form.elements.version.value : ""; };

  /* [name, type is hidden, value or whether it is ticked], in the order of the page */
  function typed() {
    return fields().map(function (one) {
      return [isTicked(one) ? one.name + "=" + one.value : one.name, one.type === "hidden", isTicked(one) ? one.checked : one.value];
    });
  }
  /* A page that grew or lost a line since is another form: nothing is put into it. */
  function fits(kept, now) {
    return kept.length === now.length && kept.every(function (each, n) {
      return each[0] === now[n][0] && (!each[1] || each[2] === now[n][2]);
    });
  }
  function keep() {
    clearTimeout(timer);
    if (forgotten) return;
    device.draft.keep({ uuid: key, at: Date.now(), fields: {}, typed: typed(), version: version(), sent: sent }).catch(function () { /* no room */ });
  }
  function put(kept) {
    fields().forEach(function (one, n) {
      if (isTicked(one)) one.checked = kept[n][2]; else one.value = kept[n][2];
      var more = one.closest("details");
      if (more && "defaultValue" in one && one.value !== one.defaultValue) more.open = true;
    });
  }
  function tell(at, isOlder) {
    at = new Date(at);
    notice.querySelector("[data-typed-word]").textContent = (isOlder ? "这台设备上有" : "已恢复") + (at.getMonth() + 1) + "月" + at.getDate() + "日 " +
      two(at.getHours()) + ":" + two(at.getMinutes()) + (isOlder ? "写了没存的内容，后来这里又存过一次。" : "写了没存的内容。");
    notice.querySelector("[data-typed-put]").hidden = !isOlder;
    notice.hidden = false;
  }
  function back(drafts) {
    if (form.hasAttribute("data-unsaved")) return keep();
    var kept = drafts.filter(function (one) { return one.uuid === key; })[0];
    if (!kept || changed) return;
    var isOlder = kept.version !== version();
    if (Date.now() - kept.at > LASTS || isOlder && kept.sent) return device.draft.drop(key);
    if (window.fitRows) window.fitRows(kept.typed.map(function (each) { return each[0]; }));
    var now = typed();
    if (!fits(kept.typed, now) || JSON.stringify(kept.typed) === JSON.stringify(now)) return;
    if (!isOlder) put(kept.typed);
    tell(kept.at, isOlder);
    notice.querySelector("[data-typed-put]").addEventListener("click", function () { put(kept.typed); keep(); notice.hidden = true; });
    notice.querySelector("[data-typed-forget]").addEventListener("click", function () {
      forgotten = true;
      form.reset();
      device.draft.drop(key).then(function () { notice.hidden = true; forgotten = false; });
    });
  }

  ["input", "change"].forEach(function (what) {
    form.addEventListener(what, function () { changed = true; clearTimeout(timer); timer = setTimeout(keep, WAIT); });
  });
  form.addEventListener("submit", function () { sent = true; keep(); });
  window.addEventListener("pagehide", function () { if (changed && !sent) keep(); });
  device.draft.mine().then(back).catch(function () { /* nothing is kept here */ });
})();
