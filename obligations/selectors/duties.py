"""The duties of a month: the rules in force, each with the period of its cadence that contains the month.

This module decides what depends on the calendar alone (months, thresholds); what depends on the organization is
decided in SQL (obligations.sql.required).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from core.clock import Period, months_later
from meetings.states import Kind
from obligations.models import Rule, Waiver
from obligations.rules.duty import Duty, PastPeriod

PAST = 12  # periods looked back for missed_in_a_row; who missed more is shown as 12


def duties(month: Period) -> list[Duty]:
    """What the rules in force on the month's last day ask, by code. One query.

    Rules of the list without a kind of meeting cannot be counted here and are left out.
    """
    return duties_of_each([month])[0]


def duties_of_each(months: Sequence[Period]) -> list[list[Duty]]:
    """The duties of several months, in their order. One query, however many months."""
    last = max(month.until for month in months)
    waivers = Waiver.objects.filter(rule_code=OuterRef("code"), since__lte=last)
    history: dict[str, list[Any]] = defaultdict(list)
    for row in Rule.objects.annotate(has_waivers=Exists(waivers)).order_by("code", "-valid_from"):
        history[row.code].append(row)
    return [_duties_of_month(month, history) for month in months]


def _duties_of_month(month: Period, history: Mapping[str, list[Any]]) -> list[Duty]:
    month_duties = []
    for rows in history.values():
        rule = next((row for row in rows if _in_force(row, month.until)), None)
        if rule is None or rule.kind not in Kind.values:
            continue
        period = Period.holding(month.since, rule.months)
        month_duties.append(
            Duty(
                rule=rule,
                period=period,
                is_due=period.until == month.until,
                past=tuple(_past_periods(rows, rule, period)),
                has_waivers=rule.has_waivers,
            )
        )
    return month_duties


def _in_force(rule: Rule, day: dt.date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)


def _past_periods(rows: list[Rule], rule: Rule, period: Period) -> list[PastPeriod]:
    """A changed count goes on the same row of periods; a changed cadence or kind begins a new one."""
    periods = []
    for _ in range(PAST):
        then = next((row for row in rows if _in_force(row, period.until)), None)
        if then is None or (then.kind, then.cadence) != (rule.kind, rule.cadence):
            break
        # count × full ÷ months rounds to 1 or more from this many full months on.
        needed = -(-period.months // (2 * then.count))
        start = months_later(period.since, period.months - needed)
        if then.valid_from <= start or any(_in_force(row, start) for row in rows):
            periods.append(PastPeriod(period, start))
        period = period.previous()
    return periods
