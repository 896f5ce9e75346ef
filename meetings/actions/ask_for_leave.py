"""ask_leave, withdraw_leave, approve_leave, refuse_leave: a member asks to be excused from one meeting, and the branch's
recorder decides (R-ATT-02, 06)."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.approval import ask, decide
from branches.workflow.persons import must_be_another_person
from branches.workflow.transition import transition
from core import clock
from meetings import errors
from meetings.models import Leave, Meeting
from meetings.selectors import leaves, own_seat
from meetings.states import LEAVE_MOVES, MOVES, STANDING_LEAVE, LeaveStatus, Reason
from members.models import Member


def ask_leave(*, meeting: Meeting, reason_code: str, reason: str = "", by: Actor) -> Leave:
    """Ask, as the signed-in member, to be excused from a meeting where they are expected, until it begins. Who comes too late for
    that tells the recorder, who writes it into the record (R-ATT-06).

    Raises NotAMember, NotExpectedHere, WrongMoment, AskedAfterTheStart, LeaveNeedsReason, AlreadyAsked.
    """
    member = own_seat.member_of(by)
    own_seat.must_be_expected(meeting, member, by, "这次会议的应到名单上没有您，不用请假。")
    MOVES.require(meeting, "ask_leave")
    if meeting.has_begun:
        raise errors.AskedAfterTheStart
    reason = reason.strip()[:120]
    is_known = reason_code in Reason.values and reason_code != Reason.UNEXCUSED
    if not is_known or (reason_code == Reason.OTHER and len(reason) < 2):
        raise errors.LeaveNeedsReason.at("reason_code")
    leave = Leave(meeting=meeting, member=member, reason_code=reason_code, reason=reason)
    with transaction.atomic():
        ask(leave, by, already=lambda: _already_asked_error(meeting, member))
        text = f"{leave.get_reason_code_display()}：{reason}" if reason else leave.get_reason_code_display()
        after = {"会议": str(meeting), "请假": text, "状态": LeaveStatus.ASKED.label}
        chain.record("leave.ask", by=by, subject=leave, where=meeting.organization, after=after)
    return leave


def withdraw_leave(*, leave: Leave, by: Actor) -> Leave:
    """Take back one's own request, approved or not, until the record was submitted; the recorder may do it for them.

    Raises NotAsked, WrongMoment.
    """
    if by.user is None or leave.member.user_id != by.user.pk:
        by.must(Capability.RECORD_MEETING, leave.meeting.organization)
    MOVES.require(leave.meeting, "withdraw_leave")
    return transition(leave, LEAVE_MOVES, "withdraw", by, after={"会议": str(leave.meeting)})


def approve_leave(*, leave: Leave, comment: str = "", by: Actor) -> Leave:
    """Excuse a member from a meeting. Once the meeting has ended it is 补假, and says so (R-ATT-02).

    Raises DecidedByTheSame, NotAsked, WrongMoment.
    """
    is_late = leaves.is_late(leave.meeting, clock.now())
    after = {"补假": "会后批准"} if is_late else {}
    return _decide(leave, "approve", comment, by, after, is_late=is_late)


def refuse_leave(*, leave: Leave, comment: str = "", by: Actor) -> Leave:
    """Do not excuse the member; the comment says why. Raises DecidedByTheSame, NotAsked, WrongMoment."""
    return _decide(leave, "refuse", comment, by, {})


def _decide(
    leave: Leave, move: str, comment: str, by: Actor, after: dict[str, str], **values: object
) -> Leave:
    by.must(Capability.RECORD_MEETING, leave.meeting.organization)
    if leave.member.user is not None:
        must_be_another_person(leave.member.user, by, errors.DecidedByTheSame)
    MOVES.require(leave.meeting, "decide_leave")
    comment = comment.strip()[:120]
    with decide(leave, LEAVE_MOVES, move, by, comment=comment, **values) as entry:
        entry.after, entry.note = {"会议": str(leave.meeting), **after}, comment
    return leave


def _already_asked_error(meeting: Meeting, member: Member) -> errors.AlreadyAsked:
    standing = meeting.leaves.filter(member=member, status__in=STANDING_LEAVE)
    status = standing.values_list("status", flat=True).first()
    return errors.AlreadyAsked(status=LeaveStatus(status or LeaveStatus.ASKED).label)
