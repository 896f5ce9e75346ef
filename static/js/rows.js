/* Rows of a form: [data-add-row] adds the blank row of its list, [data-remove-row] takes the row around it away. A list is
   a [data-rows] named by the prefix of its fields; its blank row stands in its <template>, __prefix__ for the number.
   Without this file the button sends the form, and the page comes back with one more row. */
(function () {
  "use strict";
  var lists = function () { return Array.prototype.slice.call(document.querySelectorAll("[data-rows]")); };
  var list = function (prefix) { return lists().filter(function (one) { return one.dataset.rows === prefix; })[0]; };
  var rows = function (list) { return list.querySelectorAll(":scope > [data-row]"); };
  var number = function (row) { return parseInt(row.dataset.row.split("-").pop(), 10); };

  function add(list, at) {
    var prefix = list.dataset.rows, all = rows(list), last = all[all.length - 1];
    if (all.length >= parseInt(list.dataset.most, 10)) return null;
    if (at === undefined) at = last ? number(last) + 1 : 0;
    var blank = list.querySelector(":scope > template"), made = document.createElement("template");
    made.innerHTML = blank.innerHTML.split(prefix + "-__prefix__").join(prefix + "-" + at).split("__number__").join(at + 1);
    var row = made.content.firstElementChild;
    list.insertBefore(row, blank);
    list.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
    return row;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]"), row = event.target.closest("[data-remove-row]");
    if (button) {
      event.preventDefault();
      row = add(list(button.dataset.addRow));
      if (row) row.querySelector("input:not([type=hidden]), select, textarea").focus();
    } else if (row) {
      row = row.closest("[data-row]");
      var around = row.parentElement;
      row.remove();
      if (!rows(around).length) add(around, 0);
      around.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
    }
  });

  /* The rows that fields of these names stand in: agenda-1-said-0-text is in row 1 of agenda and row 0 of agenda-1-said. */
  window.fitRows = function (names) {
    names.forEach(function (name) {
      for (var parts = /-(\d+)(?=-)/g, found = parts.exec(name); found; found = parts.exec(name)) {
        var into = list(name.slice(0, found.index)), at = parseInt(found[1], 10);
        var isThere = into && Array.prototype.some.call(rows(into), function (row) { return number(row) === at; });
        if (into && !isThere) add(into, at);
      }
    });
  };
})();
