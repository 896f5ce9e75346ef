"""Checks of votes: who may be counted, when a vote may be taken, how, and when it is carried (R-MEET-06, 07, 10; R-DEV-11
to 13, 26, 29; R-STA-17)."""

import re
from collections.abc import Iterator, Sequence

from core.instruments import DZ9, DZ42, ZB11, ZB18
from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import Decision
from meetings.rules import majorities, vote_words
from meetings.rules.checks import opinions
from meetings.rules.checks.shapes import Facts, refusal, stop
from meetings.states import ON_MEMBERSHIP, ONE_BY_ONE, AttendanceState, Kind, Matter, VoteForm

_BETWEEN_NAMES = re.compile(r"[、，,;；/／\n]+")
ONE_SUBJECT = {Matter.DISPOSAL: ("R-STA-02", DZ9), Matter.SANCTION: ("R-STA-02", DZ42)}
"""Who a disposal or a sanction is about stands in its vote: by it the resolution is found again."""
_AND = re.compile(r"(?<=\w\w)[和及与](?=\w\w)")


def candidates(text: str) -> list[str]:
    """The names in a candidate's field. A blank inside a short name (王 芳) parts nobody, nor does 和 in 李和平."""
    names = []
    for part in _BETWEEN_NAMES.split(text):
        words = part.split()
        together = len(words) < 2 or any(len(word) < 2 for word in words)
        for word in ["".join(words)] if together else words:
            names += [word] if "·" in word else _AND.split(word)
    return [name for name in names if name]


def impossible_votes(facts: Facts, decision: Decision, at: str) -> Iterator[Finding]:
    """What no record may say of a vote, finished or not."""
    entitled, voting = facts.entitled_to(decision.kind), facts.voting_on(decision.kind)
    majority = majorities.majority_of(decision.kind, facts.record.kinds)
    if decision.entitled is not None and decision.entitled > entitled:
        sentence = f"有表决权的应到{entitled}人，不能写成{decision.entitled}人：预备党员、留党察看和中止党员权利的人没有表决权。"
        yield refusal(errors.VotesWithoutRight, f"{at}-yes", sentence)
    if decision.kind in ONE_BY_ONE and len(names := candidates(decision.candidate)) > 1:
        sentence = f"{'、'.join(names)}要分开表决，一次表决只能写一个人：请各写一项议题。"
        yield refusal(majority.together_error, f"{at}-candidate", sentence)
    yield from opinions.impossible_opinions(facts, decision, at)
    if not decision.is_counted:
        return
    if decision.votes_cast > voting:
        sentence = f"到会有表决权{voting}人，票数不能超过{voting}，现在合计{decision.votes_cast}票。"
        yield refusal(errors.TallyExceedsPresent, f"{at}-yes", sentence)
    if not majority.opens(voting, entitled):
        sentence = f"{majority.quorum_words(voting, entitled)}，这项决议不能记。"
        yield refusal(majority.opens_error, f"{at}-yes", sentence)
    if decision.passed and not majority.is_carried(decision.yes, entitled, decision.written_yes):
        sentence = (
            f"{_in_favour(decision)}，要超过{entitled}人的一半才算通过（到会人数不作基数），不能记为通过。"
        )
        yield refusal(majority.carried_error, f"{at}-yes", sentence)


def _in_favour(decision: Decision) -> str:
    return vote_words.votes_words(decision, "yes")


def open_polls(facts: Facts) -> Iterator[Finding]:
    """A record is handed in when nobody votes any more."""
    if Matter.APPRAISAL in facts.open_polls:
        yield stop("R-LIFE-05", "民主测评还没有结束，先在民主评议里结束它", ZB18)
    if any(kind != Matter.APPRAISAL for kind in facts.open_polls):
        yield stop("", "手机投票还有一项没有结束，先结束或者作废它", "", "ballots")


def voters_on_record(facts: Facts) -> Iterator[Finding]:
    """Who voted on a phone stands on the record as being there, and as many as were there then (R-VOT-03). Who is
    marked late may have come after the vote."""
    late = sum(row.state == AttendanceState.LATE and row.has_vote for row in facts.rows)
    for poll in facts.closed_polls:
        if poll.voters_away:
            sentence = f"{'、'.join(poll.voters_away)}投过票（{poll.question}），记录里没有到会，请改回到会"
            yield stop("R-VOT-03", sentence, "", "attendances")
        elif poll.present is not None and not facts.voting - late <= poll.present <= facts.voting:
            sentence = (
                f"表决“{poll.question}”时到会有表决权{poll.present}人，记录里是{facts.voting}人。"
                "把名单改成一样；表决以后才到的人记迟到"
            )
            yield stop("R-VOT-03", sentence, "", "attendances")


def votes(facts: Facts) -> Iterator[Finding]:
    decisions = [item.decision for item in facts.record.agenda if item.decision]
    if decisions or Kind.GENERAL in facts.record.kinds:
        yield from _quorum(facts, [decision.kind for decision in decisions] or [Matter.ORDINARY.value])
    for number, item in enumerate(facts.record.agenda, 1):
        if item.decision:
            yield from _procedure(facts, item.decision, number)
            yield from _outcome(facts, item.decision, number)


def _quorum(facts: Facts, matters: Sequence[str]) -> Iterator[Finding]:
    """Whether enough came to vote on the matter that asks for most."""
    kinds = facts.record.kinds
    least = {
        matter: majorities.majority_of(matter, kinds).least(facts.entitled_to(matter)) for matter in matters
    }
    matter = max(least, key=lambda one: least[one])
    strictest, ordinary = (
        majorities.majority_of(matter, kinds),
        majorities.majority_of(Matter.ORDINARY, kinds),
    )
    entitled, voting = facts.entitled_to(matter), facts.voting_on(matter)
    words = f"{vote_words.base_words(entitled, voting, kinds)}，至少{least[matter]}人"
    if strictest.opens(voting, entitled) and entitled:
        basis = strictest.opens_error
        yield Finding("fine", basis.rule, f"到会人数够，可以表决：{words}", basis.basis)
    elif not ordinary.opens(facts.voting, facts.entitled) and not any(
        item.decision.is_counted for item in facts.record.agenda if item.decision
    ):
        basis = ordinary.opens_error
        yield Finding("hint", basis.rule, f"到会人数不够，不能表决：{words}", basis.basis, "attendances")


def _procedure(facts: Facts, decision: Decision, number: int) -> Iterator[Finding]:
    """What decisions on membership ask for besides numbers."""
    at, matter = f"agenda-{number - 1}", Matter(decision.kind)
    if matter in ON_MEMBERSHIP and Kind.GENERAL not in facts.record.kinds:
        sentence = f"议题{number}是{matter.label}，要由支部党员大会表决，请在上面选“支部党员大会”"
        yield stop("R-MEET-07", sentence, ZB11, "kinds")
    majority = majorities.majority_of(matter)
    if matter in ON_MEMBERSHIP and len(candidates(decision.candidate)) != 1:
        sentence = f"议题{number}是{matter.label}，要写表决对象，一次表决只写一个人"
        rule, basis = ONE_SUBJECT.get(matter, ("R-DEV-13", majority.together_error.basis))
        yield stop(rule, sentence, basis, f"{at}-candidate")
    if matter not in ONE_BY_ONE:
        return
    entitled, voting = facts.entitled_to(matter), facts.voting_on(matter)
    if not decision.is_counted and not majority.opens(voting, entitled):
        sentence = f"议题{number}现在不能表决：{majority.quorum_words(voting, entitled)}"
        yield stop("R-DEV-11", sentence, majority.opens_error.basis, "attendances")
    if decision.form != VoteForm.SECRET and majorities.is_secret(matter):
        error = majority.secret_error
        sentence = f"议题{number}：{error.sentence.format(matter=matter.label)}"
        yield stop(error.rule, sentence, error.basis, f"{at}-form")
    yield from opinions.unnamed_opinions(facts, decision, number)


def _outcome(facts: Facts, decision: Decision, number: int) -> Iterator[Finding]:
    entitled, voting = facts.entitled_to(decision.kind), facts.voting_on(decision.kind)
    at, majority = f"agenda-{number - 1}-yes", majorities.majority_of(decision.kind, facts.record.kinds)
    if not decision.is_counted or decision.votes_cast > voting or not majority.opens(voting, entitled):
        return  # nothing was carried or lost in a vote that could not be taken
    if not decision.votes_cast:
        yield stop("R-VOT-01", f"议题{number}一张票也没有，没有表决的就不写票数", "", at)
        return
    if missing := vote_words.uncast(decision, voting):
        sentence = (
            f"议题{number}票数合计{decision.votes_cast}，到会有表决权{voting}人，未投{missing}人（不算弃权）"
        )
        yield Finding("hint", "R-VOT-02", sentence, "", at)
    basis = majority.carried_error
    if majority.is_carried(decision.yes, entitled, decision.written_yes):
        sentence = f"议题{number}通过：{_in_favour(decision)}，超过{entitled}人的一半"
        yield Finding("fine", basis.rule, sentence, basis.basis)
    else:
        sentence = f"议题{number}未通过：{_in_favour(decision)}，没有超过{entitled}人的一半"
        yield Finding("hint", basis.rule, sentence, basis.basis, at)
