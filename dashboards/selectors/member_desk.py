"""Read model of a member's desk: planned meetings of their branch and their own attendance.

Reads only. The caller chooses the organization by reach and checks that the member is the actor.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings.models import Attendance, Meeting
from meetings.querysets import counted
from meetings.selectors import subjects
from meetings.states import THERE, Status
from members.models import Member

RECORD_MONTHS = 12
SHOWN = 8


def upcoming_meetings(
    organization: Organization, member: Member | None, *, today: dt.date, by: Actor
) -> list[Meeting]:
    """What is planned from today on, the nearest first; for a member only those that concern them."""
    seen = Meeting.objects.visible_to(by)
    ahead = seen.concerning(member, today) if member else seen.within(organization)
    rows = ahead.filter(status=Status.PLANNED, held_on__gte=today).select_related("organization")
    rows = rows.prefetch_related("kinds").order_by("held_on", "starts_at", "id")
    return subjects.as_seen(rows[:SHOWN], by)


@dataclass(frozen=True)
class MemberAttendance:
    rows: Sequence[Attendance]
    expected: int
    present: int
    since: dt.date


def member_attendance(member: Member, *, today: dt.date) -> MemberAttendance:
    """The person's own attendance over twelve months, newest first; exempt rows are shown and not expected."""
    since = clock.months_later(today.replace(day=1), -(RECORD_MONTHS - 1))
    rows = list(
        Attendance.objects.filter(member=member)
        .filter(counted("meeting"), meeting__held_on__range=(since, today))
        .select_related("meeting")
        .prefetch_related("meeting__kinds")
        .order_by("-meeting__held_on", "-meeting_id")
    )
    expected = [row for row in rows if row.is_expected]
    return MemberAttendance(rows, len(expected), sum(row.state in THERE for row in expected), since)
