"""Lists reasons to visit a branch that anyone can check, in tree order, without scores."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import (
    Count,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
)
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization, Term
from branches.states import BRANCHES, Kind
from core import clock
from core.clock import Period
from core.dates_zh import short_date, short_month
from dashboards.selectors import turnout
from dashboards.selectors.branch_warnings import meetings_url
from meetings.models import Meeting
from meetings.querysets import counted

if TYPE_CHECKING:
    from branches.selectors.actors import Actor

SENTENCE = "系统只列出值得看一看的地方，不作评判。"
EVENING = 21  # o'clock
AT_LEAST = 3  # meetings entered in one evening
FULL_MONTHS = 12


class BranchFacts(NamedTuple):
    """A branch or group with what its counted meetings of the month, and of the twelve months that end with it, add up to.

    Plain values, because a district has thousands and lists a few.
    """

    pk: int
    code: str
    short_name: str
    path: str
    kind: str
    parent_id: int | None
    times: int
    first: dt.datetime | None
    last: dt.datetime | None
    expected: int
    present: int
    year_expected: int
    year_present: int
    months: int
    expires: dt.date | None


@dataclass(frozen=True, slots=True)
class VisitReason:
    """`url`: the rows the reason rests on; empty where the organization's own page shows it."""

    organization: BranchFacts
    reason: str
    url: str = ""


def visit_reasons(
    root: Organization, month: Period, *, unit_kind: str = "", on: dt.date, by: "Actor"
) -> list[VisitReason]:
    """In tree order; a branch may stand here for several reasons. One query, at a quarter's end two."""
    places = _places(root, month, unit_kind=unit_kind, on=on, by=by)
    branches = {one.pk: one for one in places if one.kind in BRANCHES}
    found = [VisitReason(one, reason) for one in branches.values() for reason in _reasons(one, on)]
    if month.until < on:
        found += _low_turnout_reasons(root, branches, places, month, by)
    return sorted(found, key=lambda visit: visit.organization.path)


def _places(
    root: Organization, month: Period, *, unit_kind: str, on: dt.date, by: "Actor"
) -> list[BranchFacts]:
    since = clock.months_later(month.since, -(FULL_MONTHS - 1))
    year = counted("meetings") & Q(meetings__held_on__range=(since, month.until))
    in_month = Q(held__held_on__gte=month.since)
    sums = {
        "times": Count("held", filter=in_month),
        "first": Min("held__submitted_at", filter=in_month),
        "last": Max("held__submitted_at", filter=in_month),
        "expected": Sum("held__expected", filter=in_month, default=0),
        "present": Sum("held__present", filter=in_month, default=0),
        "year_expected": Sum("held__expected", default=0),
        "year_present": Sum("held__present", default=0),
        # the month of a day by its text, which both databases have without a function of their own
        "months": Count(Substr(Cast("held__held_on", TextField()), 1, 7), distinct=True),
    }
    ending = Term.objects.ending(on).filter(organization=OuterRef("pk")).order_by("-expires")
    standing = Q(pk__in=Organization.objects.standing(on).values("pk"), kind__in=BRANCHES)
    if unit_kind:
        standing &= Q(unit_kind=unit_kind)
    rows = (
        Organization.objects.visible_to(by, Capability.VIEW)
        .within(root)
        .filter(standing | Q(kind=Kind.GROUP))
        .alias(held=FilteredRelation("meetings", condition=year))
        .values_list(*BranchFacts._fields[:6])
        .annotate(**sums, expires=Subquery(ending.values("expires")[:1]))
    )
    return [BranchFacts(*row) for row in rows]


def _reasons(one: BranchFacts, on: dt.date) -> Iterator[str]:
    """Entered in one evening; nobody missed anything in twelve months; past the day of the election (R-ORG-09)."""
    if one.times >= AT_LEAST and one.first and one.last:
        began, ended = timezone.localtime(one.first), timezone.localtime(one.last)
        if began.date() == ended.date() and began.hour >= EVENING:
            yield f"本月{one.times}次会议都在{short_date(began)}{EVENING}点后录入"
    if one.year_expected == one.year_present > 0 and one.months == FULL_MONTHS:
        yield f"连续{FULL_MONTHS}个月参会率100.0%"
    if one.expires and one.expires < on:
        yield f"换届已过期{(on - one.expires).days}天"


def _low_turnout_reasons(
    root: Organization,
    branches: Mapping[int, BranchFacts],
    places: Iterable[BranchFacts],
    month: Period,
    by: "Actor",
) -> list[VisitReason]:
    """R-ATT-03 of the month, a group's meetings with its branch; R-LIFE-10 of the quarter that ended with it."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in places:
        asked_and_came = sums[one.parent_id if one.kind == Kind.GROUP and one.parent_id else one.pk]
        asked_and_came[0] += one.expected
        asked_and_came[1] += one.present
    found = [
        VisitReason(at, f"{short_month(month.since)}{low.sentence}", meetings_url(at.code, month))
        for pk, (expected, present) in sums.items()
        if pk in branches and (low := turnout.LowTurnout.of(pk, expected, present))
        for at in [branches[pk]]
    ]
    quarter = Period.holding(month.since, 3)
    if quarter.until == month.until:
        meetings = Meeting.objects.visible_to(by, Capability.VIEW).within(root).counted()
        away = Counter(one.branch_id for one in turnout.absent_leaders(meetings, quarter))
        found += [
            VisitReason(
                at, turnout.absent_leaders_sentence(f"{count}人", quarter), meetings_url(at.code, quarter)
            )
            for pk, count in away.items()
            if pk in branches
            for at in [branches[pk]]
        ]
    return found
