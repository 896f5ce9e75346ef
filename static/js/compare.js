/* 对照两份: what stands on the recording page beside another text of the same record, field by field, in a sheet; the other
   can be taken. It names a field by its label, and leaves out what is not typed. */
(function () {
  "use strict";
  var SKIP = ["csrfmiddlewaretoken", "uuid", "version", "base", "roster_key", "chosen", "then", "work", "missing"];

  function labelOf(form, name) {
    var control = form.querySelector('[name="' + window.CSS.escape(name) + '"]'), seat = control && control.closest(".seat");
    if (seat) return seat.textContent.trim().split(/\s/)[0];
    var label = control && control.labels && control.labels[0];
    if (control && (control.type === "checkbox" || control.type === "radio")) label = control.closest("fieldset") && control.closest("fieldset").querySelector("legend");
    return label ? label.textContent.trim() : control && control.getAttribute("aria-label") || "名单";
  }
  function wordOf(form, name, values) {
    return (values || []).map(function (value) {
      var control = form.querySelector('[name="' + window.CSS.escape(name) + '"]');
      if (control && control.options) control = Array.prototype.filter.call(control.options, function (option) { return option.value === value; })[0];
      else control = control && /checkbox|radio/.test(control.type) ? form.querySelector('[name="' + window.CSS.escape(name) + '"][value="' + window.CSS.escape(value) + '"]') : null;
      if (control && control.label) return control.label;
      return control && control.closest("label") ? control.closest("label").textContent.trim() : value;
    }).filter(Boolean).join("、") || "（空）";
  }
  function made(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  window.compareRecords = function (form, other, put, opener) {
    var now = form.record.fields(), sheet = made("dialog", "sheet"), body = made("div", "dialog-body flow"), table = made("table", "table w-compare"), rows = made("tbody");
    var head = made("thead"), titles = made("tr");
    ["哪一处", "打开的", "另一份"].forEach(function (word) { var cell = made("th", "", word); cell.scope = "col"; titles.append(cell); });
    head.append(titles);
    Object.keys(Object.assign({}, now, other.fields)).forEach(function (name) {
      var mine = (now[name] || []).join("\n"), theirs = (other.fields[name] || []).join("\n");
      if (SKIP.indexOf(name) >= 0 || mine === theirs) return;
      var row = made("tr"), label = made("th", "", labelOf(form, name));
      label.scope = "row";
      row.append(label, made("td", "", wordOf(form, name, now[name])), made("td", "", wordOf(form, name, other.fields[name])));
      rows.append(row);
    });
    var title = made("h2", "", "两份不一样的地方"), choice = made("div", "w-two"), stay = made("button", "btn", "用打开的"), take = made("button", "btn", "用另一份");
    title.id = "compare-title";
    sheet.setAttribute("aria-labelledby", title.id);
    stay.type = take.type = "button";
    table.append(head, rows);
    choice.append(stay, take);
    body.append(title, table, made("p", "quiet sm", "照片两边的都留着，一张不少。"), choice);
    sheet.append(body);
    document.body.append(sheet);
    stay.addEventListener("click", function () { sheet.close(); });
    take.addEventListener("click", function () { put(other); sheet.close(); });
    sheet.addEventListener("close", function () { sheet.remove(); opener.focus(); });
    sheet.showModal();
  };
})();
