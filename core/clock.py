"""The clock, months and periods: local dates of the installation's time zone."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    return timezone.localdate()


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last day: Jan 31 + 1 month = Feb 28.

    Beyond the first or the last day there is: that day, so that no date somebody types is an error of ours.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.min if months < 0 else dt.date.max
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `since` (a first day) to `until` (a last day), both included."""

    since: dt.date
    until: dt.date

    @classmethod
    def holding(cls, day: dt.date, months: int) -> "Period":
        """The period of 1, 3, 6 or 12 months of the calendar year that holds the day."""
        first = (day.month - 1) // months * months + 1
        last = first + months - 1
        return cls(
            dt.date(day.year, first, 1), dt.date(day.year, last, calendar.monthrange(day.year, last)[1])
        )

    @classmethod
    def month(cls, day: dt.date) -> "Period":
        return cls.holding(day, 1)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The month written YYYY-MM. Raises ValueError otherwise, and for the first and the last year there are."""
        if len(text) != 7 or text[4] != "-" or not (text.isascii() and (text[:4] + text[5:]).isdecimal()):
            raise ValueError(f"not a month: {text!r}")
        if int(text[:4]) in (dt.MINYEAR, dt.MAXYEAR):
            raise ValueError(f"nothing before or after it: {text!r}")
        return cls.month(dt.date(int(text[:4]), int(text[5:]), 1))

    @property
    def months(self) -> int:
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1

    @property
    def text(self) -> str:
        return f"{self.since:%Y-%m}"

    def __contains__(self, day: dt.date) -> bool:
        return self.since <= day <= self.until

    def previous(self) -> "Period":
        return Period.holding(months_later(self.since, -self.months), self.months)

    def next(self) -> "Period":
        return Period.holding(months_later(self.since, self.months), self.months)
