/* Photos and files of the record, a row each: judged when picked (kind and size, in the server's words), photos turned
   upright and made small, kept on the device and sent to the draft one after another (device_files.js); taken away and put
   back. Without this file, or where nothing may be kept, the input sends them with the form. */
(function () {
  "use strict";
  var MOST = 2560, QUALITY = 0.85, SMALL = 240, AGAIN = 15000;
  var PICTURE = /^image\/(jpeg|png|webp)$/, HEIC = /\.hei[cf]$|^image\/hei[cf]/i, FILM = /^video\/|\.(mp4|mov|m4v|avi|mkv|3gp|wmv|flv|webm)$/i;
  var form = document.querySelector("[data-record]"), box = document.querySelector("[data-photos]"), device = window.device;
  var input = box && box.querySelector('input[type="file"][name="files"]');
  if (!input || !device) return;

  var list = box.querySelector(".w-files"), totals = box.querySelector("[data-photo-totals]"), rows = [], rules = input.dataset, usable = false;
  var uuid = function () { return form.elements.uuid.value; };
  var size = function (bytes) { return bytes >= 1048576 ? (bytes / 1048576).toFixed(1) + "MB" : Math.max(1, Math.round(bytes / 1024)) + "KB"; };
  form.pending = Promise.resolve();

  /* ── judging and making small ── */
  function drawn(picture, most) {
    var scale = Math.min(1, most / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas"), pen;
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  function shrunk(file) {
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var canvas = drawn(picture, MOST);
      picture.close();
      return new Promise(function (resolve) { canvas.toBlob(resolve, "image/jpeg", QUALITY); }).then(function (blob) {
        canvas.width = canvas.height = 0;
        var plain = PICTURE.test(file.type);
        if (!blob || blob.type !== "image/jpeg" || plain && blob.size >= file.size) return plain ? { blob: file, name: file.name } : null;
        return { blob: blob, name: file.name.replace(/\.[^.]*$/, "") + ".jpg" };
      });
    });
  }
  /* {blob, name}, or {said}: why it is not taken. */
  function judged(file) {
    if (FILM.test(file.type) || FILM.test(file.name)) return Promise.resolve({ said: rules.video });
    var heic = HEIC.test(file.type) || HEIC.test(file.name), whole = { blob: file, name: file.name };
    var made = heic || PICTURE.test(file.type)
      ? shrunk(file).catch(function () { return heic ? null : whole; })
      : Promise.resolve(whole);
    return made.then(function (given) {
      if (!given) return { said: rules.heic };
      return given.blob.size > +rules.most ? { said: rules.large } : given;
    });
  }
  function face(blob) {
    if (!/^image\//.test(blob.type) || !window.createImageBitmap) return Promise.resolve("");
    return createImageBitmap(blob).then(function (picture) {
      var made = drawn(picture, SMALL).toDataURL("image/jpeg", 0.7);
      picture.close();
      return made;
    }).catch(function () { return ""; });
  }

  /* ── rows ── */
  function made(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }
  function icon(name) {
    var node = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    var known = document.querySelector(".icon use").getAttribute("href");
    node.setAttribute("class", "icon");
    node.setAttribute("aria-hidden", "true");
    use.setAttribute("href", known.slice(0, known.indexOf("#") + 1) + name);
    node.append(use);
    return node;
  }
  function press(row, text, deed, plain) {
    var button = made("button", "btn w-sm44" + (plain ? " btn-plain" : ""), text);
    button.type = "button";
    button.setAttribute("aria-label", text + row.name);
    button.addEventListener("click", deed);
    return button;
  }
  function state(name, sign, text) {
    var line = made("span", name);
    line.append(icon(sign), text);
    return line;
  }
  function thumb(row) {
    var node = made(row.url ? "a" : "span", "w-thumb"), picture;
    if (row.url) node.href = row.url;
    if (row.state === "refused") node.dataset.state = "returned";
    if (row.face && row.state !== "refused") {
      picture = made("img");
      picture.src = row.face;
      picture.alt = row.name;
      node.append(picture);
    } else node.append(icon(row.state === "refused" ? "ban" : "file-text"));
    return node;
  }
  function draw(row) {
    var item = row.item, file = made("div", "w-file"), next;
    item.className = "";
    item.replaceChildren();
    if (row.state === "gone") {
      item.className = "w-gone";
      var word = made("span", "", "拿掉了“" + row.name + "”");
      word.setAttribute("role", "status");
      item.append(word, press(row, "放回来", function () { putBack(row); }));
      return sum();
    }
    file.append(made("span", "w-file-name", row.name));
    item.append(thumb(row), file);
    if (row.state === "kept") file.append(state("w-done", "circle-check", "存好了" + (row.size ? "，" + size(row.size) : "")));
    if (row.state === "judging") file.append(made("small", "", "正在看…"));
    if (row.state === "sending") {
      file.append(made("small", "", "正在传，" + row.share + "%"));
      next = made("progress");
      next.max = 100; next.value = row.share;
      next.setAttribute("aria-label", row.name + "传了" + row.share + "%");
      file.append(next);
    }
    if (row.state === "waiting") {
      file.append(!navigator.onLine || row.stopped ? state("w-waits", "wifi-off", row.share ? "停在" + row.share + "%，还在手机上" : "在手机上，等网络")
        : state("w-waits", "hourglass", first(row) ? "排着队，下一张就是它" : "排着队"));
    }
    if (row.state === "refused") {
      file.append(made("small", "", "没有收"));
      item.append(press(row, "知道了", function () { forget(row); }, true));
      next = made("p", "w-why");
      next.dataset.state = "returned";
      next.append(icon("alert-circle"), made("span", "", row.said));
      item.append(next);
    } else if (row.state === "waiting" && row.stopped && row.share && navigator.onLine) item.append(press(row, "再传", send));
    else item.append(press(row, "拿掉", function () { takeAway(row); }, true));
    sum();
  }
  function first(row) { return rows.filter(function (one) { return one.state === "waiting"; })[0] === row; }
  function sum() {
    var count = function (states) { return rows.filter(function (row) { return states.indexOf(row.state) >= 0; }).length; };
    var said = [["存好", count(["kept"])], ["正在传", count(["sending"])], ["等着", count(["waiting", "judging"])], ["不收", count(["refused"])]];
    totals.replaceChildren.apply(totals, said.filter(function (pair) { return pair[1]; }).map(function (pair) {
      var part = made("span", "", pair[0]);
      part.append(made("b", "", String(pair[1])));
      return part;
    }));
  }
  function add(row) {
    row.item = row.item || made("li");
    row.item.setAttribute("data-chosen", "");
    if (!row.item.isConnected) list.append(row.item);
    rows.push(row);
    return row;
  }
  function named(id) { return rows.filter(function (row) { return row.id === id; })[0]; }

  /* ── deeds ── */
  function pick(files) {
    files.forEach(function (file) {
      var from = file.name + file.size + file.lastModified;
      if (rows.some(function (row) { return row.from === from && row.state !== "refused"; })) return;
      var row = add({ id: device.freshId(), name: file.name, from: from, state: "judging" });
      draw(row);
      form.pending = form.pending.then(function () { return judged(file); }).then(function (given) {
        var kept = { id: row.id, uuid: uuid(), place: form.elements.organization.value, name: given.name || file.name, from: from, at: Date.now(),
          state: given.said ? "refused" : "waiting", said: given.said || "", blob: given.said ? null : given.blob };
        if (row.state === "gone") kept.state = "gone";
        return device.files.keep(kept).then(function () { return given.said ? "" : face(given.blob); }).then(function (picture) {
          if (row.state !== "gone") row.state = kept.state;
          Object.assign(row, { name: kept.name, said: kept.said, face: picture });
          draw(row);
          form.dispatchEvent(new CustomEvent("record:touched"));
        });
      }).catch(function () { Object.assign(row, { state: "refused", said: "手机上没有地方放这个文件了，没有收。" }); draw(row); });
    });
    form.pending.then(send);
  }
  function send() { device.files.send(uuid()); }
  function ask(row, verb) {
    return device.token().then(function (pass) {
      return fetch(row.url + verb + "/", { method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "X-CSRFToken": pass.token, "X-Kept-By": device.user } });
    }).then(function (answer) { if (!answer.ok) throw new Error(answer.status); });
  }
  function takeAway(row) {
    var was = row.state;
    row.state = "gone";
    draw(row);
    row.item.querySelector("button").focus();
    var done = row.url ? ask(row, "take-away") : mark(row, "gone");
    done.catch(function () { row.state = was; draw(row); });
  }
  function putBack(row) {
    if (!row.url) { row.state = "waiting"; row.stopped = false; mark(row, "waiting").then(send); return draw(row); }
    row.state = "kept";
    draw(row);
    ask(row, "put-back").catch(function () { row.state = "gone"; draw(row); });
  }
  function mark(row, state) {
    return device.read("files", device.user + ":" + row.id).then(function (kept) {
      return kept && device.files.keep(Object.assign(kept, { state: state }));
    });
  }
  function forget(row) {
    rows.splice(rows.indexOf(row), 1);
    row.item.remove();
    device.files.drop(row.id);
    sum();
    input.focus();
  }
  document.addEventListener("device:file", function (event) {
    var told = event.detail, row = named(told.row.id);
    if (!row) return;
    if (told.what === "kept") {
      row.url = told.answer.url; row.size = told.answer.size; row.name = told.answer.name;
      var same = rows.filter(function (one) { return one !== row && one.url === row.url; })[0];
      if (same) {  // the same content is there already, or had been taken away: it is one file
        same.state = "kept";
        draw(same);
        return forget(row);
      }
      if (row.state === "gone") return takeAway(row);  // it was taken away while it travelled
      row.state = "kept";
      form.dispatchEvent(new CustomEvent("record:filed"));
    } else if (row.state === "gone") return;
    else if (told.what === "progress") Object.assign(row, { state: "sending", share: told.share, stopped: false });
    else if (told.what === "refused") Object.assign(row, { state: "refused", said: told.row.said });
    else Object.assign(row, { state: "waiting", stopped: true });
    draw(row);
  });

  /* ── back again ── */
  function known() {
    Array.prototype.forEach.call(list.querySelectorAll("[data-file]"), function (item) {
      var button = item.querySelector("[data-take-away], [data-put-back]"), away = button.dataset.takeAway, picture = item.querySelector("img");
      var row = { id: item.dataset.file, item: item, url: (away || button.dataset.putBack).replace(/[^/]+\/$/, ""), state: away ? "kept" : "gone",
        name: button.getAttribute("aria-label").slice(away ? 2 : 3) };
      row.face = picture ? picture.src : away ? "" : row.url;
      rows.push(row);
      button.addEventListener("click", function (event) {
        event.preventDefault();
        if (away) takeAway(row); else putBack(row);
      });
    });
    sum();
  }
  function waiting() {
    return device.files.mine(uuid()).then(function (found) {
      found = found.filter(function (kept) {
        if (named(kept.id) && named(kept.id).url) device.files.drop(kept.id);  // it arrived, and its answer got lost
        return !named(kept.id);
      });
      return Promise.all(found.map(function (kept) {
        var row = add({ id: kept.id, name: kept.name, from: kept.from, state: kept.state, said: kept.said });
        draw(row);
        return kept.blob ? face(kept.blob).then(function (picture) { row.face = picture; draw(row); }) : null;
      }));
    }).then(send);
  }
  known();
  form.photos = { restore: waiting };
  device.opened.then(function () { usable = true; }).catch(function () { /* the input sends them */ });
  input.addEventListener("change", function () {
    if (!usable) return;
    pick(Array.prototype.slice.call(input.files));
    input.value = "";
  });
  window.addEventListener("online", send);
  window.addEventListener("offline", function () { rows.forEach(function (row) { if (row.state === "waiting") draw(row); }); });
  setInterval(function () {
    if (navigator.onLine && rows.some(function (row) { return row.state === "waiting"; })) send();
  }, AGAIN);
})();
