"""The figures of a month, live from the meetings or frozen from a report, in the same dataclasses.

Both come from the SQL of obligations.sql.fulfilled. Callers check that the actor may see the organization.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from branches.models import Organization
from branches.rules import tree
from core import clock
from core.clock import Period, months_later
from core.numbers import rate
from meetings.models import Meeting, Step
from meetings.querysets import MeetingQuerySet
from obligations.models import Rule
from obligations.rules.cut_off import cut_off
from obligations.rules.duty import Duty
from obligations.selectors.duties import duties
from obligations.sql.fulfilled import LINE, TOTAL, FigureStatement
from reports.models import Report

IS_DUE = LINE.index("is_due")
LIVE_MONTHS = 2  # how many months without frozen rows a trend computes; older ones stay empty


@dataclass(frozen=True, slots=True)
class FigureValues:
    """Sums of the organization and everything below it."""

    organization_id: int
    path: str
    required: int | None
    fulfilled: int
    held: int
    expected: int
    present: int
    on_leave: int
    absent: int
    late_records: int

    @property
    def completion(self) -> Decimal | None:
        """完成率 in percent, one decimal; None where nothing is asked."""
        return rate(self.fulfilled, self.required)

    @property
    def attendance(self) -> Decimal | None:
        """参会率 in percent, one decimal; None where nobody was expected."""
        return rate(self.present, self.expected)

    @property
    def lacking(self) -> int:
        """差: how many meetings are missing from what is asked."""
        return (self.required or 0) - self.fulfilled


@dataclass(frozen=True, slots=True)
class LineFigures(FigureValues):
    """Organization × rule, in the rule's own period. Fields as reports.models.Line."""

    rule_id: int
    is_due: bool
    own_required: int | None
    own_held: int
    missed_in_a_row: int


@dataclass(frozen=True, slots=True)
class TotalFigures(FigureValues):
    """Organization over all rules: duties of due lines, each meeting of the month once. Fields as reports.models.Total."""

    branches: int
    members: int
    returned: int
    missed: int
    missing_branches: int


@dataclass(frozen=True)
class MonthFigures:
    """The figures of one root and month. Lines by (organization_id, rule_id), totals by organization_id, in tree order."""

    root: Organization
    month: Period
    rules: Sequence[Rule]
    duties: dict[int, Period]  # rule id → the rule's own period that holds the month
    lines: dict[tuple[int, int], LineFigures]
    totals: dict[int, TotalFigures]
    counted_until: dt.datetime
    report: Report | None = None  # None: live

    @property
    def total(self) -> TotalFigures | None:
        """The root's own total; None when nothing at all stands below it."""
        return self.totals.get(self.root.pk)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A month of the trend; figures None where no report was kept and none is computed."""

    month: Period
    total: TotalFigures | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of the heat map: an organization, its line of each rule (in the order of the rules), its total."""

    organization: Organization
    cells: Sequence[LineFigures | None]
    total: TotalFigures | None


@dataclass(frozen=True, slots=True)
class MissedDuty:
    """A duty whose period is over and of which nothing was held, of the organization that owed it."""

    organization: Organization
    branch: Organization  # the branch itself, or the branch of the group
    rule: Rule
    period: Period
    missed_in_a_row: int


def figure_statement(root: Organization, month: Period, now: dt.datetime, **facts: Any) -> FigureStatement:
    """The SQL builder for one root and month; `facts` override fields of FigureStatement."""
    given: dict[str, Any] = {
        "month": month,
        "path": root.path,
        "on": timezone.localdate(now),
        "before": cut_off(month),
    } | facts
    if "duties" not in given:
        given["duties"] = duties(month)
    if "depth" not in given:
        deepest = Organization.objects.within(root).aggregate(width=Max(Length("path")))["width"] or 0
        given["depth"] = max(tree.depth(root.path), deepest // tree.WIDTH)
    return FigureStatement(**given)


def live_figures(
    root: Organization, month: Period, now: dt.datetime, levels: int | None = None, *, cut: bool = True
) -> MonthFigures:
    """The figures computed now, with the same cut-off as the report that will be frozen.

    levels: None for everything below; 0 for the root's own row, 1 with its children, …; sums are the same either way.
    cut=False also counts what was submitted after the cut-off, of the days up to the month's last: for finding
    corrections. What the rest of a quarter brought is no correction of its first month.
    """
    asked = figure_statement(root, month, now, levels=levels, takes_late=not cut)
    lines = (_line(row) for row in (asked.rows(asked.lines()) if asked.duties else []))
    totals = (TotalFigures(*row) for row in asked.rows(asked.totals()))
    return _month(root, month, asked.duties, lines, totals, cut_off(month), None)


def _line(row: Sequence[Any]) -> LineFigures:
    figures = [*row]
    figures[IS_DUE] = bool(row[IS_DUE])  # SQLite keeps no booleans
    return LineFigures(*figures)


def _month(
    root: Organization,
    month: Period,
    asked: Iterable[Duty],
    lines: Iterable[LineFigures],
    totals: Iterable[TotalFigures],
    until: dt.datetime,
    report: Report | None,
) -> MonthFigures:
    rules = [duty.rule for duty in asked]
    order = {rule.pk: n for n, rule in enumerate(rules)}
    in_order = sorted(lines, key=lambda line: (line.path, order[line.rule_id]))
    return MonthFigures(
        root=root,
        month=month,
        rules=rules,
        duties={duty.rule.pk: duty.period for duty in asked},
        lines={(line.organization_id, line.rule_id): line for line in in_order},
        totals={total.organization_id: total for total in sorted(totals, key=lambda total: total.path)},
        counted_until=until,
        report=report,
    )


def stored_figures(
    report: Report, root: Organization | None = None, levels: int | None = None
) -> MonthFigures:
    """The figures as the report holds them, at and below `root` (default: the report's own organization)."""
    root = root or report.organization
    month = Period.month(report.month)

    def rows(of: "QuerySet[Any]", names: list[str]) -> "QuerySet[Any]":
        # The path a line stands at is the tree of its day; the root may have moved since.
        at = of.filter(organization=root).values_list("path", flat=True).first() or root.path
        found = of.filter(tree.subtree(at))
        if levels is not None:
            found = found.annotate(width=Length("path")).filter(width__lte=len(at) + tree.WIDTH * levels)
        return found.values_list(*names)

    lines = [LineFigures(*row) for row in rows(report.lines.all(), LINE)]
    totals = [TotalFigures(*row) for row in rows(report.totals.all(), TOTAL)]
    kept = Rule.objects.filter(pk__in={line.rule_id for line in lines}).order_by("code")
    asked = [
        Duty(
            rule, Period.holding(month.since, rule.months), False, (), False
        )  # only rule and period are read
        for rule in kept
    ]
    return _month(root, month, asked, lines, totals, report.counted_until or cut_off(month), report)


def frozen_report(root: Organization, month: Period) -> Report | None:
    """The highest report that has frozen this organization's figures of the month."""
    return (
        Report.objects.filter(
            month=month.since,
            totals__organization=root,
            status__in=[Report.Status.FROZEN, Report.Status.PUBLISHED],
        )
        .select_related("organization")
        .order_by("path")
        .first()
    )


def month_figures(root: Organization, month: Period, levels: int | None = None) -> MonthFigures:
    """Frozen figures where a report at or above `root` has frozen the month; else live, until now or the cut-off."""
    report = frozen_report(root, month)
    return stored_figures(report, root, levels) if report else live_figures(root, month, clock.now(), levels)


def trend(organization: Organization, months: int = 12, last: Period | None = None) -> list[TrendPoint]:
    """The last months' totals, oldest first: frozen rows, and live for what is not yet frozen (at most two months)."""
    current = Period.month(clock.today())
    last = last or current
    wanted = [Period.month(months_later(last.since, -n)) for n in range(months)]
    kept: dict[dt.date, TotalFigures] = {}
    rows = (
        Report.objects.filter(
            month__in=[month.since for month in wanted],
            totals__organization=organization,
            status__in=[Report.Status.FROZEN, Report.Status.PUBLISHED],
        )
        .order_by("path")
        .values_list("month", *[f"totals__{name}" for name in TOTAL])
    )
    for month, *row in rows:
        kept.setdefault(month, TotalFigures(*row))
    points = []
    for month in wanted:
        total = kept.get(month.since)
        if total is None and months_later(month.since, LIVE_MONTHS) > current.since >= month.since:
            total = live_figures(organization, month, clock.now(), 0).total
        points.append(TrendPoint(month, total))
    return points[::-1]


def heat_map(root: Organization, month: Period) -> tuple[Sequence[Rule], list[HeatRow], HeatRow]:
    """Rules, a row for each child of `root` that stood in the month, and the root's own row."""
    figures = month_figures(root, month, 1)

    def row(organization: Organization) -> HeatRow:
        cells = [figures.lines.get((organization.pk, rule.pk)) for rule in figures.rules]
        return HeatRow(organization, cells, figures.totals.get(organization.pk))

    below = Organization.objects.in_bulk([pk for pk in figures.totals if pk != root.pk])
    rows = [row(below[pk]) for pk in figures.totals if pk in below]
    return figures.rules, rows, row(root)


def missed_duties(root: Organization, month: Period, figures: MonthFigures | None = None) -> list[MissedDuty]:
    """Who did not hold what, in tree order, of the periods that ended with the month. Empty while the month runs."""
    if month.until >= clock.today():
        return []
    figures = figures or month_figures(root, month)
    lacking = [
        line for line in figures.lines.values() if line.is_due and line.own_required and not line.own_held
    ]
    found = Organization.objects.select_related("parent").in_bulk({line.organization_id for line in lacking})
    rules = {rule.pk: rule for rule in figures.rules}
    return [
        MissedDuty(
            organization=(at := found[line.organization_id]),
            branch=at.parent if at.is_group and at.parent else at,
            rule=rules[line.rule_id],
            period=figures.duties[line.rule_id],
            missed_in_a_row=line.missed_in_a_row,
        )
        for line in lacking
    ]


def late_meetings(root: Organization, month: Period) -> MeetingQuerySet:
    """The month's counted meetings that were submitted late, newest first; their number is the total's late_records."""
    return (
        Meeting.objects.within(root)
        .held_in(month)
        .counted(before=cut_off(month))
        .filter(is_late=True, is_void=False)
        .select_related("organization__parent")
        .prefetch_related("kinds")
        .order_by("-held_on", "-id")
    )


def meetings_changed_since(
    root: Organization,
    month: Period,
    asked: Sequence[Duty],
    since: dt.datetime,
    counted_until: dt.datetime | None = None,
) -> MeetingQuerySet:
    """Meetings of the month's periods that were recorded, submitted, returned or amended from an instant on.

    With `counted_until` also those submitted before it, whatever day they bear by now: they may have been of the month.
    """
    first = min((duty.period.since for duty in asked), default=month.since)
    of_the_month = Q(held_on__range=(first, month.until))
    if counted_until:
        of_the_month |= Q(submitted_at__lt=counted_until)
    deeds = Step.objects.filter(meeting=OuterRef("pk"), at__gte=since)
    return Meeting.objects.within(root).filter(of_the_month, Q(changed_at__gte=since) | Exists(deeds))
