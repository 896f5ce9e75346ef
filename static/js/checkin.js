/* The screen in the room: counts down, and asks every few seconds for what stands on it now.
   Without this file the page reloads itself every fifteen seconds. */
(function () {
  "use strict";
  var EVERY = 3000, left = 0, asking = false, timer;
  var node = function () { return document.querySelector("[data-now]"); };
  function read() { left = parseInt(node().dataset.seconds, 10) || 0; }
  function tick() {
    var shown = node().querySelector("[data-left]");
    left -= 1;
    if (shown && left >= 0) shown.textContent = left;
    if (left <= 0) ask();
  }
  function ask() {
    if (asking || document.hidden) return;
    asking = true;
    fetch(node().dataset.url, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer.status); })
      .then(function (text) {
        node().outerHTML = text;
        read();
        if (node().hasAttribute("data-over")) { clearInterval(timer); location.reload(); }
      })
      .catch(function (status) { if (status === 403 || status === 404 || status === 200) location.reload(); })
      .then(function () { asking = false; });
  }
  read();
  setInterval(tick, 1000);
  timer = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
