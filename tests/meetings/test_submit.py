"""Handing a record in: what stops it, and when it is late."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from meetings import actions, errors
from meetings.models import Meeting, Step
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import Status
from members import actions as member_actions
from tests.factories import at
from tests.world import World, enroll


def test_a_complete_record_is_handed_in(make: Any, world: World) -> None:
    meeting = actions.submit(meeting=make(), by=world.lin.actor)
    kept = Meeting.objects.get()
    assert (kept.status, kept.number_words, kept.is_late) == (Status.SUBMITTED, "2026年第1次主题党日", False)
    assert kept.version == meeting.version == 2
    assert list(kept.steps.values_list("deed", flat=True)) == ["recorded", "submitted"]
    assert Entry.objects.latest("id").action == "meeting.submit"
    assert Meeting.objects.counted().count() == 1


def test_what_is_missing_stops_it_and_nothing_changes(make: Any, world: World) -> None:
    meeting = make(theme="", minutes="", agenda=[AgendaEntry("计划", "", Decision("同意"))])
    entries = Entry.objects.count()
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert set(refusal.value.fields) == {"theme", "minutes", "agenda-0-yes", "agenda-0-executor"}
    kept = Meeting.objects.get()
    assert (kept.status, kept.version, kept.submitted_at, kept.number_words) == (Status.HELD, 1, None, "")
    assert (meeting.status, meeting.version, meeting.submitted_at) == (Status.HELD, 1, None)
    assert Step.objects.count() == 1
    assert Entry.objects.count() == entries


def test_r_rec_03_a_list_that_is_not_the_roll_stops_it(make: Any, world: World) -> None:
    meeting = make()
    enroll(world.branch, "补登记", since=dt.date(2026, 1, 1))
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert refusal.value.rule == "R-REC-03"
    assert "少了补登记" in refusal.value.sentence
    assert Meeting.objects.get().status == Status.HELD


def test_r_rec_03_a_vote_taken_away_for_that_day_stops_it_until_the_roll_is_taken_anew(
    make: Any, record_by_lin: Any, world: World
) -> None:
    agenda = [AgendaEntry("计划", "", Decision("同意", yes=8, ends_with_vote=True))]
    meeting, member = make(kinds=["general"], agenda=agenda, uuid=uuid4()), world.members[3]
    member_actions.restrict(
        member=member, kind="probation", since=dt.date(2026, 11, 1), reason="留党察看", by=SYSTEM
    )
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert (refusal.value.rule, refusal.value.sentence.count(member.name)) == ("R-REC-03", 1)
    with pytest.raises(errors.TallyExceedsPresent):
        make(kinds=["general"], agenda=agenda, uuid=meeting.uuid, version=1, retake=True)
    agenda = [AgendaEntry("计划", "", Decision("同意", yes=7, ends_with_vote=True))]
    again = record_by_lin(kinds=["general"], agenda=agenda, uuid=meeting.uuid, version=1, retake=True)
    assert again.roll_change.sentence == f"应到名单按名册重取：1人表决权变了（{member.name}）。"
    assert actions.submit(meeting=again.meeting, by=world.lin.actor).status == Status.SUBMITTED


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)])
def test_r_rec_05_late_is_counted_from_the_first_submission(
    make: Any, world: World, clock: Any, days: int, late: bool
) -> None:
    meeting = make()
    clock.move_to(at(meeting.held_on + dt.timedelta(days=days), 23))
    actions.submit(meeting=meeting, by=world.lin.actor)
    actions.return_for_revision(meeting=meeting, comment="补照片", by=world.wei.actor)
    clock.move_to(at(meeting.held_on + dt.timedelta(days=20)))
    again = make(uuid=meeting.uuid, version=meeting.version)
    actions.submit(meeting=again, by=world.lin.actor)
    kept = Meeting.objects.get()
    assert kept.is_late is late
    assert kept.submitted_at == at(meeting.held_on + dt.timedelta(days=days), 23)
    assert kept.number_words == "2026年第1次主题党日"


@pytest.mark.parametrize(
    ("first", "then", "late"),
    [((2026, 11, 20), (2026, 11, 1), True), ((2026, 11, 1), (2026, 11, 20), False)],
)
def test_r_rec_05_a_corrected_day_decides_anew_whether_it_is_late(
    make: Any, world: World, first: Any, then: Any, late: bool
) -> None:
    day = dt.date(*first)
    meeting = actions.submit(meeting=make(held_on=day, uuid=uuid4()), by=world.lin.actor)
    assert meeting.is_late is not late
    actions.return_for_revision(meeting=meeting, comment="日期不对", by=world.wei.actor)
    sent_on = Meeting.objects.get().submitted_at
    meeting = make(held_on=dt.date(*then), uuid=meeting.uuid, version=3)
    actions.submit(meeting=meeting, by=world.lin.actor)
    kept = Meeting.objects.get()
    assert (kept.is_late, kept.submitted_at, kept.number_words) == (late, sent_on, "2026年第1次主题党日")


def test_r_meet_08_a_committee_without_half_is_kept_and_does_not_count(make: Any, world: World) -> None:
    marks = {world.members[n].uuid: AttendanceMark("on_leave", "sick") for n in (1, 3)}
    meeting = make(kinds=["committee"], marks=marks, recorder=world.members[0])
    assert meeting.is_void is True
    actions.submit(meeting=meeting, by=world.lin.actor)
    kept = Meeting.objects.get()
    assert (kept.status, kept.is_void) == (Status.SUBMITTED, True)
    assert Meeting.objects.counted().count() == 0


@pytest.mark.parametrize("status", [Status.PLANNED, Status.SUBMITTED, Status.CONFIRMED, Status.CANCELLED])
def test_only_a_begun_or_returned_record_is_handed_in(make: Any, world: World, status: str) -> None:
    meeting = make()
    Meeting.objects.update(status=status, submitted_at=at(meeting.held_on))
    with pytest.raises(errors.WrongMoment):
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert Meeting.objects.get().status == status


def test_an_older_version_is_not_handed_in(make: Any, world: World) -> None:
    meeting = make(uuid=uuid4())
    make(uuid=meeting.uuid, version=1, theme="新")
    with pytest.raises(Gone):
        actions.submit(meeting=meeting, version=1, by=world.lin.actor)
    assert Meeting.objects.get().status == Status.HELD


@pytest.mark.parametrize("who", ["hua", "shen"])
def test_nobody_else_hands_it_in(make: Any, world: World, who: str) -> None:
    meeting = make()
    with pytest.raises(NotYours):
        actions.submit(meeting=meeting, by=getattr(world, who).actor)
    assert Meeting.objects.get().status == Status.HELD


def test_the_system_may(make: Any) -> None:
    assert actions.submit(meeting=make(), by=SYSTEM).status == Status.SUBMITTED
