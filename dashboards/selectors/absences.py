"""Finds members who were absent without leave several times in a row (R-ATT-01), as a hint to visit them."""

import datetime as dt
from itertools import groupby, takewhile

from django.conf import settings
from django.db.models import Count

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from dashboards.selectors.member_alerts import MemberAlert
from meetings.models import Attendance
from meetings.querysets import EXPECTED, counted
from meetings.states import AttendanceState, Kind

LOOKED_BACK_MONTHS = 12


def repeated_absences(organization: Organization, *, today: dt.date, by: Actor) -> list[MemberAlert]:
    """Members of the branch who missed all their latest meetings without leave. Two queries, the second only for those
    who were absent often enough."""
    if not by.may(Capability.VIEW_MEMBERS, organization):
        return []
    least = settings.ABSENCES_IN_A_ROW
    places = Organization.objects.within(organization).values("pk")
    rows = Attendance.objects.filter(
        counted("meeting"),
        meeting__organization__in=places,
        meeting__held_on__range=(clock.months_later(today, -LOOKED_BACK_MONTHS), today),
        member__left_on__isnull=True,
    )
    often = (
        rows.filter(state=AttendanceState.ABSENT)
        .order_by()
        .values("member")
        .annotate(times=Count("pk"))
        .filter(times__gte=least)
    )
    theirs = (
        rows.filter(member__in=often.values("member"))
        .filter(EXPECTED)
        .select_related("member", "meeting")
        .order_by("member_id", "-meeting__held_on", "-meeting_id")
    )
    found = []
    for member, all_rows in groupby(theirs, key=lambda row: row.member):
        missed = list(takewhile(lambda row: row.state == AttendanceState.ABSENT, all_rows))
        if len(missed) < least:
            continue
        first = short_date(missed[-1].meeting.held_on, today)
        sentence = (
            f"{first}以来连续{len(missed)}次没有请假也没到会，建议走访谈心。"
            "这里只列事实，原因要当面了解，系统不作评价。"
        )
        found.append(MemberAlert(member, sentence, f"{len(missed)}次", "warning", "建议走访", Kind.TALK))
    return found
