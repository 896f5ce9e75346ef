"""What a month costs a branch: read off its records, and the same for everyone who adds them up."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from core.clock import Period
from meetings import actions as meetings
from meetings.models import Meeting
from meetings.record.schema import AgendaEntry, AttendanceMark
from meetings.states import AttendanceState, Reason
from obligations.selectors import effort
from tests.world import World

NOVEMBER = Period.parse("2026-11")
MEASURED = Path(__file__).parents[1] / "browser" / "effort.json"


@pytest.fixture
def counted_meeting(world: World, make: Callable[..., Meeting]) -> Meeting:
    """One counted meeting: a theme of 4 characters, minutes of 6, an agenda of 4 + 5, one person on leave."""
    meeting = make(
        minutes="大家都说了话",
        agenda=[AgendaEntry("学习材料", "读了第三章")],
        marks={world.members[3].uuid: AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK)},
    )
    return meetings.submit(meeting=meeting, by=world.lin.actor)


def test_a_month_costs_its_taps_and_its_characters(
    counted_meeting: Meeting, world: World, settings: Any
) -> None:
    settings.SECONDS_A_TAP, settings.SECONDS_A_CHARACTER = 10, 2
    found = effort.effort_of(world.district, NOVEMBER)
    assert found == effort.Effort(branches=1, meetings=1, taps=4 + 2, characters=4 + 6 + 4 + 5)
    assert found.minutes == 2  # 60 s of taps, 38 s of typing
    assert found.minutes_a_branch == 2


def test_another_place_month_or_kind_of_unit_costs_nothing(counted_meeting: Meeting, world: World) -> None:
    assert effort.effort_of(world.other_street, NOVEMBER) == effort.Effort()
    assert effort.effort_of(world.district, Period.parse("2026-10")) == effort.Effort()
    assert effort.effort_of(world.district, NOVEMBER, "village") == effort.Effort()
    assert effort.effort_of(world.district, NOVEMBER, "community").meetings == 1


def test_a_branch_that_recorded_only_meetings_of_its_groups_bears_their_price(
    counted_meeting: Meeting, world: World
) -> None:
    Meeting.objects.update(organization=world.groups[0])
    found = effort.effort_of(world.district, NOVEMBER)
    assert (found.branches, found.meetings, found.meetings_a_branch) == (1, 1, 1.0)
    Meeting.objects.update(organization=world.street)  # a committee's own is nobody's
    assert effort.effort_of(world.district, NOVEMBER).branches == 0


def test_what_is_not_counted_costs_nothing_yet(counted_meeting: Meeting, world: World) -> None:
    meetings.return_for_revision(meeting=counted_meeting, comment="请写清楚", by=SYSTEM)
    assert effort.effort_of(world.district, NOVEMBER) == effort.Effort()


def test_the_queries_do_not_grow_with_the_place(
    counted_meeting: Meeting, world: World, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        effort.effort_of(world.district, NOVEMBER)


def test_the_taps_are_those_the_browser_counted() -> None:
    """4 a record and 2 an absence are no guess: the journey of the theme day takes exactly these."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))["theme_day_25_members_3_absent"]
    assert measured["taps"] == effort.RECORD_TAPS + 3 * effort.ABSENCE_TAPS


def test_the_api_says_what_the_dashboard_says(counted_meeting: Meeting, world: World, sign_in: Any) -> None:
    answer = sign_in("wei").get("/api/v1/effort/?organization=D&month=2026-11")
    assert answer.status_code == 200
    assert answer.json()["taps"] == 6
    assert answer.json()["meetings"] == 1
    page = sign_in("wei").get("/dashboard/?month=2026-11").content.decode()
    assert "基层填报工作量" in page
    assert sign_in("shen").get("/api/v1/effort/?organization=D&month=2026-11").status_code in (403, 404)


def test_a_change_of_rules_shows_its_price(world: World, make: Any, sign_in: Any, clock: Any) -> None:
    now = the_clock.now()
    clock.move_to(now - dt.timedelta(days=28))
    meeting = make(held_on=dt.date(2026, 10, 23), minutes="大家都说了话" * 100)
    meetings.submit(meeting=meeting, by=world.lin.actor)
    clock.move_to(now)
    page = sign_in("wei").get("/rules/R-MEET-04/").content.decode()
    assert "多要求开1次，每个支部多花约10分钟" in page
