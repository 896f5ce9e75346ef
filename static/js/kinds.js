/* Parts that only some kinds of meeting have: shown when their kind is ticked; one more line of the problem list.
   Without this file every part is there, and is read only when its kind is ticked. */
(function () {
  "use strict";
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };

  function show() {
    all("[data-for-kind]").forEach(function (part) {
      var box = document.querySelector('[name="kinds"][value="' + part.dataset.forKind + '"]');
      part.hidden = !(box && box.checked);
    });
  }

  function addProblem(button) {
    var list = button.previousElementSibling, lines = list.querySelectorAll("[data-problem]"), last = lines[lines.length - 1];
    var copy = last.cloneNode(true), next = 0;
    Array.prototype.forEach.call(lines, function (line) {
      next = Math.max(next, parseInt(line.querySelector("[name]").name.split("-")[1], 10) + 1);
    });
    Array.prototype.forEach.call(copy.querySelectorAll("[name], [for]"), function (node) {
      ["name", "id", "for"].forEach(function (part) {
        if (node.hasAttribute(part)) node.setAttribute(part, node.getAttribute(part).replace(/^life-\d+-/, "life-" + next + "-"));
      });
      if ("value" in node) node.value = "";
    });
    list.appendChild(copy);
    copy.querySelector("select").focus();
  }

  document.documentElement.classList.add("js");
  document.addEventListener("change", function (event) { if (event.target.name === "kinds") show(); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-problem]");
    if (button) addProblem(button);
  });
  window.addEventListener("load", function () { show(); setTimeout(show, 300); });  // after a draft was put back
  show();
})();
