// The tree by keyboard: up and down along what is visible, right opens, left closes or goes up, Home and End.
// Closing an opened row stays on the page; opening one for the first time is htmx's, or the link's own.
(function () {
  "use strict";

  function set(twist, open) {
    const list = twist.closest("li").querySelector(":scope > ul");
    list.hidden = !open;
    twist.setAttribute("aria-expanded", String(open));
    twist.setAttribute("aria-label", (open ? "收起" : "展开") + twist.dataset.name);
  }

  function listOf(twist) {
    return twist.closest("li").querySelector(":scope > ul");
  }

  document.addEventListener("click", function (event) {
    const twist = event.target.closest(".tree a.twist");
    if (!twist || !listOf(twist)) return;
    event.preventDefault();
    set(twist, twist.getAttribute("aria-expanded") !== "true");
  });

  document.addEventListener("keydown", function (event) {
    const at = event.target.closest(".tree a");
    if (!at || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tree = at.closest(".tree");
    const names = Array.from(tree.querySelectorAll("a.tree-name")).filter(function (name) {
      return name.offsetParent !== null;
    });
    const row = at.closest("li");
    const name = row.querySelector(":scope > .tree-row > a.tree-name");
    const twist = row.querySelector(":scope > .tree-row > a.twist");
    const open = twist && twist.getAttribute("aria-expanded") === "true";
    let next = null;
    if (event.key === "ArrowDown") next = names[names.indexOf(name) + 1];
    else if (event.key === "ArrowUp") next = names[names.indexOf(name) - 1];
    else if (event.key === "Home") next = names[0];
    else if (event.key === "End") next = names[names.length - 1];
    else if (event.key === "ArrowRight") {
      if (twist && !open) twist.click();
      else if (open) next = row.querySelector(":scope > ul a.tree-name");
    } else if (event.key === "ArrowLeft") {
      if (open) twist.click();
      else {
        const above = row.parentElement.closest("li");
        next = above && above.querySelector(":scope > .tree-row > a.tree-name");
      }
    } else return;
    event.preventDefault();
    if (next) next.focus();
  });

  // htmx replaces the row it opened; the focus goes to where it was.
  let wasOn = "";
  document.addEventListener("htmx:beforeSwap", function (event) {
    const row = event.target.closest(".tree li");
    const on = row && row.contains(document.activeElement) ? document.activeElement : null;
    wasOn = on ? row.id + (on.classList.contains("twist") ? " twist" : " tree-name") : "";
  });
  document.addEventListener("htmx:afterSettle", function () {
    if (!wasOn) return;
    const parts = wasOn.split(" ");
    const row = document.getElementById(parts[0]);
    const link = row && row.querySelector(":scope > .tree-row > a." + parts[1]);
    if (link) link.focus();
    wasOn = "";
  });
})();
