"""What one reader may read of a report, gathered once for either form of document, and the words both use."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from branches.rules import tree
from branches.selectors.actors import Actor
from branches.models import Organization
from branches.selectors.organization_names import Renames
from core.clock import Period
from members.states import Title
from members.models import Post
from reports.sql import snapshot
from reports.selectors.figures import LineFigures, Missed, TotalFigures
from reports.models import Amendment, Line, Report, Total
from obligations.models import Rule

NOT_APPLICABLE = "不适用"
FIELD_NAMES = {
    "held": "已开",
    "expected": "应到人次",
    "present": "实到人次",
    "on_leave": "请假",
    "absent": "缺席",
    "late_records": "逾期补录",
    "required": "应开",
}
MOST_IN_WORD = 200  # rows of a list; the workbook has them all


@dataclass(frozen=True)
class Correction:
    """What one discovery changed in one organization's line of a rule: one entry for readers, whatever number of figures."""

    organization: Organization
    rule: Rule
    reason: str
    noticed_at: dt.datetime
    rows: list[Amendment]

    @property
    def changes(self) -> str:
        """已开由0变1，应到人次回到冻结时的12, in the order of the table."""
        names = list(FIELD_NAMES)
        rows = sorted(self.rows, key=lambda row: names.index(row.field) if row.field in names else len(names))
        return "，".join(
            FIELD_NAMES.get(row.field, row.field)
            + (f"由{row.old}变{row.new}" if row.old != row.new else f"回到冻结时的{row.old}")
            for row in rows
        )


def corrections(amendments: Iterable[Amendment]) -> list[Correction]:
    """The same organization, rule, reason and day together, in the order given; a figure stands in an entry once."""
    found: list[Correction] = []
    last: dict[tuple[int, int, str, dt.date], Correction] = {}
    for row in amendments:
        key = (row.organization_id, row.rule_id, row.reason, timezone.localdate(row.noticed_at))
        entry = last.get(key)
        if entry is None or any(row.field == other.field for other in entry.rows):
            entry = last[key] = Correction(row.organization, row.rule, row.reason, row.noticed_at, [])
            found.append(entry)
        entry.rows.append(row)
    return found


@dataclass(frozen=True)
class Late:
    """A record that came late, as it stood when the report was built."""

    organization: Organization
    kinds: str
    theme: str
    held_on: dt.date
    submitted_on: dt.date
    expected: int
    present: int


@dataclass
class Content:
    """What one reader may read of a report, gathered once for either form."""

    report: Report
    month: Period
    rules: list[Rule]
    organizations: dict[int, Organization]  # in tree order, without groups
    lines: dict[tuple[int, int], Line]
    totals: dict[int, Total]
    missed: list[Missed]  # of a month that is not over: what is still lacking
    secretaries: dict[int, str]
    late: list[Late]
    corrections: list[Correction]
    top: Organization | None = None
    depths: dict[int, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.report.organization.short_name}{self.month_name}组织生活督查月报"

    @property
    def list_name(self) -> str:
        return "未开展名单" if self.report.is_month_over else "还没开齐"

    @property
    def month_name(self) -> str:
        return f"{self.month.since.year}年{self.month.since.month}月"


def gather(report: Report, by: Actor) -> Content:
    """Some ten queries, whatever the size of the report."""
    month = Period.month(report.month)
    totals = {total.organization_id: total for total in report.totals.visible_to(by).order_by("path")}
    lines = {
        (line.organization_id, line.rule_id): line for line in report.lines.visible_to(by).order_by("path")
    }
    found = Organization.objects.select_related("parent").in_bulk(list(totals))
    as_built(report, found, totals.values())
    rules = list(Rule.objects.filter(pk__in={rule for _, rule in lines}).order_by("code"))
    shown = {pk: found[pk] for pk in totals if not found[pk].is_group}
    by_rule = {rule.pk: rule for rule in rules}
    missed = [
        Missed(
            organization=(at := found[line.organization_id]),
            branch=at.parent if at.is_group and at.parent else at,
            rule=by_rule[line.rule_id],
            period=Period.holding(month.since, by_rule[line.rule_id].months),
            missed_in_a_row=line.missed_in_a_row,
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
    return Content(
        report=report,
        month=month,
        rules=rules,
        organizations=shown,
        lines=lines,
        totals=totals,
        missed=missed,
        secretaries=secretaries,
        late=_late(report, found),
        corrections=corrections(amendments),
        top=next(iter(shown.values()), None),
        depths={pk: tree.depth(totals[pk].path) for pk in shown},
    )


def _late(report: Report, organizations: Mapping[int, Organization]) -> list[Late]:
    """Of these organizations; of a report built before the list was kept, as it is today."""
    rows = snapshot.late_records(report) if report.late is None else report.late
    return [
        Late(
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


def as_built(
    report: Report, organizations: Mapping[int, Organization], rows: Iterable[Total | TotalFigures]
) -> None:
    """Give the organizations of these rows the parent they were counted under and, once frozen, the name of that day.

    One query. The digest speaks of codes, so it is the same whatever anyone is called.
    """
    at = {row.path: organizations[row.organization_id] for row in rows}
    for path, organization in at.items():
        organization.parent = at.get(tree.parent(path), organization.parent)
    if report.frozen_at is not None:
        above = [each.parent for each in at.values() if each.parent]
        Renames([report.frozen_at]).put_back([report.organization, *at.values(), *above], report.frozen_at)


# ── words ──


def figures_of(row: Line | Total) -> LineFigures | TotalFigures:
    """The stored row with the properties of a figure."""
    kind = LineFigures if isinstance(row, Line) else TotalFigures
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})


def as_number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


def place_name(each: Missed) -> str:
    """A group is named with its branch."""
    if each.organization.pk == each.branch.pk:
        return each.branch.short_name
    return f"{each.branch.short_name}{each.organization.short_name}"


def period_name(period: Period) -> str:
    """2026年10月, 2026年第4季度, 2026年上半年, 2026年."""
    year, months = period.since.year, period.months
    if months == 1:
        return f"{year}年{period.since.month}月"
    if months == 3:
        return f"{year}年第{(period.since.month + 2) // 3}季度"
    if months == 6:
        return f"{year}年{'上' if period.since.month == 1 else '下'}半年"
    return f"{year}年"


def short_day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def long_day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
