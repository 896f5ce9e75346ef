"""Lists the rows that a number of the dashboard counts, with sums that equal the number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, QuerySet, Sum

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core.clock import Period
from dashboards.selectors import overview, visit_reasons
from dashboards.selectors.overview import LackingBranch
from meetings.models import Meeting, Step
from members.models import Post
from members.states import Title
from obligations.rules.cut_off import cut_off
from reports.models import Report
from reports.selectors import figures
from reports.selectors.figures import StoredMonth

CLOSED = {"short": "没有开齐的项目"}  # of a month that is over
TITLES = {
    "organizations": "党组织",
    "branches": "党支部",
    "duties": "应开的项目",
    "short": "未完成的项目",
    "lacking": "未完成的支部",
    "missed": "未开展的支部",
    "meetings": "计入的会议",
    "on_leave": "有人请假的会议",
    "absent": "有人缺席的会议",
    "late": "逾期补录的会议",
    "returned": "退回的记录",
    "visits": "建议走访核实",
}

MEETINGS = ("meetings", "on_leave", "absent", "late")
# Of a list of meetings: which of its sums a frozen month has kept, and under what name.
FROZEN = {
    "meetings": {name: name for name in ("expected", "present", "on_leave", "absent")},
    "on_leave": {"on_leave": "on_leave"},
    "absent": {"absent": "absent"},
    "late": {"meetings": "late_records"},
    "returned": {"returned": "returned"},
}
# Of a list: its orders beside that of the organizations; never by a rate, for units are not ranked.
ORDERS: dict[str, dict[str, Any]] = {
    **{show: {"day": ("held_on", "id"), "sent": ("submitted_at", "id")} for show in MEETINGS},
    "returned": {"day": ("meeting__held_on", "id"), "sent": ("at", "id")},
    **{show: {"day": lambda duty: duty.period.until} for show in ("duties", "short")},
    **{show: {"waiting": lambda row: -row.most_in_a_row} for show in ("lacking", "missed")},
}
APART = "。冻结以后有会议退回、更正，或者组织改了隶属，下面按现在的记录列出。"


@dataclass(frozen=True)
class DrilldownList:
    """`rows` of one shape, named by `show`; `sums` over all of them, whatever the page."""

    show: str
    rows: Sequence[Any] | QuerySet[Any]
    sums: dict[str, int] = field(default_factory=dict)
    rule: Any = None
    is_closed: bool = False
    apart: str = ""  # why the rows of a frozen month come to another number
    report: Report | None = None  # where the reader finds the corrections that explain it

    @property
    def lists_meetings(self) -> bool:
        return self.show in MEETINGS

    @property
    def title(self) -> str:
        return CLOSED.get(self.show, TITLES[self.show]) if self.is_closed else TITLES[self.show]

    @property
    def full_title(self) -> str:
        return f"{self.title}：{self.rule.label}" if self.rule else self.title

    def ordered(self, order: str) -> "DrilldownList":
        """The same rows by one of ORDERS; by organization for any other."""
        by = ORDERS.get(self.show, {}).get(order)
        if by is None:
            return self
        rows = self.rows.order_by(*by) if isinstance(self.rows, QuerySet) else sorted(self.rows, key=by)
        return replace(self, rows=rows)


def rows_behind(
    show: str,
    root: Organization,
    month: Period,
    *,
    unit_kind: str = "",
    rule_code: str = "",
    on: dt.date,
    by: Actor,
) -> DrilldownList | None:
    """None for a `show` or a rule that does not exist."""
    if show not in TITLES:
        return None
    if show == "visits":
        return DrilldownList(
            show, visit_reasons.visit_reasons(root, month, unit_kind=unit_kind, on=on, by=by)
        )
    if show in MEETINGS:
        return _meetings(show, root, month, unit_kind, by)
    if show == "returned":
        return _returns(root, month, unit_kind, by)
    mine = overview.own_figures(root, month, unit_kind)
    for place in mine.organizations.values():  # a group is shown with its branch
        branch = mine.organizations.get(place.parent_id or 0)
        if place.is_group and branch is not None:
            place.parent = branch
    closed = month.until < on
    if show in ("organizations", "branches"):
        return _organizations(show, mine)
    if show in ("lacking", "missed"):
        show = "missed" if closed else "lacking"  # as the dashboard counts them and calls them
        rows = overview.branches_lacking(mine, nothing_held=closed)
        return DrilldownList(show, rows, {"branches": len(rows), "items": sum(row.items for row in rows)})
    rule = next((rule for rule in mine.month.rules if rule.key == rule_code), None)
    if rule_code and rule is None:
        return None
    duties = [duty for duty in mine.duties if duty.rule == rule] if rule else mine.due_duties
    if show == "short":
        duties = [duty for duty in duties if duty.lacking]
    sums = {
        name: sum(getattr(duty, name) for duty in duties)
        for name in ("required", "held", "fulfilled", "lacking")
    }
    return DrilldownList(show, sorted(duties, key=lambda duty: duty.organization.path), sums, rule, closed)


def _organizations(show: str, mine: overview.OwnFigures) -> DrilldownList:
    pairs = overview.with_their_groups(mine)
    if show != "organizations":
        pairs = [pair for pair in pairs if getattr(pair[1], show)]
    sums = {name: sum(getattr(share, name) for _, share in pairs) for name in overview.SUMS}
    return DrilldownList(show, pairs, sums)


def _meetings(show: str, root: Organization, month: Period, unit_kind: str, by: Actor) -> DrilldownList:
    """The meetings a figure counts: in the month, submitted before the figures' own instant.

    A frozen month keeps its sums; the meetings are the current ones, with a note if their sum differs.
    """
    kept = _stored_month(root, month)
    if show == "late":
        found = figures.late_meetings(root, month)
    else:
        found = Meeting.objects.within(root).held_in(month).counted(before=_counted_until(kept, month))
    if show in ("on_leave", "absent"):
        found = found.filter(**{f"{show}__gt": 0})
    found = found.visible_to(by, Capability.VIEW)
    if unit_kind:
        found = found.filter(organization__unit_kind=unit_kind)
    rows = (
        found.select_related("organization__parent")
        .prefetch_related("kinds")
        .order_by("organization__path", "held_on", "id")
    )
    names = ("expected", "present", "on_leave", "absent")
    sums = found.order_by().aggregate(meetings=Count("pk"), **{name: Sum(name, default=0) for name in names})
    return _beside_frozen(DrilldownList(show, rows, sums), root, month, kept, unit_kind, by)


def _returns(root: Organization, month: Period, unit_kind: str, by: Actor) -> DrilldownList:
    """Each return of a record of the month, before the figures' own instant."""
    kept = _stored_month(root, month)
    meetings = Meeting.objects.within(root).held_in(month).visible_to(by, Capability.VIEW)
    if unit_kind:
        meetings = meetings.filter(organization__unit_kind=unit_kind)
    steps = Step.objects.filter(
        meeting__in=meetings, deed=Step.Type.RETURNED, at__lt=_counted_until(kept, month)
    )
    rows = (
        steps.select_related("meeting__organization__parent")
        .prefetch_related("meeting__kinds")
        .order_by("meeting__organization__path", "meeting__held_on", "id")
    )
    listing = DrilldownList("returned", rows, {"returned": steps.count()})
    return _beside_frozen(listing, root, month, kept, unit_kind, by)


def _stored_month(root: Organization, month: Period) -> StoredMonth | None:
    return figures.frozen_months(root, [month]).get(month)


def _counted_until(kept: StoredMonth | None, month: Period) -> dt.datetime:
    return (kept and kept.report.counted_until) or cut_off(month)


def _beside_frozen(
    listing: DrilldownList,
    root: Organization,
    month: Period,
    kept: StoredMonth | None,
    unit_kind: str,
    by: Actor,
) -> DrilldownList:
    """The list with the sums a frozen month keeps, and a note where the rows as they are now come to others."""
    if kept is None:
        return listing
    show, rows, sums = listing.show, listing.rows, listing.sums
    frozen: Any = kept.total
    if unit_kind:
        of_kind = overview.sums_of(root, month, unit_kind, {month: kept})
        frozen = of_kind.get(root.pk, overview.FigureSums())
    then = {to: getattr(frozen, name) for to, name in FROZEN[show].items()}
    if all(sums[name] == number for name, number in then.items()):
        return listing
    first = f"冻结时是{frozen.late_records}次" if show == "late" else "合计是冻结时的数字"
    return DrilldownList(
        show, rows, sums | then, apart=f"{first}{APART}", report=_report_with_corrections(root, month, by)
    )


def _report_with_corrections(root: Organization, month: Period, by: Actor) -> Report | None:
    """The highest report of the month with this organization that the reader may open."""
    frozen = Report.objects.visible_to(by).frozen()
    return frozen.filter(month=month.since, totals__organization=root).order_by("path").first()


def with_secretaries(rows: Sequence[LackingBranch], *, on: dt.date) -> list[LackingBranch]:
    """The same rows with each branch's secretary of that day, whom the office would call. One query."""
    posts = Post.objects.on(on).filter(
        title=Title.SECRETARY, organization__in=[row.branch.pk for row in rows]
    )
    names = {post.organization_id: post.member for post in posts.select_related("member")}
    return [replace(row, secretary=names.get(row.branch.pk)) for row in rows]
