"""Two meetings of a year's plan that cannot both be: one branch twice at one hour, or two in one room.

Days off bring together what fixed days had kept apart, and a yearly meeting falls on the theme day's own day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from branches.selectors.workdays import Workdays
from meetings.selectors.initial_values import usual_length
from meetings.states import Kind

if TYPE_CHECKING:
    from meetings.models import Meeting
    from planning.selectors.year_plan import Wish

Slot = tuple[int, dt.datetime, str]


def apart(
    wishes: Sequence["Wish"], there: Iterable["Meeting"], days: Workdays, today: dt.date
) -> list["Wish"]:
    """The wishes, where one gives way: to the nearest working day of its month that is free, the earlier of two.

    A theme day stays on its day. Who meets in another's room stays too while that is his own fixed day: so it has
    always been. A place nobody named is no room.
    """
    taken: dict[dt.date, list[Slot]] = defaultdict(list)
    for row in there:
        taken[row.held_on].append((row.organization_id, row.starts_at, row.place))
    found = []
    for wish in sorted(wishes, key=lambda wish: (Kind.THEME_DAY not in wish.kinds, wish.is_moved_off)):
        if Kind.THEME_DAY not in wish.kinds:
            near = (replace(wish, on=day) for day in _near(wish.on, days, today))
            wish = next((one for one in near if not _clashes(one, taken[one.on], wish)), wish)
        taken[wish.on].append((wish.organization.pk, wish.starts_at, wish.place))
        found.append(wish)
    return found


def _clashes(wish: "Wish", slots: Sequence[Slot], asked: "Wish") -> bool:
    own_day = wish.on == asked.on and not asked.is_moved_off
    return any(
        abs(starts - wish.starts_at) < usual_length()
        and (pk == wish.organization.pk or (not own_day and bool(place) and place == wish.place))
        for pk, starts, place in slots
    )


def _near(day: dt.date, days: Workdays, today: dt.date) -> Iterator[dt.date]:
    """That day, and the month's other working days from today on, the nearest first."""
    yield day
    month = [day + dt.timedelta(days=n) for n in range(-30, 31)]
    fit = (each for each in month if each.month == day.month and each >= today and days.is_workday(each))
    yield from sorted(fit, key=lambda each: (abs((each - day).days), each))
