"""The member behind an account, and their seat at a meeting."""

from django.db.models import QuerySet

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from meetings import errors
from meetings.models import Attendance, Meeting
from meetings.selectors import roll
from meetings.selectors.roll import Seat
from members.models import Member


def member_of(by: Actor) -> Member:
    """The member this account belongs to. Raises NotAMember."""
    rows = Member.objects.present().filter(user=by.user).select_related("organization", "group")
    member = rows.order_by("id").first() if by.user else None
    if member is None:
        raise errors.NotAMember
    return member


def seats(meeting: Meeting) -> list[Seat]:
    """Who is expected: the frozen roll once recording has begun, before that the roll of the day."""
    if meeting.roll_frozen_at:
        return _frozen_seats(meeting.attendances.all())
    return roll.take(meeting.organization, meeting.kind_codes, meeting.held_on)


def seat(meeting: Meeting, member: Member) -> Seat | None:
    """One member's seat, in one small query whatever the size of the branch."""
    if meeting.roll_frozen_at:
        rows = _frozen_seats(meeting.attendances.filter(member=member))
    else:
        rows = roll.take(meeting.organization, meeting.kind_codes, meeting.held_on, only=member)
    return rows[0] if rows else None


def _frozen_seats(attendances: "QuerySet[Attendance]") -> list[Seat]:
    rows = attendances.order_by("id").select_related("member")
    return [
        Seat(
            row.member_id,
            row.member.uuid,
            row.member.name,
            row.has_vote,
            None if row.is_expected else row.reason,
        )
        for row in rows
    ]


def must_be_on_roll(meeting: Meeting, member: Member, by: Actor) -> Seat:
    """Who is not expected may come and check in (R-ATT-04). Raises NotExpectedHere; the same for a meeting out of reach."""
    own_seat = seat(meeting, member) if by.may(Capability.CALENDAR, meeting.organization) else None
    if own_seat is None:
        raise errors.NotExpectedHere
    return own_seat


def must_be_expected(meeting: Meeting, member: Member, by: Actor, sentence: str = "") -> Seat:
    """Raises NotExpectedHere; the same for a meeting out of reach, so that a code tells a stranger nothing."""
    own_seat = seat(meeting, member) if by.may(Capability.CALENDAR, meeting.organization) else None
    if own_seat is None or not own_seat.is_expected:
        raise errors.NotExpectedHere(sentence)
    return own_seat
