/* The frame: one sheet of the phone's bar at a time; Esc and a tap beside it close it; Ctrl K goes to the search field.
   Without this file every group is a <details>, every place a link, and the search a plain form. */
(function () {
  "use strict";
  var sheets = document.getElementsByClassName("dock");
  function close(except) {
    Array.prototype.forEach.call(sheets, function (sheet) { if (sheet !== except) sheet.open = false; });
  }
  document.addEventListener("toggle", function (event) {
    if (event.target.classList.contains("dock") && event.target.open) close(event.target);
  }, true);
  document.addEventListener("click", function (event) {
    var sheet = event.target.closest(".dock");
    if (!sheet) close();
  });
  document.addEventListener("keydown", function (event) {
    var open = document.querySelector(".dock[open]"), field;
    if (event.key === "Escape" && open) {
      close();
      open.querySelector("summary").focus();
    } else if (event.key.toLowerCase() === "k" && event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) {
      field = document.getElementById("find");
      if (!field) return;
      event.preventDefault();
      before = document.activeElement;
      if (field.offsetParent) field.select(); else location.assign(field.form.action);
    }
  });

  /* The field that finds: htmx brings the options, arrows choose, Enter opens, Escape closes and then goes back. */
  var before = null;
  function listOf(field) { return document.getElementById(field.getAttribute("aria-controls")); }
  function hide(field) {
    listOf(field).hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function choose(field, step) {
    var all = listOf(field).querySelectorAll("[role=option]"), at = -1;
    if (listOf(field).hidden || !all.length) return false;
    all.forEach(function (one, n) { if (one.getAttribute("aria-selected") === "true") at = n; });
    at = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
    all.forEach(function (one, n) { one.setAttribute("aria-selected", n === at ? "true" : "false"); });
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
    return true;
  }
  document.querySelectorAll("[data-find]").forEach(function (field) {
    field.addEventListener("keydown", function (event) {
      var chosen = listOf(field).querySelector("[aria-selected=true]");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (choose(field, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      } else if (event.key === "Enter" && chosen && !listOf(field).hidden) {
        event.preventDefault();
        chosen.click();
      } else if (event.key === "Escape") {
        if (!listOf(field).hidden) { event.preventDefault(); hide(field); }
        else if (before) { before.focus(); before = null; }
      }
    });
    field.addEventListener("blur", function (event) {
      if (!event.relatedTarget || !listOf(field).contains(event.relatedTarget)) hide(field);
    });
    listOf(field).addEventListener("mousedown", function (event) { event.preventDefault(); });
    listOf(field).addEventListener("htmx:afterSwap", function () {
      var all = listOf(field).querySelectorAll("[role=option]");
      all.forEach(function (one, n) { one.id = field.id + "-option-" + n; });
      listOf(field).hidden = !all.length || document.activeElement !== field;
      field.setAttribute("aria-expanded", listOf(field).hidden ? "false" : "true");
      field.removeAttribute("aria-activedescendant");
    });
  });
})();
