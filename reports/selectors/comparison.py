"""Frozen figures of the month before and of the same month a year ago, beside those of a frozen report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.clock import Period, months_later
from core.dates_zh import full_month, short_month
from obligations.sql.fulfilled import TOTAL
from reports.models import Report, Total
from reports.selectors.figures import TotalFigures


@dataclass(frozen=True)
class EarlierTotals:
    """By organization; empty for a draft, which is compared with nothing."""

    month: Period
    before: Mapping[int, TotalFigures] = field(default_factory=dict)
    year_before: Mapping[int, TotalFigures] = field(default_factory=dict)

    @property
    def before_name(self) -> str:
        return short_month(months_later(self.month.since, -1), self.month.since)

    @property
    def year_before_name(self) -> str:
        return full_month(months_later(self.month.since, -12))


def earlier_totals(report: Report, organizations: Collection[int]) -> EarlierTotals:
    """Of these organizations. The caller has limited them to what the reader sees. One query, none for a draft."""
    month = Period.month(report.month)
    if report.frozen_at is None:
        return EarlierTotals(month)
    months = months_later(month.since, -1), months_later(month.since, -12)
    rows = (
        Total.objects.filter(
            report__in=Report.objects.frozen().order_by().values("pk"),
            report__month__in=months,
            organization__in=organizations,
        )
        .order_by("report__path")  # the highest report first: those below it hold the same rows
        .values_list("report__month", *TOTAL)
    )
    found: dict[object, dict[int, TotalFigures]] = {day: {} for day in months}
    for day, *row in rows:
        total = TotalFigures(*row)
        found[day].setdefault(total.organization_id, total)
    return EarlierTotals(month, found[months[0]], found[months[1]])
