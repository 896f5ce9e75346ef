/* The ballot of an appraisal: progress while one taps, the next blank one, and abstaining from the rest in one tap that
   marks them. Without this file the server counts and marks, and refuses a ballot with blanks. */
(function () {
  "use strict";
  var ballot = document.querySelector("[data-grading]");
  if (!ballot) return;
  var rows = Array.prototype.slice.call(ballot.querySelectorAll(".grade-row"));
  var cast = ballot.querySelector("[data-cast]"), rest = ballot.querySelector("[data-rest]");
  var icon = cast.querySelector("use");
  var isBlank = function (row) { return !row.querySelector("input:checked"); };

  function show() {
    var left = rows.filter(isBlank).length, graded = rows.length - left;
    rows.forEach(function (row) {
      row.classList.toggle("blank", isBlank(row));
      row.querySelector("[data-mark]").textContent = isBlank(row) ? "还没评" : "";
    });
    ballot.querySelector("[data-graded]").textContent = graded;
    ballot.querySelector("[data-still]").textContent = left ? "还差" + left + "人" : "都评了";
    ballot.querySelector("progress").value = graded;
    ballot.querySelector("[data-rest-count]").textContent = left;
    rest.hidden = !left;
    cast.classList.toggle("btn-primary", !left);
    icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, left ? "#chevron-down" : "#send"));
    cast.querySelector("[data-cast-word]").textContent = left ? "下一个没评的" : "投票";
  }

  ballot.addEventListener("change", show);
  rest.addEventListener("click", function (event) {
    event.preventDefault();
    rows.filter(isBlank).forEach(function (row) { row.querySelector('[value="abstain"]').checked = true; });
    show();
    cast.focus();
  });
  ballot.addEventListener("submit", function (event) {
    var first = rows.filter(isBlank)[0];
    if (!first) return;
    event.preventDefault();
    first.scrollIntoView({ block: "center" });
    first.querySelector("input").focus({ preventScroll: true });
  });
  show();
})();
