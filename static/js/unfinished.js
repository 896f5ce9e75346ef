/* Unfinished records that only this device has, added to those of the server: lines of the desk's list, and the notice of
   the recording page for others of the same kinds. Of a record that both have, the line says what this device knows. */
(function () {
  "use strict";
  var list = document.querySelector("[data-unfinished]"), others = document.querySelector("[data-others]"), device = window.device;
  var box = list || others, form = document.querySelector("[data-record]");
  if (!box) return;
  var two = function (number) { return (number < 10 ? "0" : "") + number; };

  if (others) others.addEventListener("click", function (event) {
    var button = event.target.closest("[data-another]");
    if (button) button.closest("[data-uuid]").remove();
  });
  /* Another kind is another meeting: its notice goes, also before anything is typed. */
  if (others && form) form.addEventListener("change", function (event) {
    if (event.target.name !== "kinds") return;
    var ticked = Array.prototype.some.call(form.querySelectorAll('[name="kinds"]:checked'), function (one) {
      return others.dataset.kinds.split(" ").indexOf(one.value) >= 0;
    });
    others.hidden = !ticked;
  });
  if (!device) return;

  function made(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }
  function icon(name) {
    var node = document.querySelector("svg.icon").cloneNode(true), use = node.querySelector("use"), known = use.getAttribute("href");
    use.setAttribute("href", known.slice(0, known.indexOf("#") + 1) + name);
    return node;
  }
  function day(text) {
    var part = /^\d+-(\d+)-(\d+)T(\d\d:\d\d)?/.exec(text || "");
    return part ? +part[1] + "月" + +part[2] + "日" + (part[3] ? "　" + part[3] : "") : "";
  }
  function moment(at) {
    at = new Date(at);
    return (at.getMonth() + 1) + "月" + at.getDate() + "日" + two(at.getHours()) + ":" + two(at.getMinutes());
  }
  function state(line) {
    if (line.refused) return ["returned", "arrow-back-up", "没交成"];
    return line.waits ? ["draft", "wifi-off", "存在手机上，等着交"] : ["draft", "pencil", "只在这部手机上"];
  }
  function facts(line) {
    var about = line.about, look = state(line), found = [];
    if (about.theme) found.push(made("p", "w-open-theme", about.theme));
    if (day(about.begins)) { var when = made("p", "w-facts"); when.append(made("time", "", day(about.begins))); found.push(when); }
    var row = made("p", "w-facts"), word = made("span", "state");
    word.dataset.state = look[0];
    word.append(icon(look[1]), look[2]);
    row.append(word);
    if (line.files) row.append(made("span", "", "照片和附件" + line.files + "个"));
    row.append(made("span", "", moment(line.at)));
    found.push(row);
    if (line.refused) { var why = made("p", "w-why", line.refused); why.dataset.state = "returned"; found.push(why); }
    return found;
  }
  function action(line, text) {
    var link = made("a", "btn", text);
    link.href = line.about.url;
    return link;
  }
  function item(line) {
    var node = list ? made("li") : made("div", "notice"), text = made("div");
    node.dataset.uuid = line.uuid;
    text.append(made(list ? "h3" : "h2", list ? "owed-name" : "", list ? line.about.title || "会议" : "还有一次" + (line.about.title || "会议") + "没写完"));
    text.append.apply(text, facts(line));
    if (list) { node.append(text, action(line, line.refused ? "去改" : "接着写")); return node; }
    var pair = made("div", "w-two w-gap"), button = made("button", "btn", "这是另一次");
    button.type = "button";
    button.setAttribute("data-another", "");
    pair.append(action(line, "接着写那份"), button);
    text.append(pair);
    node.dataset.state = "draft";
    node.append(icon("pencil"), text);
    return node;
  }
  function place(line) {
    if (list) return list.dataset.places.split(" ").indexOf(line.about.place) >= 0;
    var kinds = others.dataset.kinds.split(" ");
    return line.uuid !== form.elements.uuid.value && (line.about.kinds || []).some(function (kind) { return kinds.indexOf(kind) >= 0; });
  }
  function show(line) {
    var there = box.querySelector('[data-uuid="' + line.uuid + '"]');
    if (there && (line.refused || line.waits || line.dirty)) {
      var fresh = item(line), first = there.querySelector(".btn-primary");
      if (first) fresh.querySelector("a.btn").classList.add("btn-primary");
      there.replaceWith(fresh);
    } else if (!there && line.dirty && !document.querySelector('a[href*="uuid=' + line.uuid + '"]')) {
      (list ? list.querySelector(".w-open") : others).append(item(line));
    }
  }
  function ofEntry(entry) {
    var value = function (name) { return device.value(entry.entries, name); };
    return { uuid: entry.uuid, at: entry.at, dirty: true, waits: entry.state === "waiting", refused: entry.state === "waiting" ? "" : entry.said || "系统里的也改过，要核对一下。",
      about: entry.about || { url: "", place: value("organization"), title: entry.label, kinds: [], theme: value("theme"), begins: value("held_on") + "T" + value("starts_at") } };
  }
  device.opened.then(function () { return Promise.all([device.draft.mine(), device.mine()]); }).then(function (found) {
    var lines = {};
    found[0].forEach(function (draft) { if (draft.about) lines[draft.uuid] = { uuid: draft.uuid, at: draft.at, dirty: draft.dirty, about: draft.about }; });
    found[1].forEach(function (entry) {
      if (!entry.about && !lines[entry.uuid]) return;
      var line = ofEntry(entry), known = lines[entry.uuid];
      lines[entry.uuid] = Object.assign({}, known, line, { about: entry.about || known.about, at: Math.max(line.at, known ? known.at : 0) });
    });
    return Promise.all(Object.keys(lines).map(function (uuid) {
      return device.files.mine(uuid).then(function (files) {
        lines[uuid].files = files.filter(function (file) { return file.state === "waiting"; }).length;
        return lines[uuid];
      });
    }));
  }).then(function (lines) {
    lines.filter(place).sort(function (a, b) { return b.at - a.at; }).forEach(show);
    if (!list) return;
    var count = list.querySelectorAll("[data-uuid]").length;
    list.hidden = !count;
    list.querySelector("[data-unfinished-count]").textContent = count;
  }).catch(function () { /* nothing is kept here */ });
})();
