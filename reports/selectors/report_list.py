"""Read model of the list of reports: each with the figures of its own organization, beside last month and last year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef

from core.clock import months_later
from obligations.sql.fulfilled import TOTAL
from reports.models import Report, Total
from reports.querysets import ReportQuerySet
from reports.rules.differences import NOTHING, rate_change
from reports.selectors.figures import TotalFigures


@dataclass(frozen=True)
class ReportRow:
    """figures: None for a report without rows; change, year_change: of the completion, frozen with frozen only.

    of_month: how many reports of that month one may see; read: how many have said 已阅.
    """

    report: Report
    figures: TotalFigures | None
    change: str
    year_change: str
    of_month: int
    read: int


def highest_of_each_month(reports: ReportQuerySet) -> ReportQuerySet:
    """Without those that lie below another of the same month: its figures hold theirs."""
    own_path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = reports.order_by().filter(month=OuterRef("month")).exclude(path=OuterRef("path"))
    return reports.exclude(Exists(above.alias(below=own_path).filter(below__startswith=F("path"))))


def report_rows(reports: Sequence[Report], visible: ReportQuerySet) -> list[ReportRow]:
    """Rows of one page. Four queries, whatever its length."""
    months = {report.month for report in reports}
    own = {
        row["report_id"]: TotalFigures(**{name: row[name] for name in TOTAL})
        for row in Total.objects.filter(report__in=[report.pk for report in reports], organization=F("report__organization"))
        .order_by()
        .values("report_id", *TOTAL)
    }  # fmt: skip
    earlier = _frozen_totals(reports, {months_later(month, -back) for month in months for back in (1, 12)})
    counted = visible.order_by().filter(month__in=months).values("month").annotate(count=Count("pk"))
    of_month = {row["month"]: row["count"] for row in counted}
    read = dict(
        Report.objects.filter(pk__in=[report.pk for report in reports])
        .order_by()
        .annotate(count=Count("readings"))
        .values_list("pk", "count")
    )
    return [
        ReportRow(
            report,
            own.get(report.pk),
            _change(report, own, earlier, 1),
            _change(report, own, earlier, 12),
            of_month.get(report.month, 0),
            read.get(report.pk, 0),
        )
        for report in reports
    ]


def _frozen_totals(
    reports: Sequence[Report], months: set[dt.date]
) -> dict[tuple[dt.date, int], TotalFigures]:
    rows = Total.objects.filter(
        report__in=Report.objects.frozen().filter(month__in=months).order_by().values("pk"),
        organization__in={report.organization_id for report in reports},
    )
    found: dict[tuple[dt.date, int], TotalFigures] = {}
    for month, *row in rows.order_by("report__path").values_list("report__month", *TOTAL):
        total = TotalFigures(*row)
        found.setdefault((month, total.organization_id), total)
    return found


def _change(
    report: Report,
    own: dict[int, TotalFigures],
    earlier: dict[tuple[dt.date, int], TotalFigures],
    back: int,
) -> str:
    now = own.get(report.pk)
    then = earlier.get((months_later(report.month, -back), report.organization_id))
    if report.frozen_at is None or now is None or then is None:
        return NOTHING
    return rate_change(now.completion, then.completion)
