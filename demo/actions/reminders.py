"""Writes the demonstration's reminders of the last days, from what its branches owe."""

import datetime as dt

from core import clock
from reminders.actions.send_reminders import write_chunk
from reminders.models import Digest
from reminders.rules.schedule import ReminderDays
from reminders.selectors.recipients import digest_drafts

DAYS = 3
MANY = 300  # organizations from which on one day has to do: deciding for a district takes seconds


def write(today: dt.date, organizations: int) -> int:
    """Digests of the last working days before today, the older ones seen. Returns how many."""
    calendar, wanted = ReminderDays.around(today), 1 if organizations >= MANY else DAYS
    back = (today - dt.timedelta(days=n) for n in range(1, 31))
    days = [day for day in back if not calendar.is_quiet(day)][:wanted]
    made = sum(write_chunk(day, digest_drafts(day)) for day in reversed(days))
    Digest.objects.exclude(day=days[0]).update(seen_at=clock.now())
    return made
