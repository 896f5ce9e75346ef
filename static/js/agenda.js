/* The agenda on the recording page: one more statement where it stands, and the candidate's fields only where one is
   voted on. Without this file the button sends the form and the page comes back with one more row. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form) return;
  var MOST = 60, ONE_BY_ONE = ["admission", "conversion"];
  var SAID = /^(agenda-\d+-said-)(\d+)(-(?:name|text))$/;

  function rows(block) { return block.querySelectorAll("[data-said]"); }
  function addRow(block) {
    var all = rows(block), last = all[all.length - 1], copy = last.cloneNode(true);
    Array.prototype.forEach.call(copy.querySelectorAll(".wrong"), function (node) { node.remove(); });
    Array.prototype.forEach.call(copy.querySelectorAll("[name], [id], [for]"), function (node) {
      ["name", "id", "for"].forEach(function (part) {
        var found = SAID.exec(node.getAttribute(part) || "");
        if (found) node.setAttribute(part, found[1] + (parseInt(found[2], 10) + 1) + found[3]);
      });
      if ("value" in node) node.value = "";
    });
    last.after(copy);
    return copy;
  }
  function fit() {
    Array.prototype.forEach.call(form.querySelectorAll("[data-agenda]"), function (block) {
      block.querySelector("[data-one-by-one]").hidden = ONE_BY_ONE.indexOf(block.querySelector("[data-matter]").value) < 0;
    });
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-said]");
    if (!button) return;
    event.preventDefault();
    var block = button.closest("[data-agenda]");
    if (rows(block).length < MOST) addRow(block).querySelector("input").focus();
  });
  form.addEventListener("change", function (event) {
    if (event.target.matches("[data-matter]")) fit();
  });
  /* What was kept on this device comes back: first the rows it needs, then what depends on its choices. */
  form.addEventListener("record:put", function (event) {
    Object.keys(event.detail).forEach(function (name) {
      var found = SAID.exec(name), text = event.detail[name][0];
      if (!found || !text) return;
      var first = form.elements[found[1] + "0-name"], block = first && first.closest("[data-agenda]");
      while (block && !form.elements[name] && rows(block).length < MOST) addRow(block);
      if (block) block.querySelector("[data-spoken]").open = true;
    });
    setTimeout(fit, 0);
  });
  form.addEventListener("record:block", fit);
  fit();
})();
