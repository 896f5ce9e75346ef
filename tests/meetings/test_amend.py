"""R-REC-09: a confirmed record changes only openly."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from meetings import actions, errors
from meetings.content import Decision, Item, Mark
from meetings.models import Amendment, Meeting, Resolution
from meetings.states import Status
from tests.world import World


@pytest.fixture
def confirmed(make: Any, world: World) -> Meeting:
    agenda = [Item("计划", "", Decision("同意", yes=8))]
    meeting = actions.submit(meeting=make(kinds=["general"], agenda=agenda), by=world.lin.actor)
    return actions.confirm(meeting=meeting, by=world.wei.actor)


def test_what_it_said_stays_beside_what_it_says(confirmed: Meeting, world: World) -> None:
    agenda = (Item("计划", "", Decision("同意", yes=7, abstain=1)),)
    actions.amend(meeting=confirmed, reason="弃权漏记", agenda=agenda, by=world.lin.actor)
    amendment = Amendment.objects.get()
    assert amendment.before == {"议题1 赞成": "8", "议题1 弃权": "0"}
    assert amendment.after == {"议题1 赞成": "7", "议题1 弃权": "1"}
    kept = Meeting.objects.get()
    assert (kept.status, kept.version, kept.serial) == (Status.CONFIRMED, 4, 1)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.note) == ("meeting.amend", "弃权漏记")
    assert kept.steps.latest("id").deed == "amended"


def test_counts_and_outcome_are_taken_anew(confirmed: Meeting, world: World) -> None:
    marks = {member.uuid: Mark("on_leave", "sick") for member in world.members[2:6]}
    agenda = (Item("计划", "", Decision("同意", yes=4)),)
    actions.amend(meeting=confirmed, reason="到会记错", marks=marks, agenda=agenda, by=world.lin.actor)
    kept = Meeting.objects.get()
    assert (kept.expected, kept.present, kept.on_leave) == (9, 5, 4)
    decision = Resolution.objects.get()
    assert (decision.entitled, decision.present, decision.yes, decision.passed) == (8, 4, 4, False)


def test_a_later_day_may_make_it_punctual_or_late(confirmed: Meeting, world: World) -> None:
    day = dt.date(2026, 11, 10)
    starts = confirmed.starts_at - dt.timedelta(days=10)
    actions.amend(
        meeting=confirmed, reason="日期写错", held_on=day, starts_at=starts, ends_at=None, by=world.lin.actor
    )
    kept = Meeting.objects.get()
    assert (kept.held_on, kept.is_late) == (day, True)


@pytest.mark.parametrize(
    ("reason", "changes", "error"),
    [
        ("", {"theme": "x"}, errors.ReasonNeeded),
        ("写错了", {}, errors.NothingChanged),
        ("写错了", {"theme": " "}, errors.NotReady),
        ("写错了", {"agenda": (Item("计划", "", Decision("同意", yes=9)),)}, errors.TallyExceedsPresent),
    ],
)
def test_what_is_refused_leaves_the_record_as_it_was(
    confirmed: Meeting, world: World, reason: str, changes: Any, error: Any
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(error):
        actions.amend(meeting=confirmed, reason=reason, by=world.lin.actor, **changes)
    kept = Meeting.objects.get()
    assert (kept.theme, kept.version, kept.present) == ("学习条例", 3, 9)
    assert Resolution.objects.get().yes == 8
    assert (Amendment.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize("status", [Status.HELD, Status.SUBMITTED, Status.RETURNED])
def test_only_a_confirmed_record_is_amended(confirmed: Meeting, world: World, status: str) -> None:
    Meeting.objects.update(status=status)
    with pytest.raises(errors.WrongMoment):
        actions.amend(meeting=confirmed, reason="写错了", theme="x", by=world.lin.actor)
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_others_do_not_amend(confirmed: Meeting, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        actions.amend(meeting=confirmed, reason="写错了", theme="x", by=getattr(world, who).actor)
    assert Meeting.objects.get().theme == "学习条例"
