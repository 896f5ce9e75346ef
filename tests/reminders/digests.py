"""What the tests of reminders share: a day, the lines of one person."""

import datetime as dt
from typing import Any

import time_machine

from accounts.models import User
from branches.selectors.actors import SYSTEM
from reminders import actions
from reminders.models import Digest
from reminders.selectors.recipients import digest_drafts

MONDAY = dt.date(2026, 11, 23)
TEN_BEFORE = dt.date(2026, 11, 20)  # a Friday, ten days before November ends


def nine(day: dt.date) -> dt.datetime:
    """Nine in the morning, Shanghai."""
    return dt.datetime(day.year, day.month, day.day, 1, 0, tzinfo=dt.UTC)


def sentences(user: User, day: dt.date, *whats: str) -> list[str]:
    """What one person would hear on that day, of those kinds."""
    with time_machine.travel(nine(day), tick=False):
        told = [each for each in digest_drafts(day) if each.user_id == user.pk]
    return [line.sentence for each in told for line in each.lines if not whats or line.what in whats]


def remind(day: dt.date) -> int:
    with time_machine.travel(nine(day), tick=False):
        return actions.remind(day=day, by=SYSTEM)


def digest_of(user: User, day: dt.date) -> Any:
    return Digest.objects.get(user=user, day=day)
