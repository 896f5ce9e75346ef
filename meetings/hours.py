"""Hours of study credited by lectures attended (党课学时): information for the member and his branch, no verdict (R-EDU-01)."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import QuerySet, Sum

from meetings.models import Attendance
from meetings.states import COUNTED, THERE, Kind
from members.models import Member

NONE = Decimal(0)


def _attended(year: int) -> QuerySet:
    """Who was there at a lecture of that year that counts."""
    return Attendance.objects.filter(
        state__in=THERE,
        meeting__status__in=COUNTED,
        meeting__is_void=False,
        meeting__held_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        meeting__lecture__isnull=False,
        meeting__kinds__kind=Kind.LECTURE,
    )


def credited(members: QuerySet, year: int) -> Mapping[int, Decimal]:
    """Member's key → hours of the year, for many members in one query; who has none is left out."""
    rows = (
        _attended(year)
        .filter(member__in=members)
        .order_by()
        .values_list("member")
        .annotate(hours=Sum("meeting__lecture__hours"))
    )
    return {pk: Decimal(str(hours)).quantize(Decimal("0.1")) for pk, hours in rows}


def of(member: Member, year: int) -> Decimal:
    return sum((row.meeting.lecture.hours for row in attended_by(member, year)), Decimal(0))


def attended_by(member: Member, year: int) -> list[Attendance]:
    """The lectures a member attended, newest first, each with its hours."""
    return list(
        _attended(year)
        .filter(member=member)
        .select_related("meeting__lecture", "meeting__organization")
        .order_by("-meeting__held_on", "-meeting_id")
    )
