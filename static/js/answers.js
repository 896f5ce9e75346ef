/* What is asked before a record is handed in: a frequent answer fills its field, and the count of those left follows.
   Without this file the fields are filled by hand. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  function count(form) {
    var line = form && form.querySelector("[data-left]");
    if (!line) return;
    var left = Array.prototype.filter.call(form.querySelectorAll('[name="answer"]'), function (box) {
      return box.value.trim().length < 2;
    }).length;
    line.textContent = left ? "还有" + left + "条没答" : "都答了，可以提交";
  }
  document.addEventListener("click", function (event) {
    var chip = event.target.closest("[data-answer]");
    if (!chip) return;
    var box = chip.closest("[data-answered]").querySelector('[name="answer"]');
    box.value = chip.textContent.trim();
    box.focus();
    count(chip.closest("[data-answers]"));
  });
  document.addEventListener("input", function (event) { count(event.target.closest("[data-answers]")); });
})();
