/* Says beside the number of a paper when it does not look like one; it stops nothing.
   Without this file the example under the field says how a number looks. */
(function () {
  "use strict";
  function judge(field) {
    var text = field.value.trim(), hint = document.getElementById(field.id + "_number");
    var isOdd = text !== "" && !new RegExp(field.dataset.number).test(text);
    if (!hint && isOdd) {
      hint = document.createElement("span");
      hint.id = field.id + "_number";
      hint.className = "hint";
      hint.setAttribute("role", "status");
      field.insertAdjacentElement("afterend", hint);
    }
    if (hint) hint.textContent = isOdd ? "“" + text + "”" + field.dataset.hint : "";
  }
  document.addEventListener("change", function (event) {
    if (event.target.dataset && event.target.dataset.number) judge(event.target);
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-number]"), judge);
})();
