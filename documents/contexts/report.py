"""Load what one reader may see of a supervision report, for both its workbook and its letter."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core.clock import Period
from core.dates_zh import full_month
from members.models import Post
from members.states import Title
from obligations.models import Rule
from obligations.selectors.explanations import Explanations
from reports.actions import store_rows
from reports.models import Amendment, Line, Report, Total
from reports.selectors.comparison import EarlierTotals, earlier_totals
from reports.selectors.corrections import restore_names_and_parents
from reports.selectors.figures import LineFigures, MissedDuty, TotalFigures

NOT_APPLICABLE = "不适用"
UNSIGNED = "初稿（未签发）"
MOST_IN_WORD = 200  # rows of a list; the workbook has them all


@dataclass(frozen=True)
class LateRecord:
    """A record that came late, as it stood when the report was built."""

    organization: Organization
    kinds: str
    theme: str
    held_on: dt.date
    submitted_on: dt.date
    expected: int
    present: int


@dataclass
class ReportContent:
    """What one reader may see of a report."""

    report: Report
    month: Period
    rules: list[Rule]
    organizations: dict[int, Organization]  # in tree order, without groups
    lines: dict[tuple[int, int], Line]
    totals: dict[int, Total]
    missed: list[MissedDuty]  # of a month that is not over: what is still lacking
    secretaries: dict[int, str]
    late: list[LateRecord]
    changes: list[Amendment]  # 冻结后的更正, newest first
    earlier: EarlierTotals
    top: Organization | None = None
    depths: dict[int, int] = field(default_factory=dict)
    explained: dict[int, int] = field(
        default_factory=dict
    )  # organization → 应开未开·已说明, with all below it

    @property
    def is_extract(self) -> bool:
        """The reader sees less than the report's own organization: a paper of its own, which nobody has signed."""
        return self.top is None or self.top.pk != self.report.organization_id

    @property
    def whole_title(self) -> str:
        return f"{self.report.organization.short_name}{self.month_name}组织生活督查月报"

    @property
    def title(self) -> str:
        """Also the name of the file. An extract says whose part it is."""
        if not self.is_extract:
            return self.whole_title
        return f"{self.whole_title}（{self.top.full_label if self.top else ''}节录）"

    @property
    def status_note(self) -> str:
        """Printed below the title until the issuing office has published the report, and once it is withdrawn (R-PAP-03)."""
        return self.report.withdrawal_mark or ("" if self.report.published_at else UNSIGNED)

    @property
    def list_name(self) -> str:
        return "未开展名单" if self.report.is_month_over else "未完成项目"

    @property
    def month_name(self) -> str:
        return full_month(self.month.since)


def gather_content(report: Report, by: Actor) -> ReportContent:
    """Load the content; some ten queries, whatever the size of the report."""
    month = Period.month(report.month)
    totals = {total.organization_id: total for total in report.totals.visible_to(by).order_by("path")}
    lines = {
        (line.organization_id, line.rule_id): line for line in report.lines.visible_to(by).order_by("path")
    }
    found = Organization.objects.select_related("parent").in_bulk(list(totals))
    restore_names_and_parents(report, found, totals.values())
    rules = list(Rule.objects.filter(pk__in={rule for _, rule in lines}).in_order())
    shown = {pk: found[pk] for pk in totals if not found[pk].is_group}
    by_rule = {rule.pk: rule for rule in rules}
    explanations = Explanations.of(rules, {pk: total.path for pk, total in totals.items()})
    missed = [
        MissedDuty(
            organization=(at := found[line.organization_id]),
            branch=at.parent if at.is_group and at.parent else at,
            rule=by_rule[line.rule_id],
            period=(period := Period.holding(month.since, by_rule[line.rule_id].months)),
            missed_in_a_row=line.missed_in_a_row,
            is_explained=explanations.covers(by_rule[line.rule_id], line.path, period),
        )
        for line in lines.values()
        if line.is_due
        and line.own_required
        and line.own_held < (1 if report.is_month_over else line.own_required)
    ]
    secretaries = dict(
        Post.objects.on(month.until)
        .filter(organization__in={each.branch.pk for each in missed}, title=Title.SECRETARY)
        .order_by("since")
        .values_list("organization_id", "member__name")
    )
    amendments = list(report.amendments.visible_to(by).select_related("organization__parent", "rule"))
    for row in amendments:
        row.organization = found.get(row.organization_id, row.organization)
    return ReportContent(
        report=report,
        month=month,
        rules=rules,
        organizations=shown,
        lines=lines,
        totals=totals,
        missed=missed,
        secretaries=secretaries,
        late=_late_records(report, found),
        changes=amendments,
        earlier=earlier_totals(report, list(shown)),
        top=next(iter(shown.values()), None),
        depths={pk: tree.depth(totals[pk].path) for pk in shown},
        explained=_explained(missed, totals),
    )


def _explained(missed: Sequence[MissedDuty], totals: Mapping[int, Total]) -> dict[int, int]:
    sums = tree.roll_up(
        (totals[each.organization.pk].path, {"explained": 1}) for each in missed if each.is_explained
    )
    return {pk: sums.get(total.path, {}).get("explained", 0) for pk, total in totals.items()}


def _late_records(report: Report, organizations: Mapping[int, Organization]) -> list[LateRecord]:
    """Late records of these organizations; of reports without a stored list, as they are today."""
    rows = store_rows.late_records(report) if report.late is None else report.late
    return [
        LateRecord(
            organization=organizations[row["organization"]],
            kinds=row["kinds"],
            theme=row["theme"],
            held_on=dt.date.fromisoformat(row["held_on"]),
            submitted_on=dt.date.fromisoformat(row["submitted_on"]),
            expected=row["expected"],
            present=row["present"],
        )
        for row in rows
        if row["organization"] in organizations
    ]


# ── words ──


def row_figures(row: Line | Total) -> LineFigures | TotalFigures:
    """The stored row with the properties of a figure."""
    kind = LineFigures if isinstance(row, Line) else TotalFigures
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})


def percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


def organization_label(each: MissedDuty) -> str:
    """A group is named with its branch."""
    if each.organization.pk == each.branch.pk:
        return each.branch.short_name
    return f"{each.branch.short_name}{each.organization.short_name}"
