"""Read model of a report's page: the table with opened rows, the missed duties and the corrections.

All rows are limited by `visible_to`: offices see all of them, secretaries those of their own branch once published.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.states import Kind
from core.clock import Period
from obligations.models import Rule
from obligations.selectors.explanations import Explanations
from obligations.sql.fulfilled import LINE, TOTAL
from reports.models import Line, Report
from reports.selectors.corrections import Correction, corrections, restore_names_and_parents
from reports.selectors.figures import LineFigures, TotalFigures
from reports.selectors.reach_back import reach_back_note

ALL = "all"
SHOWN = 30  # of a list on the page; the workbook has them all
MOST_AMENDMENTS = 200


@dataclass
class ReportTableRow:
    """An organization with its line of each rule (None: does not apply) and its total."""

    organization: Organization
    total: TotalFigures
    depth: int
    has_children: bool
    is_open: bool
    cells: Sequence[LineFigures | None] = ()
    explained: int = 0  # 应开未开·已说明, with all below it
    toggled: Sequence[str] = ()  # codes that are open after this row is toggled


@dataclass(frozen=True)
class BranchShortfall:
    """A branch with the lines of which nothing was held (while the month runs: not enough)."""

    branch: Organization
    lines: Sequence[Line]

    explained: int  # how many of them an office has explained

    @property
    def most_in_a_row(self) -> int:
        return max(line.missed_in_a_row for line in self.lines)

    @property
    def explained_words(self) -> str:
        """已说明, or 已说明2项 of more."""
        return "已说明" if self.explained == len(self.lines) else f"已说明{self.explained}项"


@dataclass(frozen=True)
class ReportTable:
    rules: Sequence[Rule]
    rows: Sequence[ReportTableRow]
    top: ReportTableRow | None
    shortfalls: Sequence[BranchShortfall]  # of a month that is not over: what is still lacking
    corrections: Sequence[Correction]
    is_whole: bool  # the reader sees the report's own organization
    reach_back: str  # why dates of earlier months stand here
    open_rules: Sequence[Rule]  # their period is not over with this month
    since: dt.date  # the first day of the longest period

    @property
    def miss_count(self) -> int:
        return sum(len(shortfall.lines) for shortfall in self.shortfalls)

    @property
    def repeat_count(self) -> int:
        return sum(shortfall.most_in_a_row > 1 for shortfall in self.shortfalls)


def report_table(report: Report, *, opened: Collection[str], by: Actor) -> ReportTable:
    """Nine queries, ten when frozen, whatever is open. `opened`: codes of organizations, or "all"; the highest are
    always open.
    """
    totals = [TotalFigures(**row) for row in _values(report.totals, by, TOTAL)]
    by_path = {total.path: total for total in totals}
    tops = [total for total in totals if tree.parent(total.path) not in by_path]
    named = Organization.objects.select_related("parent")
    organizations = named.in_bulk([total.organization_id for total in totals])
    restore_names_and_parents(report, organizations, totals)
    parents = {tree.parent(total.path) for total in totals}
    rows = [
        row
        for top in tops
        for row in _open_rows(
            top, totals, organizations, parents, {*opened, organizations[top.organization_id].code}
        )
    ]
    organization_keys = [row.organization.pk for row in rows]
    lines = [
        LineFigures(**row)
        for row in _values(report.lines.filter(organization__in=organization_keys), by, LINE)
    ]
    rule_keys = report.lines.visible_to(by).order_by().values("rule").distinct()
    rules = list(Rule.objects.filter(pk__in=rule_keys).in_order())
    cells = {(line.organization_id, line.rule_id): line for line in lines}
    for row in rows:
        row_lines = [cells.get((row.organization.pk, rule.pk)) for rule in rules]
        row.cells = [line if line and line.required is not None else None for line in row_lines]
    month = Period.month(report.month)
    periods = {rule.pk: Period.holding(report.month, rule.months) for rule in rules}
    lacking = _lacking(report, organizations, by)
    explanations = Explanations.of(rules, {total.organization_id: total.path for total in totals})
    explained = [line for line in lacking if explanations.covers(line.rule, line.path, periods[line.rule_id])]
    sums = tree.roll_up((line.path, {"explained": 1}) for line in explained)
    for row in rows:
        row.explained = sums.get(row.total.path, {}).get("explained", 0)
    return ReportTable(
        rules=rules,
        rows=rows,
        top=rows[0] if rows else None,
        shortfalls=_shortfalls(lacking, {line.pk for line in explained}),
        corrections=_corrections(report, organizations, by),
        is_whole=any(top.organization_id == report.organization_id for top in tops),
        reach_back=reach_back_note(rules, month),
        open_rules=[rule for rule in rules if periods[rule.pk].until != month.until],
        since=min((period.since for period in periods.values()), default=month.since),
    )


def _values(rows, by: Actor, names: Sequence[str]):  # type: ignore[no-untyped-def]
    return rows.visible_to(by).order_by("path").values(*names)


def _open_rows(
    top: TotalFigures,
    totals: Sequence[TotalFigures],
    organizations: dict[int, Organization],
    parents: Collection[str],
    opened: Collection[str],
) -> list[ReportTableRow]:
    """The top and what is open below it, in tree order, without groups."""
    rows: list[ReportTableRow] = []
    open_paths: set[str] = set()
    codes = sorted(opened)
    for total in totals:
        organization = organizations[total.organization_id]
        inside = total.path == top.path or tree.parent(total.path) in open_paths
        if not inside or organization.kind == Kind.GROUP or not total.path.startswith(top.path):
            continue
        has_children = total.path in parents and not organization.is_branch
        is_open = has_children and (ALL in opened or organization.code in opened)
        if is_open:
            open_paths.add(total.path)
        toggled = [code for code in codes if code not in (organization.code, ALL)]
        toggled = toggled if is_open else [*toggled, organization.code]
        depth = min(tree.depth(total.path) - tree.depth(top.path), 3)
        rows.append(ReportTableRow(organization, total, depth, has_children, is_open, toggled=toggled))
    return rows


def _lacking(report: Report, organizations: Mapping[int, Organization], by: Actor) -> list[Line]:
    """The lines of which nothing was held (while the month runs: not enough), in tree order."""
    lines = list(
        report.lines.visible_to(by)
        .filter(
            is_due=True, own_required__gt=0, own_held__lt=1 if report.is_month_over else F("own_required")
        )
        .select_related("rule")
        .order_by("path", "rule__code")
    )
    for line in lines:
        line.organization = organizations[line.organization_id]
    return lines


def _shortfalls(lines: Sequence[Line], explained: Collection[int]) -> list[BranchShortfall]:
    found: dict[int, tuple[Organization, list[Line]]] = {}
    for line in lines:
        at = line.organization
        branch = at.parent if at.is_group and at.parent else at
        found.setdefault(branch.pk, (branch, []))[1].append(line)
    return [
        BranchShortfall(branch, rows, sum(line.pk in explained for line in rows))
        for branch, rows in found.values()
    ]


def _corrections(report: Report, organizations: Mapping[int, Organization], by: Actor) -> list[Correction]:
    """Corrections of the organizations' own lines, not of the lines above that sum them."""
    rows = report.amendments.visible_to(by).select_related("organization__parent", "rule").order_by("-id")
    amendments = list(rows[:MOST_AMENDMENTS])
    for row in amendments:
        row.organization = organizations.get(row.organization_id, row.organization)
    return corrections(amendments)
