"""Actions open_disposals, decide_disposal, conclude_disposal: what follows an incompetent grade (R-LIFE-08)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.clock import months_later
from core.dates_zh import full_date, short_date
from life import errors
from life.models import Appraisal, AppraisalEntry, Disposal
from life.selectors import disposals
from life.states import DISPOSAL_MOVES, DisposalKind
from meetings.models import Hold, Meeting, Resolution
from meetings.states import Grade
from members.actions.places import must_be_about_another

USUAL_MONTHS, MOST_MONTHS = 6, 12  # of a term of correction (R-STA-15)


def open_disposals(entries: Iterable[AppraisalEntry]) -> list[str]:
    """Open what must follow each incompetent grade, due within DISPOSAL_PLAN_DAYS; part of closing an appraisal.

    Returns the names of those whom it is about.
    """
    today = clock.today()
    due_on = today + dt.timedelta(days=settings.DISPOSAL_PLAN_DAYS)
    failed = [entry for entry in entries if entry.grade == Grade.INCOMPETENT]
    Disposal.objects.bulk_create(Disposal(entry=entry, since=today, due_on=due_on) for entry in failed)
    return [entry.member.name for entry in failed]


def decide_disposal(
    *,
    disposal: Disposal,
    kind: str,
    due_on: dt.date,
    since: dt.date | None = None,
    reason: str = "",
    resolution: Resolution | None = None,
    by: Actor,
) -> Disposal:
    """Say what follows the grade: a term of correction with its end, or a disposal that is proposed until then.

    A term is the branch's decision: it rests on a resolution of its general meeting, an extension on a new one.

    `since` is the day from which a term counts, today by default; a term that is extended keeps its first day. A year at
    most; more than six months need a reason (R-STA-15).

    Raises ConcernsYourself, DisposalConcluded, TermUndecided, TermUnfit, TermReasonNeeded, DisposalDayUnfit.
    """
    appraisal, today = disposal.entry.appraisal, clock.today()
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    must_be_about_another(disposal.entry.member, by)
    DISPOSAL_MOVES.require(disposal, "decide")
    since, reason = since or today, reason.strip()[:300]
    decision = disposals.fitting_resolution(disposal, resolution)
    if kind == DisposalKind.CORRECTION:
        if decision is None:
            name = disposal.entry.member.name
            raise errors.TermUndecided.at("resolution", since=short_date(disposal.since), name=name)
        if disposal.kind == DisposalKind.CORRECTION:
            since = disposal.since
        _fit_term(appraisal, since, due_on, reason)
    else:
        since = today
        if due_on < today:
            raise errors.DisposalDayUnfit.at("due_on", first=short_date(today))
    after = {
        "党员": disposal.entry.member.name,
        "处置方式": DisposalKind(kind).label,
        "期限": due_on,
        "理由": reason,
    }
    values: dict[str, Any] = {"kind": kind, "since": since, "due_on": due_on, "reason": reason}
    with claim(disposal, DISPOSAL_MOVES, "decide", by, **values, decision=decision) as entry:
        entry.after = after | ({"决议": decision.text[:200]} if decision else {})
        _hold(disposal, decision)
    return disposal


def _hold(disposal: Disposal, resolution: Resolution | None) -> None:
    """The meeting whose resolution this rests on is not taken back."""
    if resolution is None:
        return
    refusal = errors.DisposedOfHere(name=disposal.entry.member.name)
    meeting = Meeting.objects.select_for_update().get(pk=resolution.item.meeting_id)
    Hold.objects.update_or_create(meeting=meeting, code=refusal.code, defaults={"sentence": refusal.sentence})


def _fit_term(appraisal: Appraisal, since: dt.date, due_on: dt.date, reason: str) -> None:
    first, last = appraisal.closed_on or since, months_later(since, MOST_MONTHS)
    if not first <= since <= clock.today():
        raise errors.TermUnfit.at("since", first=short_date(first), last=full_date(last))
    if not since < due_on <= last:
        raise errors.TermUnfit.at("due_on", first=short_date(since), last=full_date(last))
    usual = months_later(since, USUAL_MONTHS)
    if due_on > usual and len(reason) < 2:
        raise errors.TermReasonNeeded.at("reason", usual=full_date(usual))


def conclude_disposal(
    *, disposal: Disposal, note: str, resolution: Resolution | None = None, by: Actor
) -> Disposal:
    """Say how it ended: a term of correction by a resolution of the general meeting (R-STA-08), persuasion and removal by
    the member's leaving the roll, which is decided above the branch (R-STA-12). Who has left needs no resolution.

    Raises ConcernsYourself, DisposalConcluded, NotDisposedOf (R-STA-06), StillOnRoll, ConclusionNeeded, OutcomeNeeded.
    """
    by.must(Capability.RECORD_MEETING, disposal.entry.appraisal.organization)
    must_be_about_another(disposal.entry.member, by)
    DISPOSAL_MOVES.require(disposal, "conclude")
    note = note.strip()[:300]
    if disposals.is_on_roll(disposal):
        if not disposal.kind:
            raise errors.NotDisposedOf.at("kind")
        if disposal.kind != DisposalKind.CORRECTION:
            raise errors.StillOnRoll(kind=disposal.get_kind_display(), name=disposal.entry.member.name)
        if disposals.fitting_resolution(disposal, resolution) is None:
            raise errors.ConclusionNeeded.at("resolution", since=short_date(disposal.since))
    if len(note) < 2:
        raise errors.OutcomeNeeded.at("note", "写明结论，至少2个字。")
    words = resolution.text[:200] if resolution else ""
    values: dict[str, Any] = {
        "note": note,
        "resolution": resolution,
        "resolution_words": words,
        "concluded_on": clock.today(),
    }
    with claim(disposal, DISPOSAL_MOVES, "conclude", by, **values) as entry:
        entry.after = {"党员": disposal.entry.member.name, "结论": note} | ({"决议": words} if words else {})
        _hold(disposal, resolution)
    return disposal
