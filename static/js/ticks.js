/* A list with boxes to tick: the box in the head ticks all, [data-count] says how many are ticked, and a button with
   data-ask puts its question first. Without this file the boxes are ticked one by one and the button sends at once. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  const boxes = Array.from(document.querySelectorAll("[data-tick]:not([disabled])"));
  const head = document.querySelector("[data-tick-all]");
  function count() {
    const ticked = boxes.filter(function (box) { return box.checked; }).length;
    boxes.forEach(function (box) { box.closest("tr").toggleAttribute("data-picked", box.checked); });
    document.querySelectorAll("[data-count]").forEach(function (place) { place.textContent = ticked.toLocaleString("en"); });
    document.querySelectorAll("[data-needs-ticks]").forEach(function (button) { button.disabled = !ticked; });
    if (head) {
      head.checked = ticked > 0 && ticked === boxes.length;
      head.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  }
  if (boxes.length) {
    boxes.forEach(function (box) { box.addEventListener("change", count); });
    if (head) {
      head.closest("label").hidden = false;
      head.addEventListener("change", function () {
        boxes.forEach(function (box) { box.checked = head.checked; });
        count();
      });
    }
    count();
  }
  document.querySelectorAll("[data-ask]").forEach(function (button) {
    const question = document.getElementById(button.dataset.ask);
    if (!question || !question.showModal) return;
    button.addEventListener("click", function (event) {
      event.preventDefault();
      question.showModal();
    });
  });
})();
