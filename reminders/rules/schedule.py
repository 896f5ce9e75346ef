"""The schedule of reminders: quiet days and hours, and the day on which a reminder is given.

It depends on the calendar alone, never on what was sent before.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from branches.selectors.workdays import Workdays

LONGEST_REST = 31  # days looked ahead for the next day on which people are reminded


def clock_time(text: str) -> dt.time:
    """09:00 as a time. Raises ValueError for anything else."""
    return dt.time.fromisoformat(text)


def is_quiet_hour(at: dt.datetime) -> bool:
    """From QUIET_FROM on and before QUIET_UNTIL, local time; the night lies between them."""
    since, until = clock_time(settings.QUIET_FROM), clock_time(settings.QUIET_UNTIL)
    return is_between(timezone.localtime(at).time(), since, until)


def is_message_hour(at: dt.datetime) -> bool:
    """From MESSAGES_FROM on and before MESSAGES_UNTIL, local time: when an office's reminder may be sent by message."""
    since, until = clock_time(settings.MESSAGES_FROM), clock_time(settings.MESSAGES_UNTIL)
    return is_between(timezone.localtime(at).time(), since, until)


def is_between(now: dt.time, since: dt.time, until: dt.time) -> bool:
    """From `since` on and before `until`, over midnight where `until` is the earlier one."""
    if since <= until:
        return since <= now < until
    return now >= since or now < until


def minutes_left(since: dt.time, until: dt.time) -> int:
    """How many minutes of a day remain in which a reminder can be sent, when these too are quiet: after REMIND_AT and
    outside the hours in which nobody is disturbed."""
    begins = clock_time(settings.REMIND_AT)
    house = clock_time(settings.QUIET_FROM), clock_time(settings.QUIET_UNTIL)
    day = (dt.time(minute // 60, minute % 60) for minute in range(24 * 60))
    return sum(
        now >= begins and not is_between(now, *house) and not is_between(now, since, until) for now in day
    )


@dataclass(frozen=True)
class ReminderDays:
    """The days on which people are reminded, in the years around one day; made by `around`."""

    workdays: Workdays

    @classmethod
    def around(cls, day: dt.date) -> "ReminderDays":
        """One query."""
        return cls(Workdays.of(*sorted({day.year - 1, day.year, day.year + 1})))

    def at(self, path: str) -> "ReminderDays":
        """The same at one place, which may have days off of its own. No query."""
        return ReminderDays(self.workdays.at(path))

    def of_each(self) -> list["ReminderDays"]:
        """Those of everybody, and of each place with days off of its own."""
        return [self.at(path) for path in {"", *self.workdays.tables}]

    def is_quiet_everywhere(self, day: dt.date) -> bool:
        return all(each.is_quiet(day) for each in self.of_each())

    def is_quiet(self, day: dt.date) -> bool:
        return settings.QUIET_DAYS_OFF and not self.workdays.is_workday(day)

    def on_or_after(self, day: dt.date) -> dt.date:
        return self._nearest(day, 1)

    def following(self, day: dt.date) -> dt.date:
        return self._nearest(day + dt.timedelta(days=1), 1)

    def falls_on(self, day: dt.date, *, before: dt.date) -> dt.date:
        """The day on which a reminder meant for `day` is given: the next day not quiet, or an earlier one if that is after `before`."""
        later = self.on_or_after(day)
        return later if later <= before else self._nearest(day, -1)

    def next_message(self, now: dt.datetime) -> dt.datetime:
        """`now` where a message may go out at once, else the next instant at which it may."""
        local = timezone.localtime(now)
        day, since = local.date(), clock_time(settings.MESSAGES_FROM)
        if not self.is_quiet(day):
            if is_message_hour(now):
                return now
            if local.time() < since:
                return local.replace(hour=since.hour, minute=since.minute, second=0, microsecond=0)
        first = self.following(day)
        return timezone.make_aware(dt.datetime.combine(first, since))

    def begins_week(self, day: dt.date) -> bool:
        """Whether `day` is the first day of its week on which people are reminded; weekly reminders are given then."""
        monday = day - dt.timedelta(days=day.weekday())
        return self.on_or_after(monday) == day

    def begins_month(self, day: dt.date) -> bool:
        return self.on_or_after(day.replace(day=1)) == day

    def _nearest(self, day: dt.date, step: int) -> dt.date:
        for n in range(LONGEST_REST):
            found = day + dt.timedelta(days=n * step)
            if not self.is_quiet(found):
                return found
        return day
