"""When a meeting ends is filled in by habit, so that asking for it (R-REC-01) costs nobody a tap."""

import datetime as dt
from typing import Any

import pytest

from meetings import actions
from meetings.forms import initial_data
from meetings.models import Meeting
from meetings.selectors import initial_values
from meetings.states import Status
from tests.factories import at
from tests.world import World

THEME = ["theme_day"]


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
    assert (habit.ends(), habit.ends(dt.time(23, 10))) == (dt.time(23, 50), None)


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
