/* A toast with 撤销: its seconds run down, not while a finger or the focus rests on it, nor while the page is hidden; then
   the button goes. What was thrown away stays in the bin. Without this file the button stays. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  Array.prototype.forEach.call(document.querySelectorAll("form[data-undo]"), function (form) {
    var bar = form.querySelector("progress"), left = +form.dataset.undo, held = false;
    ["pointerdown", "pointerenter", "focusin"].forEach(function (what) { form.addEventListener(what, function () { held = true; }); });
    ["pointerup", "pointerleave", "focusout"].forEach(function (what) { form.addEventListener(what, function () { held = false; }); });
    var timer = setInterval(function () {
      if (held || document.hidden) return;
      left -= 1;
      bar.value = left;
      bar.setAttribute("aria-label", "还能撤销" + left + "秒");
      if (left > 0) return;
      clearInterval(timer);
      form.querySelector("button").remove();
      bar.remove();
    }, 1000);
  });
})();
