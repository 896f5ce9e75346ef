"""Whether a proposal has what its kind takes: facts in, the first refusal out. Asked when it is proposed and again when decided."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core import clock, document_numbers
from core.errors import RuleBroken
from core.instruments import cite
from meetings.states import Matter
from members.personal_data import names
from members.rules import membership
from procedures import errors
from procedures.rules.kinds import RULES, KindRule, bases_of, words_of
from procedures.rules.power import not_its_decision
from procedures.states import (
    ATTENDANCE_GROUNDS,
    ELECTION_GROUNDS,
    GROUNDS,
    LIMITS,
    DecisionKind,
)

LOST_MONTHS = 6
APPROVAL_MONTHS = 6
POSTPONED_MONTHS = 6
LEAST_REASON = 2
ELECTIONS = "elections"


@dataclass(frozen=True)
class ResolutionFacts:
    """The resolution a proposal names, and its meeting."""

    matter: str
    candidate: str
    passed: bool
    held_on: dt.date
    is_general: bool
    is_counted: bool
    is_of_this_branch: bool
    used_for: str = ""


@dataclass(frozen=True)
class BodyFacts:
    """The body named as the one that decided, where it stands above the branch in the tree; reason: why it may not."""

    name: str
    reason: str = ""


@dataclass(frozen=True)
class OriginalFacts:
    """The decision that a taking back undoes. is_same_body: the body named now is the one that gave it, or it names none."""

    number: str
    decided_on: dt.date | None
    body: str
    is_same_body: bool


@dataclass(frozen=True)
class ProposalFacts:
    """A proposal as the rules see it.

    is_final    it is about to be approved, so nothing may be missing
    entered_on  the day it was proposed
    ways        in how many different ways somebody lost was searched for
    """

    kind: str
    name: str
    today: dt.date
    is_final: bool
    entered_on: dt.date | None = None
    effective_on: dt.date | None = None
    until: dt.date | None = None
    review_on: dt.date | None = None
    ground: str = ""
    purpose: str = ""
    number: str = ""
    decided_on: dt.date | None = None
    body: str = ""
    power: BodyFacts | None = None
    resolution: ResolutionFacts | None = None
    joined_on: dt.date | None = None
    full_on: dt.date | None = None
    probation_ends_on: dt.date | None = None
    lost_since: dt.date | None = None
    searches: Sequence[dt.date] = field(default_factory=tuple)
    ways: int = 0
    letter_days: int = 90
    least_searches: int = 1
    applied_on: dt.date | None = None
    opinions_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    suspended_on: dt.date | None = None
    suspension_document: str = ""
    was_transferred_in: bool = False
    postponed_until: dt.date | None = None
    reason: str = ""
    original: OriginalFacts | None = None

    @property
    def rule(self) -> KindRule:
        return RULES[self.kind]

    @property
    def label(self) -> str:
        return DecisionKind(self.kind).label

    @property
    def takes_paper(self) -> bool:
        return self.rule.has_paper or self.is_for_elections

    @property
    def is_for_elections(self) -> bool:
        return self.kind == DecisionKind.EXEMPT and self.purpose == ELECTIONS

    @property
    def takes_vote(self) -> bool:
        return bool(self.rule.matter) and (self.rule.must_vote or self.is_for_elections)


def require(facts: ProposalFacts) -> None:
    """Raise the first refusal, with the sentences of all of them in its fields."""
    found = list(refusals(facts))
    if not found:
        return
    for refusal in found[1:]:
        found[0].fields = refusal.fields | found[0].fields
    raise found[0]


def refusals(facts: ProposalFacts) -> Iterator[RuleBroken]:
    for check in (
        _ground,
        _resolution,
        _paper,
        _days,
        _end,
        _evidence,
        _conversion,
        _postponement,
        _admission,
        _restoration,
        _taking_back,
    ):
        yield from check(facts)


def _with_basis(facts: ProposalFacts, refusal: RuleBroken) -> RuleBroken:
    """The refusal citing the articles of its kind in the edition of the day."""
    day = facts.resolution.held_on if facts.resolution else facts.decided_on or facts.today
    refusal.basis = words_of(cite(basis, day) for basis in bases_of(facts.kind, facts.purpose))
    return refusal


def permitted_grounds(kind: str, purpose: str) -> dict[str, str]:
    """Code → words of the grounds of a kind; an exemption has those of its purpose."""
    grounds = GROUNDS.get(kind, {})
    if kind != DecisionKind.EXEMPT:
        return grounds
    codes = ELECTION_GROUNDS if purpose == ELECTIONS else ATTENDANCE_GROUNDS
    return {code: words for code, words in grounds.items() if code in codes}


def _ground(facts: ProposalFacts) -> Iterator[RuleBroken]:
    grounds = permitted_grounds(facts.kind, facts.purpose)
    words = "、".join(grounds.values())
    if grounds and not facts.ground:
        yield _with_basis(facts, errors.GroundMissing.at("ground", kind=facts.label, grounds=words))
    elif facts.ground and facts.ground not in grounds:
        said = GROUNDS.get(facts.kind, {}).get(facts.ground, facts.ground)
        yield _with_basis(
            facts, errors.NotItsGround.at("ground", ground=said, kind=facts.label, grounds=words or "无")
        )


def _resolution(facts: ProposalFacts) -> Iterator[RuleBroken]:
    resolution, matter = facts.resolution, facts.rule.matter
    if resolution is None:
        if facts.takes_vote:
            yield _with_basis(
                facts,
                errors.ResolutionMissing.at(
                    "resolution", way=facts.rule.sentence, matter=Matter(matter).label, name=facts.name
                ),
            )
        return
    candidate, name = names.normalize_name(resolution.candidate), names.normalize_name(facts.name)
    why = ""
    if not matter:
        why = f"{facts.label}不以支部党员大会决议为依据"
    elif not resolution.is_of_this_branch:
        why = "它不是这个党支部的"
    elif not resolution.is_general:
        why = "它不是支部党员大会通过的"
    elif not resolution.is_counted:
        why = "这次会议的记录还没有提交，或者已经退回、取消、无效"
    elif not resolution.passed:
        why = "表决未通过"
    elif resolution.matter != matter:
        why = f"它的事项不是“{Matter(matter).label}”"
    elif matter != "ordinary" and candidate != name:
        why = f"它的表决对象是“{resolution.candidate}”，不是{facts.name}"
    elif resolution.held_on > facts.today:
        why = "这次会议还没有召开"
    if why:
        yield _with_basis(facts, errors.NotThatResolution.at("resolution", why=why))
    elif resolution.used_for:
        yield errors.ResolutionUsed.at("resolution", kind=resolution.used_for)


def _paper(facts: ProposalFacts) -> Iterator[RuleBroken]:
    if not facts.takes_paper:
        return
    given = {"document": facts.number, "decided_on": facts.decided_on, "body": facts.body}
    missing = [name for name, value in given.items() if not value]
    if missing and (facts.is_final or facts.rule.is_letter or len(missing) < len(given)):
        refusal = errors.DecisionIncomplete(way=facts.rule.sentence)
        words = {"document": "请填写文号。", "decided_on": "请填写文件日期。", "body": "请填写批准机关。"}
        refusal.fields = {name: words[name] for name in missing}
        yield _with_basis(facts, refusal)
    if facts.number and (
        refused := membership.document_refusal(
            facts.number, facts.label, "document", is_letter=facts.rule.is_letter
        )
    ):
        yield refused
    if facts.decided_on:
        yield from _decision_day(facts, facts.decided_on)
        last = facts.decided_on + dt.timedelta(days=facts.letter_days)
        if facts.kind == DecisionKind.TRANSFERRED and (facts.entered_on or facts.today) > last:
            on = facts.decided_on
            yield errors.LetterExpired.at("decided_on", on=on, days=facts.letter_days, last=last)
    if facts.body and (why := not_its_decision(facts.rule.deciding, facts.body)) and not facts.rule.is_power:
        yield _with_basis(facts, errors.NotItsDecision.at("body", body=facts.body, kind=facts.label, why=why))
    if facts.rule.is_power and facts.body and (facts.power is None or facts.power.reason):
        reason = facts.power.reason if facts.power else "它不是这个党支部的上级党委"
        yield errors.BodyMayNotDecide.at("body", body=facts.body, kind=facts.label, why=reason)


def _decision_day(facts: ProposalFacts, on: dt.date) -> Iterator[RuleBroken]:
    year, why = document_numbers.year_of(facts.number), ""
    if on > facts.today:
        why = "还没有到"
    elif year is not None and not year <= on.year <= year + 1:
        why = f"与文号“{facts.number}”的年份对不上"
    elif facts.resolution and on < facts.resolution.held_on:
        why = f"早于支部党员大会{facts.resolution.held_on}"
    if why:
        yield errors.DecisionDayWrong.at("decided_on", on=on, why=why)
    elif (
        facts.kind == DecisionKind.ADMITTED
        and facts.resolution
        and on > clock.months_later(facts.resolution.held_on, APPROVAL_MONTHS)
    ):
        yield errors.AdmissionTooOld.at("decided_on", held_on=facts.resolution.held_on, on=on)


def _days(facts: ProposalFacts) -> Iterator[RuleBroken]:
    """R-STA-13: nothing takes effect before its decision; what lies before today needs the decision's own date."""
    on = facts.effective_on
    if facts.rule.is_fact:
        if on is None:
            yield errors.FactsMissing.at("effective_on", what=f"{facts.label}日期")
        elif (given := facts.decided_on) and given < on:  # a certificate is written on that day or later
            yield errors.DecisionDayWrong.at("decided_on", on=given, why=f"早于{facts.label}的{on}")
        return
    if on is None or facts.kind in (DecisionKind.CONVERSION, DecisionKind.EXTENSION, DecisionKind.POSTPONED):
        return
    if facts.decided_on and on < facts.decided_on:
        yield errors.BeforeTheDecision.at("effective_on", on=on, decided_on=facts.decided_on)
    elif on < (facts.entered_on or facts.today) and not facts.decided_on:
        if facts.takes_paper and not facts.is_final:
            return  # whoever decides gives the date of the paper, and this is asked again
        yield errors.BackdatedWithoutDecision.at("effective_on", on=on)


def _end(facts: ProposalFacts) -> Iterator[RuleBroken]:
    if facts.kind not in LIMITS:
        return
    if facts.until is None and facts.review_on is None:
        yield errors.EndMissing.at("until", kind=facts.label)
    since, last = facts.effective_on, facts.until or facts.review_on
    if facts.kind == DecisionKind.PROBATION and since and last:
        one, two = (clock.months_later(since, months) for months in (12, 24))
        permitted = {end - dt.timedelta(days=days) for end in (one, two) for days in (0, 1)}
        if last not in permitted:
            yield _with_basis(facts, errors.ProbationTermWrong.at("until", since=since, one=one, two=two))


def _evidence(facts: ProposalFacts) -> Iterator[RuleBroken]:
    """R-STA-03: half a year lost to the day is enough, and every search was made while the person was lost."""
    if facts.kind != DecisionKind.SUSPENDED or facts.ground != "lost":
        return
    since, until = facts.lost_since, facts.effective_on or facts.today
    if since is None:
        yield errors.FactsMissing.at("lost_since", what="从哪天起失去联系")
        return
    earliest = clock.months_later(since, LOST_MONTHS)
    if until < earliest:
        yield errors.LostTooShort.at("lost_since", since=since, earliest=earliest)
    if facts.ways < facts.least_searches:
        yield errors.SearchesMissing.at("searches", least=facts.least_searches, count=facts.ways)
    for on in facts.searches:
        if on < since or on > facts.today:
            why = f"早于失联的{since}" if on < since else "还没有到"
            yield errors.SearchWrong.at("searches", on=on, why=why)
            return


def _conversion(facts: ProposalFacts) -> Iterator[RuleBroken]:
    """R-DEV-18 and R-DEV-32. The order of the steps is that of the law: application, opinions, committee, meeting."""
    if facts.kind not in (DecisionKind.CONVERSION, DecisionKind.EXTENSION):
        return
    held_on = facts.resolution.held_on if facts.resolution else None
    if held_on and facts.probation_ends_on and held_on < facts.probation_ends_on:
        yield errors.VotedBeforeTheEnd.at("resolution", end=facts.probation_ends_on, held_on=held_on)
    if facts.kind == DecisionKind.EXTENSION:
        if facts.until is None:
            yield errors.FactsMissing.at("until", what="延长到哪天")
        return
    steps = {
        "applied_on": ("转正申请日期", facts.applied_on),
        "opinions_on": ("听取意见日期", facts.opinions_on),
        "reviewed_on": ("支委会审查日期", facts.reviewed_on),
    }
    if missing := [name for name, (_, on) in steps.items() if on is None]:
        words = "、".join(steps[name][0] for name in missing)
        refusal = errors.ConversionUnprepared(missing=words)
        refusal.fields = {name: f"请填写{steps[name][0]}。" for name in missing}
        yield refusal
        return
    after = [*(on for _, on in steps.values()), held_on or facts.today]
    for (name, (what, on)), later in zip(steps.items(), after[1:], strict=True):
        if on and later and on > later:
            yield errors.ConversionStepWrong.at(name, what=what, on=on, before=later)


def _postponement(facts: ProposalFacts) -> Iterator[RuleBroken]:
    """R-DEV-27: of a probationary member who was transferred in, once, at most half a year after the end."""
    if facts.kind != DecisionKind.POSTPONED:
        return
    end = facts.probation_ends_on
    if facts.full_on or not facts.was_transferred_in:
        yield _with_basis(facts, errors.NotTransferredIn(name=facts.name))
    if facts.postponed_until:
        yield _with_basis(facts, errors.PostponedBefore(name=facts.name, until=facts.postponed_until))
    if facts.until is None:
        yield errors.FactsMissing.at("until", what="推迟到哪天")
    elif end and not end < facts.until <= clock.months_later(end, POSTPONED_MONTHS):
        last = clock.months_later(end, POSTPONED_MONTHS)
        yield _with_basis(facts, errors.PostponedTooLong.at("until", end=end, last=last))


def _admission(facts: ProposalFacts) -> Iterator[RuleBroken]:
    if facts.kind != DecisionKind.ADMITTED:
        return
    if facts.full_on:
        yield errors.AdmittedAsFull.at("full_on")
    if facts.resolution and facts.joined_on != facts.resolution.held_on:
        yield errors.AdmissionDayWrong.at("joined_on", held_on=facts.resolution.held_on)


def _restoration(facts: ProposalFacts) -> Iterator[RuleBroken]:
    if facts.kind != DecisionKind.RESTORED:
        return
    if not (facts.suspended_on and document_numbers.is_issued_number(facts.suspension_document)):
        field_name = "suspension_document" if facts.suspended_on else "suspended_on"
        yield errors.SuspensionUnknown.at(field_name)
        return
    on, year, why = facts.suspended_on, document_numbers.year_of(facts.suspension_document), ""
    if facts.joined_on and on < facts.joined_on:
        why = f"早于入党的{facts.joined_on}"
    elif on > (facts.decided_on or facts.today):
        why = "晚于恢复的决定" if facts.decided_on else "还没有到"
    elif year is not None and not year <= on.year <= year + 1:
        why = f"与文号“{facts.suspension_document}”的年份对不上"
    if why:
        yield errors.SuspensionDayWrong.at("suspended_on", on=on, why=why)


def _taking_back(facts: ProposalFacts) -> Iterator[RuleBroken]:
    """By the body that gave it, on a paper of its own, not before it, with the reason (R-STA-12)."""
    original = facts.original
    if original is None:
        return
    if len(facts.reason) < LEAST_REASON:
        yield errors.FactsMissing.at("reason", what="撤销的原因")
    if facts.body and not original.is_same_body:
        yield errors.NotTheBodyThatDecided.at("body", decided=original.body, body=facts.body)
    if facts.number and facts.number == original.number:
        yield errors.NumberOfTheOriginal.at("document", number=facts.number)
    if facts.decided_on and original.decided_on and facts.decided_on < original.decided_on:
        why = f"早于原决定的{original.decided_on}"
        yield errors.DecisionDayWrong.at("decided_on", on=facts.decided_on, why=why)
