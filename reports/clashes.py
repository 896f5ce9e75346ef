"""Two meetings of a year's plan in one room at one hour: days off bring together what fixed days had kept apart."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from meetings.workdays import Workdays

if TYPE_CHECKING:
    from meetings.models import Meeting
    from reports.yearplans import Wish

Place = tuple[dt.date, dt.time, str]


def apart(
    wishes: Sequence["Wish"], there: Iterable["Meeting"], days: Workdays, today: dt.date
) -> list["Wish"]:
    """The wishes, where one moved off a day off gives way to whoever has that room at that hour: to the nearest free
    working day of its month, the earlier of two. Those on their own fixed day stay; a place nobody named is no room."""
    taken = {(row.held_on, timezone.localtime(row.starts_at).time(), row.place) for row in there if row.place}
    taken |= {_room(wish) for wish in wishes if wish.place and not wish.is_moved_off}
    found = []
    for wish in wishes:
        if wish.place and wish.is_moved_off:
            on = next(
                (day for day in _near(wish.on, days, today) if (day, *_room(wish)[1:]) not in taken), wish.on
            )
            wish = replace(wish, on=on)
            taken.add(_room(wish))
        found.append(wish)
    return found


def _room(wish: "Wish") -> Place:
    return wish.on, wish.starts, wish.place


def _near(day: dt.date, days: Workdays, today: dt.date) -> Iterator[dt.date]:
    """That day, and the month's other working days from today on, the nearest first."""
    yield day
    month = [day + dt.timedelta(days=n) for n in range(-30, 31)]
    fit = (each for each in month if each.month == day.month and each >= today and days.is_workday(each))
    yield from sorted(fit, key=lambda each: (abs((each - day).days), each))
