/* The roster on the recording page: everyone is present until tapped; a tap asks why, and the totals follow.
   Without this file each seat is a checkbox with a reason list beside it. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]"), sheet = document.querySelector("dialog.sheet");
  if (!form || !form.record || !sheet) return;
  var asked = null, why = sheet.querySelector("#sheet-why");
  var all = function (selector) { return Array.prototype.slice.call(form.querySelectorAll(selector)); };

  function mark(seat, state, value, word, reason) {
    var text = seat.querySelector(".seat-word");
    if (value === "present" && !seat.hasAttribute("data-told-apart")) value = "";  // being there needs no word
    seat.dataset.state = state;
    seat.querySelector(".seat-box").checked = state === "on_leave" || state === "absent";
    text.textContent = word || text.dataset.word;
    seat.classList.toggle("differs", state === "present" && value !== "");
    seat.querySelector("select").value = value;
    seat.querySelector("input.seat-reason").value = reason || "";
  }

  form.addEventListener("click", function (event) {
    var box = event.target.closest(".seat-box");
    if (!box) return;
    event.preventDefault();
    asked = box.closest(".seat");
    sheet.querySelector("[data-sheet-name]").textContent = asked.querySelector(".seat-name").textContent;
    sheet.querySelector("[data-why]").hidden = true;
    why.value = asked.querySelector("input.seat-reason").value;
    sheet.returnValue = "";
    sheet.showModal();
  });
  sheet.addEventListener("click", function (event) {
    if (event.target === sheet) sheet.close("");
    var chip = event.target.closest("button.chip");
    if (chip && chip.value === "on_leave:other") {
      event.preventDefault();
      sheet.querySelector("[data-why]").hidden = false;
      why.focus();
    }
  });
  function whyDone() {
    if (why.value.trim()) sheet.close("on_leave:other");
    else why.focus();
  }
  sheet.querySelector("[data-why-done]").addEventListener("click", whyDone);
  why.addEventListener("keydown", function (event) {
    if (event.key === "Enter") { event.preventDefault(); whyDone(); }
  });
  sheet.addEventListener("close", function () {
    var cut = sheet.returnValue.indexOf(":");
    if (asked && cut > 0) {
      var value = sheet.returnValue.slice(cut + 1), reason = value === "other" ? why.value.trim() : "";
      var button = sheet.querySelector('button[value="' + sheet.returnValue + '"]');
      mark(asked, sheet.returnValue.slice(0, cut), value, value ? reason || button.textContent.trim() : "", reason);
      form.record.touched();
    }
    asked = null;
  });

  function count() {
    var found = { present: 0, on_leave: 0, absent: 0, undecided: 0 };
    all(".seat").forEach(function (seat) { found[seat.dataset.state] += 1; });
    found.expected = found.present + found.on_leave + found.absent + found.undecided;
    all("[data-open]").forEach(function (node) { node.hidden = !found.undecided; });
    Object.keys(found).forEach(function (name) {
      all("[data-" + name.replace("_", "-") + "]").forEach(function (node) { node.textContent = found[name]; });
    });
  }
  form.addEventListener("record:changed", count);
  form.addEventListener("record:put", function (event) {
    var data = event.detail;
    all(".seat").forEach(function (seat) {
      var list = seat.querySelector("select"), uuid = seat.querySelector(".seat-box").value;
      var chosen = list.options[Math.max(list.selectedIndex, 0)], reason = (data["why-" + uuid] || [""])[0];
      var gone = (data.missing || []).indexOf(uuid) >= 0, word = chosen.value ? chosen.textContent.trim() : "";
      var open = chosen.value === "undecided" ? "undecided" : "present";
      mark(seat, gone ? chosen.dataset.state || "on_leave" : open, chosen.value, reason || word, reason);
    });
  });
  count();
})();
