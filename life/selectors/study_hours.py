"""Hours of study credited by lectures attended (党课学时): information, no verdict (R-EDU-01).

A lecture heard at a host branch counts like one at home (R-FLO-02). Page, desk, API and the paper of the year all ask here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Q, QuerySet

from branches.models import Organization
from life.selectors.talks import day_of
from meetings.models import Attendance, Guest, Meeting
from meetings.states import THERE, GuestRole, Kind
from members.models import Member

NONE = Decimal(0)


def _lectures(year: int) -> QuerySet:
    """Those of that year that count."""
    return Meeting.objects.counted().filter(
        held_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        lecture__lecturer__gt="",
        kinds__kind=Kind.LECTURE,
    )


def hours_by_member(members: QuerySet, year: int) -> Mapping[int, Decimal]:
    """Member's key → hours of the year, for many members in one query; who has none is left out."""
    of_lectures = {"member__in": members, "meeting__in": _lectures(year).values("pk")}
    columns = ("member", "meeting", "meeting__lecture__hours")
    here = Attendance.objects.filter(state__in=THERE, **of_lectures).order_by().values_list(*columns)
    elsewhere = Guest.objects.filter(role=GuestRole.VISITING, **of_lectures).order_by().values_list(*columns)
    total: dict[int, Decimal] = defaultdict(Decimal)
    for pk, _, hours in here.union(elsewhere):
        total[pk] += Decimal(str(hours)).quantize(Decimal("0.1"))
    return dict(total)


def hours_of_branch(organization: Organization, year: int) -> list[tuple[Member, Decimal]]:
    """Everybody on the branch's roll of that year with their hours, in the order of the roll. Two queries."""
    people = Member.objects.on_roll(organization, day_of(year)).counted_on(day_of(year)).order_by("id")
    hours = hours_by_member(people, year)
    return [(member, hours.get(member.pk, NONE)) for member in people]


def hours_of_member(member: Member, year: int) -> Decimal:
    return hours_by_member(Member.objects.filter(pk=member.pk), year).get(member.pk, NONE)


def lectures_attended(member: Member, year: int) -> list[Meeting]:
    """The lectures a member attended, newest first, each with its hours."""
    here = Attendance.objects.filter(member=member, state__in=THERE)
    elsewhere = Guest.objects.filter(member=member, role=GuestRole.VISITING)
    return list(
        _lectures(year)
        .filter(Q(pk__in=here.values("meeting")) | Q(pk__in=elsewhere.values("meeting")))
        .select_related("lecture", "organization")
        .order_by("-held_on", "-pk")
    )
