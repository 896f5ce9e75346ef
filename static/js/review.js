/* Reviewing a record: 退回 opens its sheet with frequent reasons, 确认 with words in the box asks which of the two is meant,
   and keys J K Y T U E do what the element with that aria-keyshortcuts does, outside fields, unless switched off on this
   device. Without this file the server asks the same. */
(function () {
  "use strict";
  var form = document.querySelector("[data-review]");
  var OFF = "review-keys-off";
  document.documentElement.classList.add("js");

  function box() { return form.elements.comment; }
  function lines() { return box().value.split("\n").map(function (line) { return line.trim(); }).filter(Boolean); }

  if (form && "showModal" in document.createElement("dialog")) {
    var field = box().closest(".field"), home = document.createComment("comment");
    field.before(home);
    var sheet = document.getElementById("return-sheet"), which = document.getElementById("which-sheet");
    sheet.addEventListener("close", function () {
      home.after(field);
      if (history.state && history.state.sheet) history.back();
    });
    addEventListener("popstate", function () { if (sheet.open) sheet.close(); if (which.open) which.close(); });
    which.addEventListener("close", function () { if (history.state && history.state.sheet) history.back(); });
    box().setAttribute("form", "review");
    form.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.opens) {
        event.preventDefault();
        sheet.querySelector("[data-box]").append(field);
        sheet.querySelectorAll("[data-reason]").forEach(function (one) { one.checked = lines().indexOf(one.value) >= 0; });
        show(sheet);
        box().focus();
      } else if (button.dataset.asks && box().value.trim()) {
        event.preventDefault();
        which.querySelector("[data-words]").textContent = box().value.trim();
        show(which);
      }
    });
    sheet.addEventListener("change", function (event) {
      var one = event.target.closest("[data-reason]");
      if (!one) return;
      var kept = lines().filter(function (line) { return line !== one.value; });
      if (one.checked) kept.push(one.value);
      box().value = kept.join("\n");
    });
    sheet.querySelector("[data-close]").addEventListener("click", function () { sheet.close(); });
  }
  function show(dialog) {
    history.pushState({ sheet: true }, "");
    dialog.showModal();
  }

  var toggle = document.querySelector("[data-keys-toggle]");
  function off() { try { return localStorage.getItem(OFF) === "1"; } catch (error) { return false; } }
  function said() {
    if (!toggle) return;
    toggle.setAttribute("aria-pressed", off() ? "false" : "true");
    toggle.textContent = off() ? "打开快捷键" : "关掉快捷键";
  }
  if (toggle) {
    toggle.addEventListener("click", function () {
      try { localStorage.setItem(OFF, off() ? "0" : "1"); } catch (error) { return; }
      said();
    });
    said();
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || off()) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (!/^[jkytue]$/i.test(event.key)) return;
    var one = document.querySelector('[aria-keyshortcuts="' + event.key.toLowerCase() + '"]');
    if (!one) return;
    event.preventDefault();
    if (one.matches("input, textarea")) one.focus(); else one.click();
  });
})();
