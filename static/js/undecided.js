/* The list of those who must still be decided: 没到 asks for the reason as a tap on the seat does. Without this file the
   link leads to the seat, where the reason list stands. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form) return;
  form.addEventListener("click", function (event) {
    var link = event.target.closest("[data-ask]"), box = link && document.getElementById(link.dataset.ask);
    if (!box || !document.querySelector("dialog.sheet")) return;
    event.preventDefault();
    box.click();
  });
})();
