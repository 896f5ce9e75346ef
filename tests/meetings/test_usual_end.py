"""When a meeting ends is filled in by habit, so that asking for it (R-REC-01) costs nobody a tap."""

import datetime as dt
from typing import Any

import pytest

from meetings import actions
from meetings.forms import initial_data
from meetings.models import Meeting
from meetings.selectors import initial_values
from meetings.states import Status
from tests.factories import at, plan_by_lin
from tests.world import World

pytestmark = pytest.mark.once

THEME = ["theme_day"]


@pytest.fixture(autouse=True)
def evening(clock: Any) -> None:
    """The usual hours of the day are over."""
    clock.move_to(at(dt.date(2026, 11, 22), 18, 0))


def last(make: Any, day: int, minutes: int | None, *kinds: str, hour: int = 15) -> Meeting:
    on = dt.date(2026, 11, day)
    starts = at(on, hour, 0)
    ends = starts + dt.timedelta(minutes=minutes) if minutes else None
    return make(kinds=list(kinds or THEME), held_on=on, starts_at=starts, ends_at=ends)


@pytest.mark.parametrize(
    ("before", "usual", "starts", "ends"),
    [
        ([], 90, "14:30", "16:00"),
        ([], 60, "14:30", "15:30"),
        ([(10, 50)], 90, "15:00", "15:50"),
        ([(10, 50), (12, None)], 90, "15:00", "15:50"),  # the last one that says it
        ([(10, 50, "theme_day", "lecture")], 90, "15:00", "15:50"),
        ([(10, 30, "lecture")], 90, "15:00", "16:30"),  # its hour, but not another kind's length
    ],
)
def test_it_is_the_start_and_the_branchs_usual_length(
    make: Any, world: World, settings: Any, before: list[Any], usual: int, starts: str, ends: str
) -> None:
    settings.USUAL_MINUTES = usual
    for day, minutes, *kinds in before:
        last(make, day, minutes, *kinds)
    sheet = initial_data.new_form(world.lin.actor, world.branch, [world.branch], THEME)
    assert (sheet.data["starts_at"], sheet.data["ends_at"]) == (starts, ends)


def test_past_midnight_it_is_left_to_who_was_there(make: Any, world: World) -> None:
    last(make, 10, 50, hour=23)
    habit = initial_values.habit_of(world.branch, THEME, [])
    ends = [habit.ends(starts, dt.date(2026, 11, 20)) for starts in (dt.time(23), dt.time(23, 10))]
    assert ends == [dt.time(23, 50), None]


@pytest.mark.parametrize(
    ("now", "new", "planned"),
    [
        ((16, 0), ("14:30", "16:00"), "16:00"),  # over at this minute
        ((15, 59), ("14:30", "15:55"), "15:55"),
        ((14, 40), ("14:30", "14:40"), "14:40"),
        ((14, 39), ("13:05", "14:35"), ""),  # hardly begun: it was at other hours
        ((9, 2), ("07:30", "09:00"), ""),
        ((1, 10), ("", ""), ""),  # yesterday's
    ],
)
def test_r_rec_10_the_hours_filled_in_never_reach_beyond_now(
    world: World, clock: Any, now: tuple[int, int], new: tuple[str, str], planned: str
) -> None:
    today = dt.date(2026, 11, 22)
    clock.move_to(at(today, 0, 30))
    plan = plan_by_lin(world, at(today), kinds=["lecture"])
    clock.move_to(at(today, *now))
    fresh = initial_data.new_form(world.lin.actor, world.branch, [world.branch], THEME)
    assert (fresh.data["starts_at"], fresh.data["ends_at"]) == new
    opened = initial_data.form_of_meeting(plan, world.lin.actor)
    assert (opened.data["starts_at"], opened.data["ends_at"]) == ("14:30", planned)


@pytest.mark.parametrize(("hour", "hours"), [(18, ("14:30", "16:00")), (10, ("08:30", "10:00"))])
def test_r_rec_10_a_plan_of_another_day_held_today_is_over_by_now(
    world: World, clock: Any, hour: int, hours: tuple[str, str]
) -> None:
    plan_by_lin(world, at(dt.date(2026, 11, 25)))
    clock.move_to(at(dt.date(2026, 11, 22), hour, 0))
    sheet = initial_data.new_form(world.lin.actor, world.branch, [world.branch], THEME)
    assert (sheet.data["held_on"], sheet.data["starts_at"], sheet.data["ends_at"]) == ("2026-11-22", *hours)


@pytest.mark.parametrize(
    ("status", "ends"),
    [(Status.PLANNED, "10:50"), (Status.HELD, "10:50"), (Status.RETURNED, "10:50"), (Status.CONFIRMED, "")],
)
def test_an_opened_plan_or_record_is_filled_and_a_confirmed_one_is_not(
    make: Any, world: World, status: str, ends: str
) -> None:
    last(make, 10, 50)
    meeting = last(make, 20, None, hour=10)
    Meeting.objects.filter(pk=meeting.pk).update(status=status, submitted_at=meeting.starts_at)
    meeting.refresh_from_db()
    assert initial_data.form_of_meeting(meeting, world.lin.actor).data["ends_at"] == ends
    assert Meeting.objects.get(pk=meeting.pk).ends_at is None


def test_an_end_that_is_written_stays(make: Any, world: World) -> None:
    meeting = last(make, 20, 25)
    assert initial_data.form_of_meeting(meeting, world.lin.actor).data["ends_at"] == "15:25"
    assert actions.submit(meeting=meeting, by=world.lin.actor).status == Status.SUBMITTED
