/* What is kept on this device until the server has it: sendings in their order, drafts, picked files (device_files.js) and
   which meetings arrived.
   Everything belongs to the person who was signed in when it was kept, or to the link it was kept by (link-…); nobody
   else sees or sends it. A sending leaves
   the queue when the server said that it has it, and not before; it may be sent twice, the server takes it once. */
(function () {
  "use strict";
  var meta = document.querySelector('meta[name="device"]');
  if (!meta || !window.indexedDB) return;
  var USER = meta.content, LINK = USER.indexOf("link-") === 0, FIRST = 3000, LONGEST = 5 * 60 * 1000, REMEMBERED = 60 * 24 * 3600 * 1000;
  var ready = false, failed = 0, timer = 0, running = null, now = { word: "", n: 0, of: 0 };

  var opened = new Promise(function (resolve, reject) {
    var asked = indexedDB.open("zuzhi", 2);
    asked.onupgradeneeded = function () {
      var base = asked.result, make = function (name, keys) { if (!base.objectStoreNames.contains(name)) base.createObjectStore(name, keys); };
      make("queue", { keyPath: "id", autoIncrement: true });
      make("drafts", { keyPath: "key" });
      make("arrived", { keyPath: "uuid" });
      make("files", { keyPath: "key" });
    };
    asked.onsuccess = function () {
      asked.result.onversionchange = function () { asked.result.close(); };
      ready = true;
      resolve(asked.result);
    };
    asked.onerror = function () { reject(asked.error); };
  });
  opened.catch(function () { /* not allowed here: the form is sent as ever */ });

  /* One transaction; answers when it is on the disk, with what `work` returned. */
  function within(store, mode, work) {
    return opened.then(function (base) {
      return new Promise(function (resolve, reject) {
        var deed = base.transaction(store, mode), asked = work(deed.objectStore(store));
        deed.oncomplete = function () { resolve(asked ? asked.result : undefined); };
        deed.onerror = deed.onabort = function () { reject(deed.error); };
      });
    });
  }
  function read(store, key) { return within(store, "readonly", function (box) { return box.get(key); }); }
  function write(store, thing) { return within(store, "readwrite", function (box) { return box.put(thing); }); }
  function remove(store, key) { return within(store, "readwrite", function (box) { return box.delete(key); }); }
  function all(store) { return within(store, "readonly", function (box) { return box.getAll(); }); }

  function mine() {
    return all("queue").then(function (found) {
      return found.filter(function (one) { return one.user === USER; });
    });
  }
  function value(entries, name) {
    var found = entries.filter(function (pair) { return pair[0] === name; })[0];
    return found ? found[1] : "";
  }
  function isFile(pair) { return typeof pair[1] !== "string"; }

  /* Keep a sending. A later one of the same meeting takes the place of one that was never on its way, or was refused. */
  function keep(given) {
    var uuid = value(given.entries, "uuid");
    return mine().then(function (found) {
      var before = uuid && found.filter(function (one) {
        return one.uuid === uuid && one.url === given.url && (!one.tried || one.state !== "waiting");
      })[0];
      var entry = {
        user: USER, uuid: uuid, url: given.url, label: given.label, entries: given.entries,
        at: Date.now(), stamp: Date.now() + Math.random(), state: "waiting", said: "", tried: 0
      };
      if (before) {  // the files of one that was kept before files had a place of their own go with it
        entry.id = before.id;
        entry.entries = given.entries.concat(before.entries.filter(isFile));
      }
      return write("queue", entry).then(function (id) { entry.id = id; changed(); return entry; });
    });
  }

  function freshId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64; bytes[8] = bytes[8] & 63 | 128;
    return Array.prototype.map.call(bytes, function (one, n) {
      return ([4, 6, 8, 10].indexOf(n) >= 0 ? "-" : "") + (one + 256).toString(16).slice(1);
    }).join("");
  }

  function changed() { document.dispatchEvent(new CustomEvent("device:changed")); }
  function say(word, n, of) { now = { word: word, n: n || 0, of: of || 0 }; changed(); }

  function token() {
    return fetch(meta.dataset.token, { cache: "no-store", credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.type === "opaqueredirect" || answer.status === 403) return { user: null, token: "" };
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      });
  }

  function send(entry, pass, waiting) {
    var body = new FormData(), headers = { "X-CSRFToken": pass.token, "X-Kept-By": USER, "Accept": "application/json" };
    entry.entries.forEach(function (pair) {
      if (isFile(pair)) body.append(pair[0], pair[1], pair[1].name); else body.append(pair[0], pair[1]);
    });
    if (waiting) headers["X-Waiting"] = "1";
    return fetch(entry.url, { method: "POST", body: body, headers: headers, credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
        if (answer.type === "opaqueredirect") {
          return token().then(function (after) {
            return after.user === pass.user ? { state: "kept" } : { state: "sign_in" };
          });
        }
        var json = (answer.headers.get("Content-Type") || "").indexOf("json") >= 0;
        if (json) return answer.json().then(function (told) {
          if (told.state) return told;
          return answer.ok ? { state: "kept" } : { state: "refused", said: told.detail || told.sentence || "" };
        });
        if (answer.ok) return { state: "kept" };
        return { state: "refused", said: answer.status === 413 ? "照片或附件太大，请减少几张。" : "服务器没有收（" + answer.status + "）。" };
      });
  }

  /* What the server answered, written down; resolves to whether the next one may be sent. */
  function settle(entry, told) {
    if (told.state === "other" || told.state === "sign_in") return Promise.resolve(false);
    return read("queue", entry.id).then(function (fresh) {
      if (!fresh) return true;
      if (told.state === "refused" || told.state === "conflict") {
        if (fresh.stamp !== entry.stamp) return true;
        fresh.state = told.state; fresh.said = told.said || "";
        return write("queue", fresh).then(function () { return true; });
      }
      var kept = entry.uuid
        ? write("arrived", { uuid: entry.uuid, version: told.version || 0, at: Date.now() })
          .then(function () { return read("drafts", USER + ":" + entry.uuid); })
          .then(function (draft) { return draft && draft.at <= entry.at ? remove("drafts", draft.key) : null; })
          .then(function () { return window.device.files.forget(entry.uuid); })
        : Promise.resolve();
      return kept.then(function () { return remove("queue", entry.id); })
        .then(function () { return told.version ? carry(entry.uuid, { version: String(told.version), base: told.base || "" }) : null; })
        .then(function () { return true; });
    });
  }
  /* What was written on top of it goes on from the version it became. */
  function carry(uuid, became) {
    return mine().then(function (found) {
      return Promise.all(found.filter(function (one) { return one.uuid === uuid; }).map(function (one) {
        one.entries = one.entries.map(function (pair) { return pair[0] in became ? [pair[0], became[pair[0]]] : pair; });
        return write("queue", one);
      }));
    });
  }

  function flush(waiting) {
    if (running) return running.then(function () { return flush(waiting); });
    clearTimeout(timer);
    var locked = navigator.locks
      ? navigator.locks.request("device", function () { return round(waiting); })
      : round(waiting);
    running = locked.then(function (told) { running = null; return told; }, function (broken) { running = null; throw broken; });
    return running;
  }
  function round(waiting) {
    var answers = {}, arrived = 0;
    return mine().then(function (found) {
      var line = found.filter(function (one) { return one.state === "waiting"; });
      if (!line.length) { if (now.word !== "sent") say(""); return answers; }
      return token().then(function (pass) {
        if (pass.user === null && !LINK) { say("sign_in"); return answers; }
        if (!LINK && String(pass.user) !== USER) { say("other"); return answers; }
        return line.reduce(function (before, entry, place) {
          return before.then(function (goes) {
            if (!goes) return false;
            say("sending", place + 1, line.length);
            return read("queue", entry.id).then(function (fresh) {
              if (!fresh || fresh.state !== "waiting") return true;
              fresh.tried += 1;
              return window.device.files.send(fresh.uuid)
                .then(function (word) { if (word === "no_network") throw new Error(word); })
                .then(function () { return write("queue", fresh); })
                .then(function () { return send(fresh, pass, waiting === fresh.id); })
                .then(function (told) {
                  answers[fresh.id] = told;
                  if (told.state === "kept" || told.state === "handed_in") {
                    arrived += 1;
                    document.dispatchEvent(new CustomEvent("device:arrived", { detail: { entry: fresh, told: told } }));
                  }
                  return settle(fresh, told).then(function (on) {
                    if (!on) say(told.state);
                    return on;
                  });
                });
            });
          });
        }, Promise.resolve(true)).then(function (goes) {
          failed = 0;
          if (goes) say(arrived ? "sent" : "");
          return answers;
        });
      });
    }).catch(function () {
      failed += 1;
      timer = setTimeout(flush, Math.min(LONGEST, FIRST * Math.pow(2, failed - 1)));
      say("no_network");
      return answers;
    });
  }

  window.addEventListener("online", function () { failed = 0; flush(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) flush(); });
  opened.then(function () { return all("arrived"); }).then(function (known) {
    known.forEach(function (one) { if (Date.now() - one.at > REMEMBERED) remove("arrived", one.uuid); });
  }).catch(function () { /* nothing is kept here */ });

  window.device = {
    user: USER,
    opened: opened,
    isReady: function () { return ready; },
    now: function () { return now; },
    read: read, write: write, remove: remove, all: all,
    freshId: freshId,
    mine: mine, keep: keep, flush: flush, token: token, value: value, isFile: isFile,
    drop: function (id) { return remove("queue", id).then(changed); },
    /* Take back what waits to be sent for this record, or was refused. */
    unqueue: function (uuid) {
      return mine().then(function (found) {
        return Promise.all(found.filter(function (one) { return one.uuid === uuid; }).map(function (one) { return remove("queue", one.id); }));
      }).then(changed);
    },
    arrived: function (uuid) { return read("arrived", uuid); },
    draft: {
      keep: function (draft) { draft.key = USER + ":" + draft.uuid; draft.user = USER; return write("drafts", draft); },
      drop: function (uuid) { return remove("drafts", USER + ":" + uuid); },
      mine: function () {
        return all("drafts").then(function (found) { return found.filter(function (one) { return one.user === USER; }); });
      }
    }
  };
})();
