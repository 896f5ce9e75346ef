/* Parts that only some kinds of meeting have: shown when their kind is ticked.
   Without this file every part is there, and is read only when its kind is ticked. */
(function () {
  "use strict";
  function show() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-for-kind]"), function (part) {
      var box = document.querySelector('[name="kinds"][value="' + part.dataset.forKind + '"]');
      part.hidden = !(box && box.checked);
    });
  }
  document.documentElement.classList.add("js");
  document.addEventListener("change", function (event) { if (event.target.name === "kinds") show(); });
  var form = document.querySelector("[data-record]");
  if (form) form.addEventListener("record:put", show);
  show();
})();
