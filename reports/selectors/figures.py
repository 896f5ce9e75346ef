"""The figures of a month, live from the meetings or frozen from a report, in the same dataclasses.

Both come from the SQL of obligations.sql.fulfilled. Callers check that the actor may see the organization.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from branches.models import Organization
from branches.rules import tree
from core import clock
from core.clock import Period, months_later
from core.numbers import rate
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from obligations.models import Rule
from obligations.rules.cut_off import cut_off
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
class StoredMonth:
    """A month that is frozen for one organization: the highest report with its figures, and its total there."""

    report: Report
    total: TotalFigures


class Rates(Protocol):
    """Figures that have the two rates, and what these are made of."""

    @property
    def required(self) -> int | None: ...

    @property
    def fulfilled(self) -> int | None: ...

    @property
    def expected(self) -> int | None: ...

    @property
    def present(self) -> int | None: ...

    @property
    def completion(self) -> Decimal | None: ...

    @property
    def attendance(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A month of the trend; figures None where no report was kept and none is computed."""

    month: Period
    total: Rates | None


@dataclass(frozen=True, slots=True)
class MissedDuty:
    """A duty whose period is over and of which nothing was held, of the organization that owed it."""

    organization: Organization
    branch: Organization  # the branch itself, or the branch of the group
    rule: Rule
    period: Period
    missed_in_a_row: int
    is_explained: bool = False  # 应开未开·已说明


def figure_statement(
    root: Organization,
    month: Period,
    now: dt.datetime,
    levels: int | None = None,
    *,
    takes_late: bool = False,
) -> FigureStatement:
    """The SQL builder for one root and month, as deep as the tree below the root is."""
    deepest = Organization.objects.within(root).aggregate(width=Max(Length("path")))["width"] or 0
    return FigureStatement(
        duties=duties(month, root.path),
        month=month,
        path=root.path,
        on=timezone.localdate(now),
        before=cut_off(month),
        takes_late=takes_late,
        levels=levels,
        depth=max(tree.depth(root.path), deepest // tree.WIDTH),
    )


def live_figures(
    root: Organization, month: Period, now: dt.datetime, levels: int | None = None, *, cut: bool = True
) -> MonthFigures:
    """The figures computed now, with the same cut-off as the report that will be frozen.

    levels: None for everything below; 0 for the root's own row, 1 with its children, …; sums are the same either way.
    cut=False also counts what was submitted after the cut-off, of the days up to the month's last: for finding
    corrections. What the rest of a quarter brought is no correction of its first month.
    """
    statement = figure_statement(root, month, now, levels, takes_late=not cut)
    lines = [_line(row) for row in statement.rows(statement.lines())] if statement.duties else []
    totals = [TotalFigures(*row) for row in statement.rows(statement.totals())]
    rules = [duty.rule for duty in statement.duties]
    return _month_figures(root, month, rules, lines, totals)


def _line(row: Sequence[Any]) -> LineFigures:
    figures = [*row]
    figures[IS_DUE] = bool(row[IS_DUE])  # SQLite keeps no booleans
    return LineFigures(*figures)


def _month_figures(
    root: Organization,
    month: Period,
    rules: Sequence[Rule],
    lines: Sequence[LineFigures],
    totals: Sequence[TotalFigures],
    report: Report | None = None,
) -> MonthFigures:
    order = {rule.pk: n for n, rule in enumerate(rules)}
    in_order = sorted(lines, key=lambda line: (line.path, order[line.rule_id]))
    return MonthFigures(
        root=root,
        month=month,
        rules=rules,
        duties={rule.pk: Period.holding(month.since, rule.months) for rule in rules},
        lines={(line.organization_id, line.rule_id): line for line in in_order},
        totals={total.organization_id: total for total in sorted(totals, key=lambda total: total.path)},
        counted_until=(report and report.counted_until) or cut_off(month),
        report=report,
    )


def stored_figures(
    report: Report, root: Organization | None = None, levels: int | None = None
) -> MonthFigures:
    """The figures as the report holds them, at and below `root` (default: the report's own organization)."""
    root = root or report.organization

    def rows(of: "QuerySet[Any]", names: list[str]) -> "QuerySet[Any]":
        # The path a line stands at is the tree of its day; the root may have moved since.
        at = of.filter(organization=root).values_list("path", flat=True).first() or root.path
        found = of.filter(tree.subtree(at))
        if levels is not None:
            found = found.annotate(width=Length("path")).filter(width__lte=len(at) + tree.WIDTH * levels)
        return found.values_list(*names)

    lines = [LineFigures(*row) for row in rows(report.lines.all(), LINE)]
    totals = [TotalFigures(*row) for row in rows(report.totals.all(), TOTAL)]
    rules = list(Rule.objects.filter(pk__in={line.rule_id for line in lines}).in_order())
    return _month_figures(root, Period.month(report.month), rules, lines, totals, report)


def frozen_report(root: Organization, month: Period) -> Report | None:
    """The highest report that has frozen this organization's figures of the month."""
    reports = Report.objects.frozen().filter(month=month.since, totals__organization=root)
    return reports.select_related("organization").order_by("path").first()


def month_figures(root: Organization, month: Period, levels: int | None = None) -> MonthFigures:
    """Frozen figures where a report at or above `root` has frozen the month; else live, until now or the cut-off."""
    report = frozen_report(root, month)
    return stored_figures(report, root, levels) if report else live_figures(root, month, clock.now(), levels)


def frozen_months(root: Organization, months: Iterable[Period]) -> dict[Period, StoredMonth]:
    """Those of the months that a report at or above `root` has frozen. One query."""
    reports = Report.objects.frozen().filter(
        month__in=[month.since for month in months], totals__organization=root
    )
    names = {f"total_{name}": F(f"totals__{name}") for name in TOTAL}
    found = {}
    for report in reports.select_related("organization").annotate(**names).order_by("-path"):
        total = TotalFigures(**{name: getattr(report, f"total_{name}") for name in TOTAL})
        found[Period.month(report.month)] = StoredMonth(report, total)
    return found


def month_totals(
    root: Organization,
    month: Period,
    levels: int | None = None,
    frozen: Mapping[Period, StoredMonth] | None = None,
) -> list[TotalFigures]:
    """The totals alone of what month_figures gives. frozen: `frozen_months` of the root, if it is at hand."""
    known = (frozen_months(root, [month]) if frozen is None else frozen).get(month)
    if known is None:
        statement = figure_statement(root, month, clock.now(), levels)
        return [TotalFigures(*row) for row in statement.rows(statement.totals())]
    rows = known.report.totals.filter(tree.subtree(known.total.path))
    if levels is not None:
        deepest = len(known.total.path) + tree.WIDTH * levels
        rows = rows.annotate(width=Length("path")).filter(width__lte=deepest)
    return [TotalFigures(*row) for row in rows.values_list(*TOTAL)]


def months_before(last: Period, count: int) -> list[Period]:
    """So many months, the last of them first."""
    return [Period.month(months_later(last.since, -n)) for n in range(count)]


def is_computed(month: Period) -> bool:
    """Whether a trend computes this month where it is not frozen."""
    this = Period.month(clock.today()).since
    return months_later(month.since, LIVE_MONTHS) > this >= month.since


def trend(
    organization: Organization,
    months: int = 12,
    last: Period | None = None,
    known: Mapping[Period, Rates] | None = None,
) -> list[TrendPoint]:
    """The last months' totals, oldest first: frozen rows, and live for what is not yet frozen (at most two months).

    known: those of the frozen months and of others, where they are at hand.
    """
    wanted = months_before(last or Period.month(clock.today()), months)
    totals: dict[Period, Rates] = dict(known or {})
    if known is None:
        totals = {month: each.total for month, each in frozen_months(organization, wanted).items()}
    points = []
    for month in wanted:
        total = totals.get(month)
        if total is None and is_computed(month):
            total = next(iter(month_totals(organization, month, 0, {})), None)
        points.append(TrendPoint(month, total))
    return points[::-1]


def late_meetings(root: Organization, month: Period) -> MeetingQuerySet:
    """The month's counted meetings that were submitted late, newest first; their number is the total's late_records."""
    return (
        Meeting.objects.within(root)
        .held_in(month)
        .counted(before=cut_off(month))
        .filter(is_late=True)
        .select_related("organization__parent")
        .prefetch_related("kinds")
        .order_by("-held_on", "-id")
    )
