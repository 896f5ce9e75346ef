/* The checks beside the record: what was missing and is written by now is not missing any more, before the server has said
   so. Without this file the list is as old as the last answer. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]"), box = form && form.querySelector("[data-checks]");
  if (!box) return;
  function judge() {
    Array.prototype.forEach.call(box.querySelectorAll("[data-missing]"), function (line) {
      var field = form.elements[line.dataset.missing];
      line.hidden = Boolean(field && field.value && field.value.trim());
    });
    var count = box.querySelector("[data-stops]"), left = box.querySelectorAll('[data-level="stop"]:not([hidden])').length;
    if (count) count.textContent = left;
  }
  form.addEventListener("input", judge);
  form.addEventListener("record:changed", judge);
  new MutationObserver(judge).observe(box, { childList: true });
  judge();
})();
