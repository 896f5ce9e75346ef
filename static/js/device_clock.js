/* Writes the phone's own clock into a form as it is sent, and lets it be sent once. */
(function () {
  "use strict";
  document.querySelectorAll("[data-device-clock]").forEach(function (form) {
    form.addEventListener("submit", function () {
      form.elements.device_at.value = new Date().toISOString();
      var button = form.querySelector('button[type="submit"]');
      setTimeout(function () { button.disabled = true; }, 0);
      setTimeout(function () { button.disabled = false; }, 8000);
    });
  });
})();
