"""Why a month's report holds dates of the months before: what is asked by the quarter, half-year or year."""

from collections.abc import Iterable

from core.clock import Period
from core.dates_zh import full_date, short_month, short_period
from obligations.models import Rule


def reach_back_note(rules: Iterable[Rule], month: Period) -> str:
    """A sentence for each longer period; empty where everything is asked by the month.

    支部党员大会、党课按季度计，本季度还没有到期，只列进度，12月的月报计完成；日期从10月1日起。
    """
    longer: dict[Period, list[Rule]] = {}
    for rule in rules:
        if (period := Period.holding(month.since, rule.months)) != month:
            longer.setdefault(period, []).append(rule)
    return "".join(_sentence(period, found, month) for period, found in sorted(longer.items()))


def _sentence(period: Period, rules: list[Rule], month: Period) -> str:
    names = "、".join(rule.label for rule in rules)
    cadence = Rule.Cadence(rules[0].cadence).label.removeprefix("每")
    which = short_period(period, month.since)
    if period.until == month.until:
        counted = f"{which}到本月期满，计入完成率"
    else:
        counted = f"{which}还没有期满，只列进度，{short_month(period.until, month.since)}的月报计完成率"
    return f"{names}按{cadence}计，{counted}；日期从{full_date(period.since)}起。"
