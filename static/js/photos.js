/* Photos before they are sent: turned upright, at most 2560 pixels on the longer side, encoded anew, so that position and
   device stay behind; shown small, with a button to take each away; chosen in several goes. What this browser cannot
   read, or what would become larger, is sent as it is: the server does the same again. */
(function () {
  "use strict";
  var MOST = 2560, QUALITY = 0.85, SMALL = 240, READABLE = /^image\/(jpeg|png|webp|heic|heif)$/;
  var form = document.querySelector("[data-record]");
  var input = form && form.querySelector('input[type="file"][name="files"]');
  if (!input) return;
  try { new DataTransfer(); } catch (old) { return; }

  var chosen = [];
  form.pending = Promise.resolve();

  function drawn(picture, most) {
    var scale = Math.min(1, most / Math.max(picture.width, picture.height));
    var canvas = document.createElement("canvas"), pen;
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
    if (!READABLE.test(file.type) || !window.createImageBitmap) return Promise.resolve({ file: file, face: "" });
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var face = drawn(picture, SMALL).toDataURL("image/jpeg", 0.7), canvas = drawn(picture, MOST);
      picture.close();
      return new Promise(function (resolve) { canvas.toBlob(resolve, "image/jpeg", QUALITY); }).then(function (blob) {
        canvas.width = canvas.height = 0;
        if (!blob || blob.type !== "image/jpeg" || blob.size >= file.size) return { file: file, face: face };
        var name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
        return { file: new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified }), face: face };
      });
    }).catch(function () { return { file: file, face: "" }; });
  }

  function hand() {
    var sent = new DataTransfer();
    chosen.forEach(function (one) { sent.items.add(one.file); });
    input.files = sent.files;
  }
  function shown(name) {
    var item = document.createElement("li"), face = document.createElement("span"), button = document.createElement("button");
    face.className = "photo";
    face.textContent = "正在缩小…";
    button.type = "button";
    button.className = "btn btn-plain btn-wide";
    button.textContent = "移除";
    button.setAttribute("aria-label", "移除" + name);
    item.setAttribute("data-chosen", "");
    item.append(face, button);
    input.closest("li").before(item);
    button.addEventListener("click", function () {
      chosen = chosen.filter(function (one) { return one.item !== item; });
      item.remove();
      hand();
      form.dispatchEvent(new CustomEvent("record:touched"));
      input.focus();
    });
    return item;
  }
  function face(item, given) {
    var box = item.querySelector(".photo"), name = given.file.name;
    box.textContent = "";
    if (!given.face) { box.textContent = name.length > 14 ? name.slice(0, 13) + "…" : name; return; }
    var picture = document.createElement("img");
    picture.src = given.face;
    picture.alt = name;
    box.append(picture);
  }
  function add(files, whole) {
    files = files.filter(function (file) {
      return !chosen.some(function (one) { return one.from === file.name + file.size + file.lastModified; });
    });
    var items = files.map(function (file) {
      var one = { item: shown(file.name), file: file, from: file.name + file.size + file.lastModified };
      chosen.push(one);
      return one;
    });
    hand();
    items.forEach(function (one) {
      form.pending = form.pending.then(function () { return shrunk(one.file); }).then(function (given) {
        if (chosen.indexOf(one) < 0) return;
        if (!whole) one.file = given.file;
        face(one.item, { file: one.file, face: given.face });
        hand();
      });
    });
    return form.pending;
  }

  input.addEventListener("change", function () {
    add(Array.prototype.slice.call(input.files)).then(function () {
      form.dispatchEvent(new CustomEvent("record:touched"));
    });
  });
  form.photos = {
    files: function () { return chosen.map(function (one) { return one.file; }); },
    put: function (files) { add(files, true); }
  };
})();
