"""ask_leave, withdraw_leave, approve_leave, refuse_leave: excused from one meeting, asked before and decided by whoever
records for the branch (R-ATT-02)."""

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings import errors
from meetings.models import Leave, Meeting
from meetings.selectors import leaves, own_seat
from meetings.states import OPEN, LeaveStatus, Reason, Status


def ask_leave(*, meeting: Meeting, reason_code: str, reason: str = "", by: Actor) -> Leave:
    """The signed-in member asks to be excused from a meeting where he is expected, until its record was handed in.

    Raises NotAMember, NotExpectedHere, WrongMoment, LeaveNeedsReason, AlreadyAsked.
    """
    member = own_seat.member_of(by)
    sentence = "这次会议的应到名单上没有您，不用请假。"
    own_seat.must_be_expected(meeting, member, by, sentence)
    if meeting.status not in OPEN:
        raise errors.WrongMoment(status=Status(meeting.status).label, deed="请假")
    reason = reason.strip()[:120]
    if (
        reason_code not in Reason.values
        or reason_code == Reason.UNEXCUSED
        or (reason_code == Reason.OTHER and len(reason) < 2)
    ):
        raise errors.LeaveNeedsReason(fields={"reason_code": errors.LeaveNeedsReason.sentence})
    leave = Leave(
        meeting=meeting, member=member, reason_code=reason_code, reason=reason, asked_at=clock.now()
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                leave.save(force_insert=True)
        except IntegrityError as asked:
            raise _already(meeting, leave) from asked
        _record("leave.ask", leave, by, after={"请假": _words(leave), "状态": LeaveStatus.ASKED.label})
    return leave


def withdraw_leave(*, leave: Leave, by: Actor) -> Leave:
    """Take back one's own request, approved or not, until the record was handed in; whoever records may do it for him.

    Raises NotAsked, WrongMoment.
    """
    if by.user is None or leave.member.user_id != by.user.pk:
        by.must(Capability.RECORD_MEETING, leave.meeting.organization)
    _must_be_open(leave, "撤回请假")
    with transaction.atomic():
        was = leave.status
        _move(leave, (LeaveStatus.ASKED, LeaveStatus.APPROVED), LeaveStatus.WITHDRAWN, "撤回")
        _record(
            "leave.withdraw",
            leave,
            by,
            before={"状态": LeaveStatus(was).label},
            after={"状态": LeaveStatus.WITHDRAWN.label},
        )
    return leave


def approve_leave(*, leave: Leave, comment: str = "", by: Actor) -> Leave:
    """Excuse him. Once the meeting has ended it is 补假, and says so (R-ATT-02). Raises NotAsked, WrongMoment."""
    return _decide(leave, LeaveStatus.APPROVED, "leave.approve", comment, by)


def refuse_leave(*, leave: Leave, comment: str = "", by: Actor) -> Leave:
    """Do not excuse him; the comment says why. Raises NotAsked, WrongMoment."""
    return _decide(leave, LeaveStatus.REFUSED, "leave.refuse", comment, by)


def _decide(leave: Leave, to: str, action: str, comment: str, by: Actor) -> Leave:
    by.must(Capability.RECORD_MEETING, leave.meeting.organization)
    _must_be_open(leave, "批假")
    now = clock.now()
    is_late = to == LeaveStatus.APPROVED and leaves.is_late(leave.meeting, now)
    with transaction.atomic():
        _move(
            leave,
            (LeaveStatus.ASKED,),
            to,
            "批" if to == LeaveStatus.APPROVED else "退",
            decided_at=now,
            decided_by=by.user,
            who=by.name[:64],
            comment=comment.strip()[:120],
            is_late=is_late,
        )
        after = {"状态": LeaveStatus(to).label} | ({"补假": "会后批准"} if is_late else {})
        before = {"状态": LeaveStatus.ASKED.label}
        _record(action, leave, by, before=before, after=after, note=leave.comment)
    return leave


def _must_be_open(leave: Leave, deed: str) -> None:
    if leave.meeting.status not in OPEN:
        raise errors.WrongMoment(status=Status(leave.meeting.status).label, deed=deed)


def _move(leave: Leave, permitted: tuple[str, ...], to: str, deed: str, **values: object) -> None:
    """Compare and swap. Raises NotAsked where somebody was first."""
    moved = Leave.objects.filter(pk=leave.pk, status__in=permitted).update(status=to, **values)
    if not moved:
        status = Leave.objects.values_list("status", flat=True).get(pk=leave.pk)
        raise errors.NotAsked(status=LeaveStatus(status).label, deed=deed)
    leave.status = to
    for name, value in values.items():
        setattr(leave, name, value)


def _already(meeting: Meeting, leave: Leave) -> errors.AlreadyAsked:
    rows = Leave.objects.filter(meeting=meeting, member=leave.member)
    status = rows.filter(status__in=(LeaveStatus.ASKED, LeaveStatus.APPROVED)).values_list(
        "status", flat=True
    )
    return errors.AlreadyAsked(status=LeaveStatus(status.first() or LeaveStatus.ASKED).label)


def _words(leave: Leave) -> str:
    label = Reason(leave.reason_code).label
    return f"{label}：{leave.reason}" if leave.reason else label


def _record(action: str, leave: Leave, by: Actor, note: str = "", **said: dict[str, str]) -> None:
    said["after"] = {"会议": str(leave.meeting)} | said["after"]
    chain.record(action, by=by, subject=leave, where=leave.meeting.organization, note=note, **said)
