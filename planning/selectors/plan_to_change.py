"""The next usual day of a plan, and whom it concerns when one is called off."""

import datetime as dt
from collections.abc import Iterable

from branches.models import Organization
from core import clock
from meetings.models import Meeting
from meetings.selectors import roll
from meetings.states import STANDING_LEAVE, Kind


def next_day(organization: Organization, kinds: Iterable[str]) -> dt.date:
    """The next fixed day for a theme day; a week from today for anything else."""
    today = clock.today()
    if Kind.THEME_DAY not in set(kinds) or not organization.activity_day:
        return today + dt.timedelta(days=7)
    for month in (clock.Period.month(today), clock.Period.month(today).next()):
        day = min(month.until, month.since + dt.timedelta(days=organization.activity_day - 1))
        if day >= today:
            return day
    return today


def calling_off(meeting: Meeting) -> dict[str, int]:
    """Whom it concerns when a planned meeting is called off: who is expected, and who asked for leave."""
    kinds = [row.kind for row in meeting.kinds.all()]
    seats = roll.take(meeting.organization, kinds, meeting.held_on)
    leaves = meeting.leaves.filter(status__in=STANDING_LEAVE).count()
    return {"expected": sum(seat.is_expected for seat in seats), "leaves": leaves}
