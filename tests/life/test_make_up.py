"""Make-up (补学): what leave still owes, who closes it, and the two figures; guests counted in (R-FLO-02)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from branches.errors import NotYours
from core.clock import Period
from life.actions import enter_make_up
from life.errors import MakeUpIncomplete, NothingToMakeUp
from life.selectors import make_ups
from meetings import actions
from meetings.models import Attendance, Guest, MakeUp, Meeting
from meetings.record.schema import AttendanceMark, GuestEntry
from meetings.states import AttendanceState, GuestRole, MakeUpMethod, Reason
from tests.factories import make_meeting
from tests.world import World

TODAY = dt.date(2026, 11, 22)
YEAR = Period.holding(TODAY, 12)


@pytest.fixture
def missed(world: World, make: Callable[..., Meeting]) -> Meeting:
    """Hua and He were excused, Chen was absent; handed in."""
    people = world.members
    marks = {
        people[1].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.BUSINESS_TRIP),
        people[2].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK),
        people[3].uuid: AttendanceMark(AttendanceState.ABSENT, Reason.UNEXCUSED),
    }
    meeting = make(marks=marks, recorder=people[4])
    return actions.submit(meeting=meeting, by=world.lin.actor)


def owing(meeting: Meeting) -> list[str]:
    return list(
        make_ups.owed_make_ups(Attendance.objects.filter(meeting=meeting))
        .order_by("id")
        .values_list("member__name", flat=True)
    )


def test_leave_owes_and_absence_does_not(world: World, missed: Meeting) -> None:
    assert owing(missed) == ["何秀", "华小"]


def test_a_record_not_handed_in_owes_nothing(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(marks={world.members[2].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK)})
    assert owing(meeting) == []


def test_which_leave_owes_is_a_setting(world: World, missed: Meeting, settings: Any) -> None:
    settings.MAKE_UP_EXCUSES = ["business_trip", "personal"]
    assert owing(missed) == ["何秀"]


def test_the_member_confirms_it_himself_with_a_sentence(world: World, missed: Meeting) -> None:
    row = enter_make_up(meeting=missed, member=world.members[2], note="自学了条例第三章", by=world.hua.actor)
    assert (row.way, row.done_on, row.who) == (MakeUpMethod.MATERIAL, TODAY, "华小满")
    assert owing(missed) == ["何秀"]
    with pytest.raises(NothingToMakeUp):
        enter_make_up(meeting=missed, member=world.members[2], note="再学一遍", by=world.hua.actor)
    assert MakeUp.objects.count() == 1


def test_the_secretary_enters_a_visit_and_the_member_cannot(world: World, missed: Meeting) -> None:
    hua = {"meeting": missed, "member": world.members[2], "note": "上门讲了条例", "way": MakeUpMethod.VISIT}
    with pytest.raises(NotYours):
        enter_make_up(**hua, by=world.hua.actor)
    assert MakeUp.objects.count() == 0
    row = enter_make_up(**hua, done_on=dt.date(2026, 11, 21), by=world.lin.actor)
    assert (row.way, row.done_on) == (MakeUpMethod.VISIT, dt.date(2026, 11, 21))


@pytest.mark.parametrize(
    ("note", "done_on"),
    [("", TODAY), ("学", TODAY), ("学了条例", dt.date(2026, 11, 19)), ("学了条例", dt.date(2026, 11, 23))],
)
def test_it_needs_a_sentence_and_a_day_from_the_meeting_until_today(
    world: World, missed: Meeting, note: str, done_on: dt.date
) -> None:
    with pytest.raises(MakeUpIncomplete):
        enter_make_up(meeting=missed, member=world.members[2], note=note, done_on=done_on, by=world.lin.actor)
    assert MakeUp.objects.count() == 0


def test_nobody_makes_up_for_somebody_else(world: World, missed: Meeting) -> None:
    for name in ("hua", "shao", "wei", "shen"):
        with pytest.raises(NotYours):
            enter_make_up(
                meeting=missed, member=world.members[1], note="学了条例", by=getattr(world, name).actor
            )
    assert MakeUp.objects.count() == 0


def test_attendance_and_coverage_are_two_figures(world: World, missed: Meeting) -> None:
    by = world.lin.actor
    assert make_ups.coverage(world.branch, YEAR, by=by) == make_ups.Coverage(9, 6, 0)
    enter_make_up(meeting=missed, member=world.members[2], note="学了条例", by=world.hua.actor)
    covered = make_ups.coverage(world.branch, YEAR, by=by)
    assert (covered.present, covered.reached, covered.expected) == (6, 7, 9)
    assert make_ups.coverage(world.branch, YEAR, by=world.shen.actor) == make_ups.Coverage(0, 0, 0)


def test_ones_own_year_counts_what_is_made_up_apart(world: World, missed: Meeting) -> None:
    own = make_ups.OwnYear(world.members[2], 2026, TODAY)
    assert (own.expected, own.present, own.on_leave, len(own.owed), own.reached) == (1, 0, 1, 1, 0)
    enter_make_up(meeting=missed, member=world.members[2], note="学了条例", by=world.hua.actor)
    own = make_ups.OwnYear(world.members[2], 2026, TODAY)
    assert (own.present, own.on_leave, own.owed, own.reached) == (0, 1, [], 1)


def visited(world: World, day: int = 18, **facts: Any) -> Meeting:
    """Hua as a guest of another branch, recorded by that branch."""
    visitor = GuestEntry("华小", "滨江社区第二党支部", GuestRole.VISITING)
    meeting = make_meeting(
        organization=world.other_branches[0],
        held_on=dt.date(2026, 11, day),
        by=world.shen.actor,
        guest_rows=[visitor],
        **facts,
    )
    Meeting.objects.filter(pk=meeting.pk).update(status="submitted", submitted_at=meeting.created_at)
    return meeting


# R-FLO-02: one tally.
def test_a_visit_of_the_same_kind_and_month_stands_for_the_meeting_at_home(
    world: World, missed: Meeting
) -> None:
    visited(world)
    own = make_ups.OwnYear(world.members[2], 2026, TODAY)
    assert (own.expected, own.present, own.on_leave, own.owed) == (1, 1, 0, [])
    assert own.lines[0].label == "到会（云台社区第一党支部）"
    assert owing(missed) == ["何秀"]


def test_one_visit_stands_for_one_meeting(
    world: World, make: Callable[..., Meeting], missed: Meeting
) -> None:
    """Two theme days of a month were missed and one was attended elsewhere: the second is still owed."""
    again = make(
        marks={world.members[2].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK)},
        held_on=dt.date(2026, 11, 21),
    )
    actions.submit(meeting=again, by=world.lin.actor)
    visited(world)
    own = make_ups.OwnYear(world.members[2], 2026, TODAY)
    assert [(line.meeting, line.owes) for line in own.lines] == [(again, True), (missed, False)]
    assert (owing(missed), owing(again)) == (["何秀"], ["华小"])


@pytest.mark.parametrize("facts", [{"kinds": ["lecture"]}, {"day": 18, "month_before": True}])
def test_another_visit_counts_beside_it(world: World, missed: Meeting, facts: dict[str, Any]) -> None:
    if facts.pop("month_before", False):
        meeting = visited(world, **facts)
        Meeting.objects.filter(pk=meeting.pk).update(held_on=dt.date(2026, 10, 18))
    else:
        visited(world, **facts)
    own = make_ups.OwnYear(world.members[2], 2026, TODAY)
    assert (own.expected, own.present, own.on_leave, len(own.owed)) == (2, 1, 1, 1)


def test_who_only_sits_in_has_no_entry_in_his_year(world: World, missed: Meeting) -> None:
    visited(world)
    Guest.objects.update(role=GuestRole.SITTING_IN)
    assert make_ups.OwnYear(world.members[2], 2026, TODAY).present == 0
    assert owing(missed) == ["何秀", "华小"]


def test_the_page_closes_it_in_one_tap_and_shen_sees_nothing(
    world: World, missed: Meeting, sign_in: Callable[[str], Client], django_assert_num_queries: Any
) -> None:
    hua = sign_in("hua")
    assert "我补学了" in hua.get("/make-ups/").content.decode()
    answer = hua.post("/make-ups/", {"meeting": missed.uuid, "note": "自学了条例"})
    assert (answer.status_code, MakeUp.objects.get().member) == (302, world.members[2])
    lin = sign_in("lin").get("/make-ups/").content.decode()
    assert "还有1人次待补学" in lin
    assert "何秀" in lin
    shen = sign_in("shen")
    assert "何秀" not in shen.get("/make-ups/").content.decode()
    answer = shen.post(
        "/make-ups/", {"meeting": missed.uuid, "member": world.members[1].uuid, "note": "学了"}
    )
    assert (answer.status_code, MakeUp.objects.count()) == (404, 1)
