/* An open sheet or dialog is a step of its own: the phone's Back closes it, as Esc does, and does not leave the page. Any
   dialog opened by showModal() anywhere on the page is meant. Focus returns to what opened it, which the browser does. */
(function () {
  "use strict";
  if (!("showModal" in document.createElement("dialog"))) return;
  var opened = [], going = false;

  function came(sheet) {
    opened.push(sheet);
    history.pushState({ sheet: opened.length }, "");
    sheet.addEventListener("close", function () {
      var place = opened.indexOf(sheet);
      if (place < 0) return;
      opened.splice(place, 1);
      if (history.state && history.state.sheet) { going = true; history.back(); }
    }, { once: true });
  }
  window.addEventListener("popstate", function () {
    if (going) { going = false; return; }
    var sheet = opened.pop();
    if (sheet) sheet.close();
  });
  new MutationObserver(function (seen) {
    seen.forEach(function (one) {
      if (one.target.nodeName === "DIALOG" && one.target.open && opened.indexOf(one.target) < 0 && one.target.matches(":modal")) came(one.target);
    });
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["open"], subtree: true });
})();
