"""Leave: requests that wait for a decision, and the meetings a member may still ask to be excused from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings import errors
from meetings.models import CheckIn, Leave, Meeting
from meetings.selectors.initial_values import usual_length
from meetings.states import OPEN, STANDING_LEAVE, LeaveStatus, Reason, Status
from members.models import Member

SHOWN = 20
REASONS = [(code, label) for code, label in Reason.choices if code != Reason.UNEXCUSED]


def is_late(meeting: Meeting, moment: dt.datetime) -> bool:
    """Has the meeting ended by then? An open end counts as an hour and a half (R-ATT-02)."""
    return moment > (meeting.ends_at or meeting.starts_at + usual_length())


def leaves_to_decide(by: Actor, organization: Organization | None = None) -> list[Leave]:
    """Requests this person may decide, the nearest meeting first: of others than themselves."""
    rows = Leave.objects.filter(
        by.reach.q(Capability.RECORD_MEETING, "meeting__organization"),
        status=LeaveStatus.ASKED,
        meeting__status__in=OPEN,
    )
    if by.user is not None:
        rows = rows.exclude(asked_by=by.user)
    if organization is not None:
        places = Organization.objects.within(organization).values("pk")
        rows = rows.filter(meeting__organization__in=places)
    return list(
        rows.select_related("member", "meeting__organization")
        .prefetch_related("meeting__kinds")
        .order_by("meeting__held_on", "id")[:100]
    )


def leaves_of_meeting(meeting: Meeting) -> list[Leave]:
    rows = meeting.leaves.exclude(status=LeaveStatus.WITHDRAWN)
    return list(rows.select_related("member", "meeting__organization").order_by("id"))


@dataclass(frozen=True)
class UpcomingMeeting:
    """A meeting ahead as one member sees it."""

    meeting: Meeting
    leave: Leave | None
    check_in: CheckIn | None

    @property
    def too_late(self) -> str:
        """Why nobody asks to be excused from it any more (R-ATT-06); empty while one may, or has asked."""
        stands = self.leave is not None and self.leave.status in STANDING_LEAVE
        return errors.AskedAfterTheStart.sentence if self.meeting.has_begun and not stands else ""


def upcoming_meetings(member: Member, *, today: dt.date, by: Actor) -> list[UpcomingMeeting]:
    """Planned meetings from today on at which the member is expected, with their own leave: a fixed number of queries.

    A committee's meeting alone expects the committee; who is expected exactly is asked again when they ask for leave.
    """
    meetings = list(
        Meeting.objects.visible_to(by)
        .concerning(member, today)
        .filter(status=Status.PLANNED, held_on__gte=today)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("held_on", "starts_at", "id")[:SHOWN]
    )
    own_leaves = Leave.objects.filter(member=member, meeting__in=meetings).exclude(
        status=LeaveStatus.WITHDRAWN
    )
    leaves = {leave.meeting_id: leave for leave in own_leaves.order_by("id")}
    ins = {row.meeting_id: row for row in CheckIn.objects.filter(member=member, meeting__in=meetings)}
    return [UpcomingMeeting(row, leaves.get(row.pk), ins.get(row.pk)) for row in meetings]


def leaves_of_member(member: Member) -> Sequence[Leave]:
    """One's own requests of a year, newest first."""
    since = clock.today() - dt.timedelta(days=365)
    return list(
        Leave.objects.filter(Q(meeting__held_on__gte=since), member=member)
        .select_related("meeting__organization")
        .prefetch_related("meeting__kinds")
        .order_by("-id")[:50]
    )
