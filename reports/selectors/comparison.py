"""Frozen figures of the month before and of the same month a year ago, beside those of a frozen report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from branches.models import Organization
from core.clock import Period, months_later
from core.dates_zh import full_month, short_month
from obligations.sql.fulfilled import TOTAL
from reports.models import Report, Total
from reports.rules.differences import NOTHING, count_change, rate_change
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


@dataclass(frozen=True)
class ComparedFigure:
    """A figure with its words, of this month and of the two it is compared with."""

    label: str
    now: str
    before: str
    change: str
    year_before: str
    year_change: str


@dataclass(frozen=True)
class ComparedFigures:
    organization: Organization
    now_name: str
    before_name: str
    year_before_name: str
    rows: Sequence[ComparedFigure]


COUNTS = {"required": ("应开", "次"), "held": ("已开", "次")}
RATES = {"completion": "完成率", "attendance": "参会率"}
LATER_COUNTS = {"late_records": ("逾期补录", "次"), "missing_branches": ("有未开展的支部", "个")}


def compared_figures(report: Report) -> ComparedFigures | None:
    """The report's own total; None for a draft, which is compared with nothing. Two queries."""
    if report.frozen_at is None:
        return None
    row = report.totals.filter(organization=report.organization_id).values(*TOTAL).first()
    if row is None:
        return None
    now, earlier = TotalFigures(**row), earlier_totals(report, [report.organization_id])
    before, year_before = (
        totals.get(report.organization_id) for totals in (earlier.before, earlier.year_before)
    )
    return ComparedFigures(
        organization=report.organization,
        now_name=full_month(report.month),
        before_name=earlier.before_name,
        year_before_name=earlier.year_before_name,
        rows=[
            *(_count(name, *words, now, before, year_before) for name, words in COUNTS.items()),
            *(_rate(name, label, now, before, year_before) for name, label in RATES.items()),
            *(_count(name, *words, now, before, year_before) for name, words in LATER_COUNTS.items()),
        ],
    )


def _count(
    name: str,
    label: str,
    unit: str,
    now: TotalFigures,
    before: TotalFigures | None,
    year_before: TotalFigures | None,
) -> ComparedFigure:
    value, then, long_ago = (getattr(row, name) if row else None for row in (now, before, year_before))

    def with_unit(number: int | None) -> str:
        return NOTHING if number is None else f"{number:,}{unit}"

    return ComparedFigure(
        label,
        with_unit(value),
        with_unit(then),
        count_change(value, then),
        with_unit(long_ago),
        count_change(value, long_ago),
    )


def _rate(
    name: str, label: str, now: TotalFigures, before: TotalFigures | None, year_before: TotalFigures | None
) -> ComparedFigure:
    value, then, long_ago = (getattr(row, name) if row else None for row in (now, before, year_before))

    def with_unit(number: Decimal | None) -> str:
        return NOTHING if number is None else f"{number}%"

    return ComparedFigure(
        label,
        with_unit(value),
        with_unit(then),
        rate_change(value, then),
        with_unit(long_ago),
        rate_change(value, long_ago),
    )
