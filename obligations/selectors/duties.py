"""Duties: the rules in force in a month, each with the period of its own cadence that holds the month.

Python decides here what depends on the calendar alone (which months, which thresholds); what depends on the organization
is decided by the database (obligations.sql.fulfilled).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import Period, months_later
from meetings.states import Kind
from obligations.models import Rule, Waiver

PAST = 12  # periods looked back for missed_in_a_row; who missed more is shown as 12


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier period, or this one, for counting what was missed in a row.

    Whoever stood from `latest_start` to the period's end owed something in it.
    """

    period: Period
    latest_start: dt.date


@dataclass(frozen=True)
class Duty:
    """A rule in the period that holds the month."""

    rule: Rule
    period: Period
    is_due: bool  # the period ends with the month
    past: tuple[Past, ...]  # newest first, this period included
    has_waivers: bool

    @property
    def months(self) -> list[Period]:
        """The period's months in which the rule was in force throughout."""
        rule = self.rule
        return [
            month
            for month in months_of(self.period)
            if rule.valid_from <= month.since and (not rule.valid_until or month.until <= rule.valid_until)
        ]

    @property
    def form(self) -> tuple[object, ...]:
        """Everything that a statement's text takes from a duty."""
        rule = self.rule
        return (
            rule.pk,
            rule.code,
            rule.kind,
            rule.applies_to,
            rule.count,
            rule.valid_from,
            rule.valid_until,
            self.period,
            self.is_due,
            self.past,
            self.has_waivers,
        )


def months_of(period: Period) -> list[Period]:
    return [Period.month(months_later(period.since, n)) for n in range(period.months)]


def duties(month: Period) -> list[Duty]:
    """What the rules in force on the month's last day ask, by code. Two queries.

    Rules of the list without a kind of meeting cannot be counted here and are left out.
    """
    return duties_of_each([month])[0]


def duties_of_each(months: Sequence[Period]) -> list[list[Duty]]:
    """The duties of several months, in their order. Two queries, however many months."""
    history: dict[str, list[Rule]] = defaultdict(list)
    for row in Rule.objects.order_by("code", "-valid_from"):
        history[row.code].append(row)
    last = max(month.until for month in months)
    waived = set(Waiver.objects.filter(since__lte=last).values_list("rule_code", flat=True))
    return [_duties(month, history, waived) for month in months]


def _duties(month: Period, history: Mapping[str, list[Rule]], waived: set[str]) -> list[Duty]:
    found = []
    for code, rows in history.items():
        rule = next((row for row in rows if _in_force(row, month.until)), None)
        if rule is None or rule.kind not in Kind.values:
            continue
        period = Period.holding(month.since, rule.months)
        found.append(
            Duty(
                rule=rule,
                period=period,
                is_due=period.until == month.until,
                past=tuple(_past(rows, rule, period)),
                has_waivers=code in waived,
            )
        )
    return found


def _in_force(rule: Rule, day: dt.date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)


def _past(rows: list[Rule], rule: Rule, period: Period) -> list[Past]:
    """A changed count goes on the same row of periods; a changed cadence or kind begins a new one."""
    found = []
    for _ in range(PAST):
        then = next((row for row in rows if _in_force(row, period.until)), None)
        if then is None or (then.kind, then.cadence) != (rule.kind, rule.cadence):
            break
        # count × full ÷ months rounds to 1 or more from this many full months on.
        needed = -(-period.months // (2 * then.count))
        start = months_later(period.since, period.months - needed)
        if then.valid_from <= start or any(_in_force(row, start) for row in rows):
            found.append(Past(period, start))
        period = period.previous()
    return found
