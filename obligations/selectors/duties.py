"""The duties of a month: the rules in force, each with the period of its cadence that contains the month.

This module decides what depends on the calendar alone (months, thresholds); what depends on the organization is
decided in SQL (obligations.sql.required).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from core.clock import Period, months_later
from meetings.states import Kind
from obligations.models import Rule, Waiver
from obligations.rules.duty import Duty, PastPeriod
from obligations.rules.scopes import rule_at, rules_standing

PAST = 12  # periods looked back for missed_in_a_row; who missed more is shown as 12


def duties(month: Period, path: str) -> list[Duty]:
    """What the rules in force on the month's last day ask at and below a path (empty: everywhere), by code. One query.

    Rules of the list without a kind of meeting cannot be counted here and are left out.
    """
    return duties_of_each([month], path)[0]


def duties_of_each(months: Sequence[Period], path: str) -> list[list[Duty]]:
    """The duties of several months, in their order. One query, however many months."""
    last = max(month.until for month in months)
    waivers = Waiver.objects.filter(rule_code=OuterRef("code"), since__lte=last)
    history: dict[str, list[Any]] = defaultdict(list)
    for row in Rule.objects.touching(path).annotate(has_waivers=Exists(waivers)).in_order():
        history[row.code].append(row)
    return [[*_duties_of_month(month, history, path)] for month in months]


def _duties_of_month(month: Period, history: Mapping[str, list[Any]], path: str) -> Iterator[Duty]:
    for rows in history.values():
        standing: dict[str, Any] = rules_standing(rows, month.until)
        for place, rule in standing.items():
            below = [each for each in standing if each != place and each.startswith(place)]
            if rule.kind not in Kind.values or any(path.startswith(each) for each in below):
                continue
            period = Period.holding(month.since, rule.months)
            yield Duty(
                rule=rule,
                period=period,
                is_due=period.until == month.until,
                past=tuple(_past_periods(rows, rule, period)),
                has_waivers=rule.has_waivers,
                path=place,
                excepted=tuple(below),
            )


def _past_periods(rows: list[Rule], rule: Rule, period: Period) -> list[PastPeriod]:
    """A changed count goes on the same row of periods; a changed cadence or kind begins a new one."""
    periods, rows = [], [row for row in rows if rule.path.startswith(row.path)]
    for _ in range(PAST):
        then = rule_at(rules_standing(rows, period.until), rule.path)
        if then is None or (then.kind, then.cadence) != (rule.kind, rule.cadence):
            break
        # count × full ÷ months rounds to 1 or more from this many full months on.
        needed = -(-period.months // (2 * then.count))
        start = months_later(period.since, period.months - needed)
        if then.valid_from <= start or rule_at(rules_standing(rows, start), rule.path):
            periods.append(PastPeriod(period, start))
        period = period.previous()
    return periods
