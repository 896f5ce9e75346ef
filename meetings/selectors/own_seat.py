"""The member behind an account, and their seat at a meeting."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from meetings import errors
from meetings.models import Meeting
from meetings.selectors import roll
from meetings.selectors.roll import Seat
from meetings.states import AttendanceState
from members.models import Member


def member_of(by: Actor) -> Member:
    """The member this account belongs to. Raises NotAMember."""
    found = None
    if by.user is not None:
        rows = Member.objects.present().filter(user=by.user).select_related("organization", "group")
        found = rows.order_by("id").first()
    if found is None:
        raise errors.NotAMember
    return found


def seats(meeting: Meeting) -> list[Seat]:
    """Who is expected: the frozen roll once recording has begun, before that the roll of the day."""
    if meeting.roll_frozen_at:
        rows = meeting.attendances.order_by("id").values_list(*COLUMNS)
        return [_seat(*row) for row in rows]
    return roll.take(meeting.organization, meeting.kind_codes, meeting.held_on)


def seat(meeting: Meeting, member: Member) -> Seat | None:
    """One member's seat, in one small query whatever the size of the branch."""
    if meeting.roll_frozen_at:
        row = meeting.attendances.filter(member=member).values_list(*COLUMNS).first()
        return _seat(*row) if row else None
    row_of_one = roll.take(meeting.organization, meeting.kind_codes, meeting.held_on, only=member)
    return row_of_one[0] if row_of_one else None


def must_be_expected(meeting: Meeting, member: Member, by: Actor, sentence: str = "") -> Seat:
    """Raises NotExpectedHere; the same for a meeting out of reach, so that a code tells a stranger nothing."""
    found = seat(meeting, member) if by.may(Capability.CALENDAR, meeting.organization) else None
    if found is None or not found.is_expected:
        raise errors.NotExpectedHere(sentence)
    return found


COLUMNS = ("member_id", "member__uuid", "member__name", "has_vote", "state", "reason")


def _seat(pk: int, uuid: object, name: str, has_vote: bool, state: str, reason: str) -> Seat:
    return Seat(pk, uuid, name, has_vote, reason if state == AttendanceState.EXEMPT else None)  # type: ignore[arg-type]
