/* Decisions on the recording page: whether a vote may be taken and is carried, as votes are typed; the candidate's fields
   only where one is voted on. Every number that is compared with is the server's, of the matter and the roll that is shown.
   Without this file all fields are there, and the checks say the same when the page is sent. */
(function () {
  "use strict";
  var form = document.querySelector("[data-record]");
  if (!form || !form.record) return;
  var all = function (selector, root) { return Array.prototype.slice.call((root || form).querySelectorAll(selector)); };
  var say = function (name, text) { all("[data-" + name + "]").forEach(function (node) { node.textContent = text; }); };
  var box = function (block, votes) { return block.querySelector('[data-votes="' + votes + '"]'); };
  var count = function (block, votes) { return parseInt(box(block, votes).value, 10) || 0; };
  var here = function () { return all('.seat[data-voter][data-state="present"]').length; };

  function judge(block) {
    var matter = block.querySelector("[data-matter]").value, there = here();
    var needed = form.querySelector('[data-thresholds] [data-matter="' + matter + '"]').dataset;
    var counts = "countsWritten" in needed, isTyped = box(block, "yes").value.trim();
    var cast = count(block, "yes") + count(block, "no") + count(block, "abstain");
    var isShort = there < needed.votersNeeded, isOver = cast > there;
    var passed = count(block, "yes") + (counts ? count(block, "written_yes") : 0) >= needed.votesNeeded;
    var looks = isShort ? ["error", "alert-circle", "到会不够" + needed.votersNeeded + "人，不能表决"]
      : isOver ? ["error", "alert-circle", "票数不能超过" + there]
      : !isTyped ? ["open", "circle-dashed", "还没填票数"]
      : passed ? ["met", "circle-check", "通过"] : ["missed", "alert-circle", "没有通过"];
    var badge = block.querySelector("[data-passed]"), use = badge.querySelector("use");
    badge.dataset.state = looks[0];
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + looks[1]));
    badge.querySelector("span").textContent = looks[2];
    block.querySelector("[data-votes-needed]").textContent = needed.votesNeeded;
    block.querySelector("[data-one-by-one]").hidden = !counts;
  }
  function refresh() {
    say("voting-present", here());
    say("voters", all(".seat[data-voter]").length);
    all("[data-agenda]").forEach(judge);
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-unanimous]");
    if (!button) return;
    var block = button.closest("[data-agenda]");
    box(block, "yes").value = here();
    box(block, "no").value = box(block, "abstain").value = 0;
    form.record.touched();
  });
  form.addEventListener("record:changed", refresh);
  refresh();
})();
