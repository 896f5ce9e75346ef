/* Decisions on the recording page: whether a vote may be taken and is carried, as votes are typed; the candidate's fields
   only where one is voted on, only a secret ballot where one is asked for. Every number that is compared with is the server's, of the matter and the roll that is shown.
   Without this file all fields are there, and the checks say the same when the page is sent. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form || !form.record) return;
  var all = function (selector, root) { return Array.prototype.slice.call((root || form).querySelectorAll(selector)); };
  var say = function (name, text) { all("[data-" + name + "]").forEach(function (node) { node.textContent = text; }); };
  var box = function (block, votes) { return block.querySelector('[data-votes="' + votes + '"]'); };
  var count = function (block, votes) {
    var typed = box(block, votes);
    return typed ? parseInt(typed.value, 10) || 0 : 0;
  };
  var inFavour = function (row) {  // an opinion in writing
    return row.querySelector('[name$="-member"]').value && row.querySelector('[name$="-choice"]').value === "yes";
  };
  var written = function (block) {
    return count(block, "written_yes") + all("[data-opinion]", block).filter(inFavour).length;
  };
  var here = function () { return all('.seat[data-voter][data-state="present"]').length; };
  // Who came without being expected votes on membership only (R-STA-17).
  var beside = function () { return all('[name="came"][data-voter]:checked').length; };

  function thresholds(block) {
    var matter = block.querySelector("[data-matter]").value;
    return form.querySelector('[data-thresholds] [data-matter="' + matter + '"]').dataset;
  }
  function entitledHere(needed) { return here() + ("onPerson" in needed ? beside() : 0); }
  function secretOnly(form, isSecret) {
    all("option", form).forEach(function (option) { option.disabled = isSecret && option.value !== "secret"; });
    if (isSecret) form.value = "secret";
  }
  function judge(block) {
    var needed = thresholds(block);
    var there = entitledHere(needed);
    var counts = "countsWritten" in needed, isTyped = box(block, "yes").value.trim();
    var cast = count(block, "yes") + count(block, "no") + count(block, "abstain");
    var isShort = there < needed.votersNeeded, isOver = cast > there;
    var passed = count(block, "yes") + (counts ? written(block) : 0) >= needed.votesNeeded;
    var looks = isShort ? ["error", "alert-circle", "到会不够" + needed.votersNeeded + "人，不能表决"]
      : isOver ? ["error", "alert-circle", "票数不能超过" + there]
      : !isTyped ? ["open", "circle-dashed", "还没填票数"]
      : passed ? ["met", "circle-check", "通过"] : ["missed", "alert-circle", "未通过"];
    var badge = block.querySelector("[data-passed]"), use = badge.querySelector("use");
    badge.dataset.state = looks[0];
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + looks[1]));
    badge.querySelector("span").textContent = looks[2];
    block.querySelector("[data-voting-present]").textContent = there;
    block.querySelector("[data-votes-needed]").textContent = needed.votesNeeded;
    block.querySelector("[data-voters]").textContent = needed.entitled;
    block.querySelector("[data-on-person]").hidden = !("onPerson" in needed);
    block.querySelector("[data-in-writing]").hidden = !counts;
    secretOnly(block.querySelector("[data-form]"), "secret" in needed);
  }
  function refresh() {
    all("[data-agenda]").forEach(judge);
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-unanimous]");
    if (!button) return;
    var block = button.closest("[data-agenda]");
    box(block, "yes").value = entitledHere(thresholds(block));
    box(block, "no").value = box(block, "abstain").value = 0;
    form.record.touched();
  });
  form.addEventListener("record:changed", refresh);
  refresh();
})();
