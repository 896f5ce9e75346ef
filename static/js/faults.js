/* A page that came back with faults puts the focus on the first field that is wrong, opened if it is folded away; what is no
   field (a roll, a list) is found by the summary's first link. The sentence of the field is read with it. */
(function () {
  "use strict";
  var summary = document.querySelector("[data-faults]");
  if (!summary) return;
  var wrong = document.querySelector('main [aria-invalid="true"]:not([type="hidden"])');
  if (!wrong) {
    var link = summary.querySelector('a[href^="#"]');
    wrong = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (wrong && !wrong.matches("input, select, textarea, button, a[href]")) wrong.tabIndex = -1;
  }
  if (!wrong) { summary.tabIndex = -1; wrong = summary; }
  for (var fold = wrong.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  wrong.focus();
  wrong.scrollIntoView({ block: "center" });
})();
