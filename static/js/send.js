/* What is asked before a record is handed in comes as a sheet over the record; its page (meetings/record_send.html) is the same
   for who goes without this file. Answers go there and the next question takes the place of the one before. The record is
   opened anew as it was stored before the sheet opens over it: closing it goes on at once, and no tap falls between. */
(function () {
  "use strict";
  if (!("showModal" in document.createElement("dialog")) || !window.DOMParser) return;
  var sheet = null;

  function form(text) { return new DOMParser().parseFromString(text, "text/html").querySelector("form[data-answers]"); }
  function put(asked, url) {
    asked.action = url;
    asked.className = "w-send";
    var icon = document.createElement("button");
    icon.type = "button";
    icon.className = "tool w-close";
    icon.setAttribute("aria-label", "关闭");
    icon.textContent = "×";
    icon.addEventListener("click", function () { sheet.close(); });
    sheet.replaceChildren(icon, document.adoptNode(asked));
    var head = sheet.querySelector("h2");
    sheet.setAttribute("aria-labelledby", head.id);
    head.tabIndex = -1;
    sheet.scrollTop = 0;
    head.focus();
  }
  function go(url) {
    var here = location.pathname + location.search;
    location.assign(url);
    if (url.split("#")[0] === here) location.reload();
  }
  /* Open the sheet; where there is nothing to ask, the page that says so. */
  function ask(url) {
    return fetch(url, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : "";
    }).then(function (text) {
      var asked = text && form(text);
      if (!asked) return location.assign(url);
      sheet = document.createElement("dialog");
      sheet.className = "sheet";
      document.body.append(sheet);
      sheet.showModal();
      put(asked, url);
    }).catch(function () { location.assign(url); });
  }
  /* The stored record is at `record`, its questions at `url`. */
  window.askOver = function (record, url) {
    location.replace(record + "&ask=" + encodeURIComponent(url.split("#")[0]));
  };
  var here = new URL(location.href), asks = here.searchParams.get("ask");
  if (asks) {
    here.searchParams.delete("ask");
    history.replaceState(history.state, "", here);
    if (/^\/meetings\/[0-9a-f-]{36}\/send\/$/.test(asks)) ask(asks);
  }
  document.addEventListener("click", function (event) {
    var link = sheet && event.target.closest("dialog a.btn");
    if (link && sheet.contains(link)) { event.preventDefault(); sheet.close(); }
  });
  document.addEventListener("submit", function (event) {
    var asked = event.target, button = event.submitter;
    if (!sheet || !sheet.contains(asked) || button && button.name === "same") return;
    event.preventDefault();
    if (asked.hasAttribute("aria-busy")) return;
    asked.setAttribute("aria-busy", "true");
    var data = new FormData(asked);
    if (button && button.name) data.append(button.name, button.value);
    fetch(asked.action, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Sheet": "1" } }).then(function (answer) {
      if (/json/.test(answer.headers.get("Content-Type"))) return answer.json().then(function (told) { go(told.url); });
      return answer.text().then(function (text) {
        var next = form(text);
        if (!next) throw new Error("no question");
        put(next, asked.action);
      });
    }).catch(function () { HTMLFormElement.prototype.submit.call(asked); });
  });
})();
