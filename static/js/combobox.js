/* A field that finds an organization: what is typed brings suggestions below it, arrows choose, Enter takes, Escape closes.
   Without this file the field takes a name, code or initials as typed, and the server says what was not clear. */
(function () {
  "use strict";
  var WAIT = 200;
  document.querySelectorAll(".combobox[data-suggest]").forEach(function (box, n) {
    var field = box.querySelector("[role=combobox]"), list = document.createElement("ul"), timer = 0, asked = 0, at = -1;
    list.className = "combobox-list";
    list.id = "combobox-" + n;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "找到的党组织");
    list.hidden = true;
    field.insertAdjacentElement("afterend", list);
    field.setAttribute("aria-controls", list.id);

    function options() { return list.querySelectorAll("[role=option]"); }
    function close() {
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function mark(to) {
      var all = options();
      if (!all.length) return;
      at = (to + all.length) % all.length;
      all.forEach(function (one, k) { one.setAttribute("aria-selected", k === at ? "true" : "false"); });
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
    function take(one) {
      field.value = one.dataset.value;
      close();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function show(html) {
      list.innerHTML = html;
      options().forEach(function (one, k) { one.id = list.id + "-" + k; });
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      at = -1;
    }
    function ask() {
      var typed = field.value.trim(), mine = ++asked;
      if (!typed) return close();
      fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (html) { if (mine === asked && html) show(html); })
        .catch(function () { close(); });
    }
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    field.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask(); else mark(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        var all = options();
        if (all.length) take(all[at < 0 ? 0 : at]);
      } else if (event.key === "Escape") {
        close();
      }
    });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    list.addEventListener("click", function (event) {
      var one = event.target.closest("[role=option]");
      if (one) take(one);
    });
    field.addEventListener("blur", function () { asked += 1; close(); });
  });
})();
