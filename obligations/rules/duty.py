"""A duty: a rule in the period of its cadence that contains a month, as a value."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clock import Period, months_later

if TYPE_CHECKING:
    from obligations.models import Rule


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """An earlier period, or this one, for counting what was missed in a row.

    An organization that existed from `latest_start` to the end of the period owed something in it.
    """

    period: Period
    latest_start: dt.date


@dataclass(frozen=True)
class Duty:
    """A rule in the period that contains the month."""

    rule: "Rule"
    period: Period
    is_due: bool  # the period ends with the month
    past: tuple[PastPeriod, ...]  # newest first, this period included
    has_waivers: bool
    path: str = ""  # where it is asked, with all below; empty: of everybody
    excepted: tuple[str, ...] = ()  # paths below it at which a rule of their own holds instead

    @property
    def months(self) -> list[Period]:
        """The period's months in which the rule was in force throughout."""
        rule = self.rule
        return [
            month
            for month in months_of(self.period)
            if rule.valid_from <= month.since and (not rule.valid_until or month.until <= rule.valid_until)
        ]


def months_of(period: Period) -> list[Period]:
    return [Period.month(months_later(period.since, n)) for n in range(period.months)]
