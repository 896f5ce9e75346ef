"""Lists reasons to visit a branch that anyone can check, in tree order, without scores."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Min, Sum
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization, Term
from branches.states import BRANCHES
from core import clock
from core.clock import Period
from core.dates_zh import short_date, short_month
from dashboards.selectors import turnout
from dashboards.selectors.branch_warnings import meetings_url
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet

if TYPE_CHECKING:
    from branches.selectors.actors import Actor

SENTENCE = "系统只列出值得看一看的地方，不作评判。"
EVENING = 21  # o'clock
AT_LEAST = 3  # meetings entered in one evening
FULL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class VisitReason:
    """`url`: the rows the reason rests on; empty where the organization's own page shows it."""

    organization: Organization
    reason: str
    url: str = ""


def visit_reasons(
    root: Organization, month: Period, *, unit_kind: str = "", on: dt.date, by: "Actor"
) -> list[VisitReason]:
    """In tree order; a branch may stand here for several reasons. A fixed number of queries, whatever the size of the tree."""
    places = Organization.objects.visible_to(by, Capability.VIEW).within(root).filter(kind__in=BRANCHES)
    if unit_kind:
        places = places.filter(unit_kind=unit_kind)
    branches = {row.pk: row for row in places.standing(on)}
    meetings = Meeting.objects.visible_to(by, Capability.VIEW).within(root).counted()
    reasons = [
        *_entered_in_one_evening(meetings.held_in(month)),
        *_full_attendance_all_year(meetings, month),
        *_overdue_terms(root, on),
    ]
    found = [VisitReason(branches[pk], reason) for pk, reason in reasons if pk in branches]
    if month.until < on:
        found += _low_turnout_reasons(branches, meetings, month)
    return sorted(found, key=lambda visit: visit.organization.path)


def _low_turnout_reasons(
    branches: Mapping[int, Organization], meetings: MeetingQuerySet, month: Period
) -> list[VisitReason]:
    """R-ATT-03 of the month; R-LIFE-10 of the quarter that ended with it."""
    found = [
        VisitReason(at, f"{short_month(month.since)}{one.sentence}", meetings_url(at, month))
        for one in turnout.low_turnouts(meetings, month)
        if (at := branches.get(one.branch_id))
    ]
    quarter = Period.holding(month.since, 3)
    if quarter.until == month.until:
        away = Counter(one.branch_id for one in turnout.absent_leaders(meetings, quarter))
        found += [
            VisitReason(at, turnout.absent_leaders_sentence(f"{count}人", quarter), meetings_url(at, quarter))
            for pk, count in away.items()
            if (at := branches.get(pk))
        ]
    return found


def _entered_in_one_evening(meetings: MeetingQuerySet) -> list[tuple[int, str]]:
    """All of the month's meetings of a branch were entered late on one and the same evening."""
    entered = (
        meetings.values("organization_id")
        .annotate(times=Count("pk"), first=Min("submitted_at"), last=Max("submitted_at"))
        .filter(times__gte=AT_LEAST)
        .order_by()
        .values_list("organization_id", "times", "first", "last")
    )
    found = []
    for pk, times, first, last in entered:
        began, ended = timezone.localtime(first), timezone.localtime(last)
        if began.date() == ended.date() and began.hour >= EVENING:
            found.append((pk, f"本月{times}次会议都在{short_date(began)}{EVENING}点后录入"))
    return found


def _full_attendance_all_year(meetings: MeetingQuerySet, month: Period) -> list[tuple[int, str]]:
    """Nobody ever missed anything, in every one of twelve months."""
    since = clock.months_later(month.since, -(FULL_MONTHS - 1))
    year = meetings.filter(held_on__range=(since, month.until))
    everyone = (
        year.values("organization_id")
        .annotate(came=Sum("present"), asked=Sum("expected"))
        .filter(asked__gt=0, came=F("asked"))
        .order_by()
        .values_list("organization_id", flat=True)
    )
    months: dict[int, set[tuple[int, int]]] = {}
    for pk, held_on in year.filter(organization__in=list(everyone)).values_list("organization_id", "held_on"):
        months.setdefault(pk, set()).add((held_on.year, held_on.month))
    sentence = f"连续{FULL_MONTHS}个月参会率100.0%"
    return [(pk, sentence) for pk, seen in months.items() if len(seen) == FULL_MONTHS]


def _overdue_terms(root: Organization, on: dt.date) -> list[tuple[int, str]]:
    """Terms past their day without an approved extension (R-ORG-09)."""
    overdue = Term.objects.ending(on).filter(
        expires__lt=on, organization__in=Organization.objects.within(root).values("pk")
    )
    rows = overdue.values_list("organization_id", "expires")
    return [(pk, f"换届已过期{(on - expires).days}天") for pk, expires in rows]
