/* The service worker behind /sw.js, which says SHELL: version, files, and the addresses offline and record, and
   the doors of signing in and out.
   It keeps the shell, which is the same for everybody, and the pages one writes on without a network (a record, its
   amendment, a roll to tick) as their owner last opened them on this device: each such page says whose it is
   (X-Page-Of: a person, or a stand-in's link), anybody else's page drives it out, and so does signing in or out, the page of
   signing in itself, which only those see who are signed in no more, and the server's word that the page is closed. No other page is ever kept, and nothing is sent from here. */
(function () {
  "use strict";
  var SHELL = self.SHELL, FILES = "shell-" + SHELL.version, PAGES = "pages", MOST_PAGES = 6;
  var CLOSED = [403, 404, 409, 410];
  var HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(FILES).then(function (kept) {
      return Promise.all(SHELL.files.concat(SHELL.offline).map(function (address) {
        return fetch(address, { cache: "no-cache", credentials: "same-origin" }).then(function (answer) {
          if (answer.ok) return kept.put(address, answer);
        }).catch(function () { /* one missing file must not keep the others from being kept */ });
      }));
    }).then(function () { return self.skipWaiting(); }));
  });

  self.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) { return name.indexOf("shell-") === 0 && name !== FILES; })
        .map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); }));
  });

  self.addEventListener("fetch", function (event) {
    var asked = event.request, url = new URL(asked.url);
    if (url.origin !== self.location.origin) return;
    if (asked.method === "POST") {
      if (SHELL.doors.indexOf(url.pathname) >= 0) event.waitUntil(caches.delete(PAGES));
      return;
    }
    if (asked.method !== "GET") return;
    if (url.pathname.indexOf("/static/") === 0) event.respondWith(file(asked));
    else if (asked.mode === "navigate") event.respondWith(page(event, asked, url));
  });

  self.addEventListener("message", function (event) {
    var url = new URL(event.data.keep, self.location);
    if (url.origin !== self.location.origin) return;
    event.waitUntil(fetch(url, { credentials: "same-origin" }).then(function (answer) {
      return keep(url, answer);
    }).catch(function () { /* the network went first */ }));
  });

  /* A name with a digest never changes; any other file is asked for first. */
  function file(asked) {
    return caches.open(FILES).then(function (kept) {
      var fresh = function () {
        return fetch(asked).then(function (answer) {
          if (answer.ok && answer.status === 200) kept.put(asked, answer.clone());
          return answer;
        });
      };
      return kept.match(asked).then(function (found) {
        if (found && HASHED.test(new URL(asked.url).pathname)) return found;
        return fresh().catch(function (gone) { if (found) return found; throw gone; });
      });
    });
  }

  function page(event, asked, url) {
    return fetch(asked).then(function (answer) {
      if (answer.ok && SHELL.doors.indexOf(url.pathname) >= 0) event.waitUntil(caches.delete(PAGES));
      event.waitUntil(keep(url, answer.clone()));
      return answer;
    }).catch(function () {
      return kept(url).then(function (found) { return found || caches.match(SHELL.offline); })
        .then(function (found) { return found || Response.error(); });
    });
  }

  /* Whose page it is, it says itself; a page of somebody else means that the others' are not his to open. */
  function keep(url, answer) {
    var owner = answer.headers.get("X-Page-Of");
    if (CLOSED.indexOf(answer.status) >= 0) return caches.open(PAGES).then(function (pages) { return pages.delete(name(url)); });
    if (!owner || !answer.ok || answer.redirected) return Promise.resolve();
    return caches.open(PAGES).then(function (pages) {
      return pages.keys().then(function (known) {
        return Promise.all(known.map(function (one) {
          return pages.match(one).then(function (old) {
            if (!old || old.headers.get("X-Page-Of") !== owner) return pages.delete(one);
          });
        }));
      }).then(function () {
        return pages.put(name(url), answer);
      }).then(function () { return pages.keys(); }).then(function (known) {
        return Promise.all(known.slice(0, Math.max(0, known.length - MOST_PAGES)).map(function (one) {
          return pages.delete(one);
        }));
      });
    }).catch(function () { /* no room: the page itself is there */ });
  }

  /* A record is found by its own address, else on the page of a new one as it was last opened, into which the device puts
     what it has of it (static/js/keeping.js). */
  function kept(url) {
    return caches.open(PAGES).then(function (pages) {
      return pages.match(name(url)).then(function (found) {
        return found || (url.pathname === SHELL.record ? pages.match(SHELL.record) : undefined);
      });
    });
  }
  function name(url) {
    if (url.pathname !== SHELL.record) return url.pathname;
    var uuid = url.searchParams.get("uuid") || url.searchParams.get("plan");
    return uuid ? SHELL.record + "?uuid=" + uuid : SHELL.record;
  }
})();
