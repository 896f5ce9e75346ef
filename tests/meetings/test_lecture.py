"""The lecture: who gave it, its hours, and to whom they are credited (R-EDU-01, R-MEET-11)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from meetings import actions, checks, facts, hours
from meetings.content import Mark
from meetings.models import Lecture, Meeting
from meetings.procedures import LecturePart, usual_hours
from members.models import Member
from tests.factories import at
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("minutes", "credited"), [(14, "0"), (15, "0.5"), (44, "0.5"), (45, "1.0"), (90, "1.5"), (120, "2.0")]
)
def test_hours_follow_the_length_by_halves(minutes: int, credited: str) -> None:
    starts = at(DAY)
    assert usual_hours(starts, starts + dt.timedelta(minutes=minutes)) == Decimal(credited)


def test_an_open_end_credits_nothing() -> None:
    assert usual_hours(at(DAY), None) == 0


def test_those_present_are_credited_once_it_is_handed_in(world: World, make: Callable[..., Meeting]) -> None:
    away, late = world.members[3], world.members[4]
    marks = {away.uuid: Mark("on_leave", "sick"), late.uuid: Mark("late")}
    part = LecturePart(member=world.members[0], material="讲稿")
    meeting = make(kinds=["lecture"], lecture=part, marks=marks)
    people = Member.objects.filter(organization=world.branch)
    assert hours.credited(people, 2026) == {}
    actions.submit(meeting=meeting, by=world.lin.actor)
    found = hours.credited(people, 2026)
    assert found[late.pk] == Decimal("2.0")
    assert away.pk not in found
    assert len(found) == 8
    assert hours.credited(people, 2025) == {}
    assert hours.of(world.members[0], 2026) == 2


def test_given_hours_count_and_not_the_length(world: World, make: Callable[..., Meeting]) -> None:
    make(kinds=["lecture"], lecture=LecturePart("王教授", level="expert", hours=Decimal("2.5")))
    lecture = Lecture.objects.get()
    assert (lecture.lecturer, lecture.member, lecture.hours) == ("王教授", None, Decimal("2.5"))


def test_without_its_kind_a_lecture_goes(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(kinds=["lecture"], lecture=LecturePart("王教授"))
    make(kinds=["theme_day"], uuid=meeting.uuid, version=meeting.version)
    assert not Lecture.objects.exists()


def test_what_is_not_said_again_stays(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(kinds=["lecture"], lecture=LecturePart("王教授", hours=Decimal(2)))
    make(kinds=["lecture"], uuid=meeting.uuid, version=meeting.version)
    assert Lecture.objects.get().hours == 2


@pytest.mark.parametrize(
    ("kinds", "part", "rule"),
    [
        (["lecture"], None, ""),
        (["lecture", "general"], None, "R-MEET-11"),
        (["lecture", "general"], LecturePart("王教授"), None),
    ],
)
def test_two_kinds_in_one_session_are_each_written_down(
    world: World, make: Callable[..., Meeting], kinds: list[str], part: LecturePart | None, rule: str | None
) -> None:
    """R-MEET-11: a hint, and each counts once."""
    meeting = make(kinds=kinds, lecture=part)
    found = [one for one in checks.findings(facts.of_meeting(meeting)) if one.field == "lecture-lecturer"]
    assert [one.rule for one in found] == ([] if rule is None else [rule])
    assert all(one.level == "hint" for one in found)
