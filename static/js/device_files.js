/* Files picked for a record, kept on this device until the server has them beside its draft. They travel one after another,
   also before the record they belong to is sent; what the server refused stays here with its sentence until it is read.
   Each step is told as device:file with {row, what, share, answer}: progress, kept, refused, stopped. */
(function () {
  "use strict";
  var device = window.device, meta = document.querySelector('meta[name="device"]'), LASTS = 30 * 24 * 3600 * 1000;
  if (!device) return;

  function tell(row, what, more) {
    document.dispatchEvent(new CustomEvent("device:file", { detail: Object.assign({ row: row, what: what }, more) }));
  }
  function mine(uuid) {
    return device.all("files").then(function (found) {
      return found.filter(function (row) { return row.user === device.user && row.uuid === uuid; })
        .sort(function (a, b) { return a.at - b.at; });
    });
  }
  function keep(row) {
    row.key = device.user + ":" + row.id;
    row.user = device.user;
    return device.write("files", row).then(function () { return row; });
  }
  function drop(id) { return device.remove("files", device.user + ":" + id); }
  function dropAll(uuid, states) {
    return mine(uuid).then(function (rows) {
      return Promise.all(rows.filter(function (row) { return states.indexOf(row.state) >= 0; }).map(function (row) { return drop(row.id); }));
    });
  }

  /* {state: kept, refused, no_network, sign_in or other}. Only this kind of request says how far it is. */
  function post(row, pass) {
    return new Promise(function (resolve) {
      var asked = new XMLHttpRequest(), body = new FormData();
      body.append("uuid", row.uuid);
      body.append("id", row.id);
      body.append("organization", row.place);
      body.append("file", row.blob, row.name);
      asked.open("POST", meta.dataset.files);
      asked.setRequestHeader("X-CSRFToken", pass.token);
      asked.setRequestHeader("X-Kept-By", device.user);
      asked.setRequestHeader("Accept", "application/json");
      asked.upload.onprogress = function (event) {
        row.share = event.total ? Math.floor(100 * event.loaded / event.total) : 0;
        tell(row, "progress", { share: row.share });
      };
      asked.onerror = asked.onabort = asked.ontimeout = function () { resolve({ state: "no_network" }); };
      asked.onload = function () {
        var answer = null;
        try { answer = JSON.parse(asked.responseText); } catch (page) { answer = null; }
        if (answer && answer.state) resolve(answer);
        else if (asked.status === 413) resolve({ state: "refused", said: "太大了，服务器不收。" });
        else if (asked.status === 404) resolve({ state: "refused", said: "这个组织的记录不归您记，没有收。" });
        else resolve({ state: asked.status >= 500 || asked.status === 429 ? "no_network" : "sign_in" });
      };
      asked.send(body);
    });
  }
  function settle(row, answer) {
    if (answer.state === "kept") return drop(row.id).then(function () { tell(row, "kept", { answer: answer }); return true; });
    if (answer.state === "refused") {
      return keep(Object.assign(row, { state: "refused", said: answer.said })).then(function () { tell(row, "refused"); return true; });
    }
    tell(row, "stopped", { answer: answer });
    return Promise.resolve(false);
  }

  /* Send what waits for this record; resolves to "sent", or to the word of what is in the way. */
  function send(uuid) {
    var work = function () {
      return mine(uuid).then(function (rows) {
        rows = rows.filter(function (row) { return row.state === "waiting"; });
        if (!rows.length) return "sent";
        return device.token().then(function (pass) {
          if (pass.user === null) return "sign_in";
          if (String(pass.user) !== device.user) return "other";
          return rows.reduce(function (before, row) {
            return before.then(function (word) {
              if (word !== "sent") return word;
              return device.read("files", row.key).then(function (fresh) {
                if (!fresh || fresh.state !== "waiting") return "sent";
                tell(fresh, "progress", { share: 0 });
                return post(fresh, pass).then(function (answer) {
                  return settle(fresh, answer).then(function (on) { return on ? "sent" : answer.state; });
                });
              });
            });
          }, Promise.resolve("sent"));
        }, function () {
          rows.forEach(function (row) { tell(row, "stopped", { answer: { state: "no_network" } }); });
          return "no_network";
        });
      });
    };
    if (!uuid) return Promise.resolve("sent");
    return navigator.locks ? navigator.locks.request("device-files", work) : work();
  }

  device.opened.then(function () { return device.all("files"); }).then(function (found) {
    found.forEach(function (row) { if (Date.now() - row.at > LASTS) device.remove("files", row.key); });
  }).catch(function () { /* nothing is kept here */ });

  device.files = {
    mine: mine, keep: keep, drop: drop, send: send,
    /* The record is stored: what was refused or taken away for it is no one's any more. */
    forget: function (uuid) { return dropAll(uuid, ["refused", "gone"]); }
  };
})();
