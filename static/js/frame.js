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
    }
  });
})();
