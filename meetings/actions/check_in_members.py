"""open_check_in, close_check_in, check_in, check_in_by_hand: members check in to a meeting by phone, or the secretary checks
them in.

A check-in is evidence beside the attendance and never the attendance itself: people without a phone lose nothing.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.actions import take_try
from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.dates_zh import short_date, time_of_day
from core.errors import Gone
from meetings import errors
from meetings.check_in import codes
from meetings.models import CheckIn, CheckInWindow, Meeting
from meetings.selectors import own_seat
from meetings.states import CHECK_IN_MOVES, MOVES, OPEN, CheckInMethod
from members.models import Member


def open_check_in(*, meeting: Meeting, by: Actor) -> CheckInWindow:
    """Open the time of checking in, on the meeting's day and not earlier than the setting says. Opening again gives a
    new nonce: every earlier code is worth nothing. An open one stays as it is.

    Raises WrongMoment, WindowNotOpen on another day, WindowTooEarly.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    MOVES.require(meeting, "open_check_in")
    now = clock.now()
    if meeting.held_on != clock.today():
        raise errors.WindowNotOpen(why=f"在{short_date(meeting.held_on)}")
    earliest = meeting.starts_at - dt.timedelta(minutes=settings.CHECK_IN_OPENS_MINUTES)
    if now < earliest:
        raise errors.WindowTooEarly(when=time_of_day(earliest), minutes=settings.CHECK_IN_OPENS_MINUTES)
    with transaction.atomic():
        window = CheckInWindow.objects.select_for_update().filter(meeting=meeting).first()
        if window and window.closed_at is None:
            return window
        facts = {"nonce": secrets.token_hex(16), "opened_at": now, "closed_at": None, "opened_by": by.user}
        try:
            with transaction.atomic():
                window, _ = CheckInWindow.objects.update_or_create(meeting=meeting, defaults=facts)
        except IntegrityError as opened:
            raise Gone from opened
        after = {"开始签到": time_of_day(now)}
        chain.record("check_in.open", by=by, subject=meeting, where=meeting.organization, after=after)
    return window


def close_check_in(*, meeting: Meeting, by: Actor) -> CheckInWindow:
    """End it: every code is worth nothing from now on. Raises WindowNotOpen."""
    by.must(Capability.RECORD_MEETING, meeting.organization)
    window = CheckInWindow.objects.select_related("meeting__organization").filter(meeting=meeting).first()
    if window is None:
        raise errors.WindowNotOpen(why="没有在签到")
    with claim(window, CHECK_IN_MOVES, "close", by) as entry:
        entry.after["已签到"] = f"{CheckIn.objects.filter(meeting=meeting).count()}人"
    return window


def check_in(
    *,
    meeting: Meeting,
    key: UUID,
    token: str = "",
    slot: int | None = None,
    code: str = "",
    device_at: dt.datetime | None = None,
    by: Actor,
) -> CheckIn:
    """Check in the signed-in member, and nobody else, by the token of the QR code with its slot or by the six digits.

    `key` is the phone's own: sent again it gets the same answer and changes nothing. `device_at` is the phone's clock,
    kept beside ours and believed for nothing.

    Raises NotAMember, NotExpectedHere, WindowNotOpen, CodeTooOld, CodeWrong, TooManyTries, AlreadyIn, KeyTaken.
    """
    member = own_seat.member_of(by)
    if before := _earlier_answer(meeting, member, key):
        return before
    own_seat.must_be_on_roll(meeting, member, by)
    window = _open_window(meeting)
    if earlier := CheckIn.objects.filter(meeting=meeting, member=member).first():
        if earlier.key == key:  # the same sending, answered a moment ago
            return earlier
        raise _already_in_error(earlier)
    now = codes.slot_at(clock.now())
    if token:
        codes.check_token(window.nonce, meeting.uuid, slot if slot is not None else -1, token, now)
    else:
        _count_try(by)
        codes.check_digits(window.nonce, meeting.uuid, "".join(code.split()), now)
    row = CheckIn(
        meeting=meeting,
        member=member,
        key=key,
        way=CheckInMethod.QR if token else CheckInMethod.CODE,
        at=clock.now(),
        device_at=device_at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            after = {"会议": str(meeting), "党员": member.name, "方式": row.get_way_display()}
            chain.record("check_in.take", by=by, subject=row, where=meeting.organization, after=after)
    except IntegrityError as taken:
        # Two devices, or one sending twice at once: the other one was first.
        if before := _earlier_answer(meeting, member, key):
            return before
        first = CheckIn.objects.filter(meeting=meeting, member=member).first()
        if first is None:
            raise errors.KeyTaken from taken
        raise _already_in_error(first) from taken
    return row


def check_in_by_hand(*, meeting: Meeting, members: Iterable[UUID], by: Actor) -> list[CheckIn]:
    """Check in members without a phone, as the secretary; who is in already stays as they are.

    Raises NotOnRoll for somebody not expected, WrongMoment once the record was handed in.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    MOVES.require(meeting, "check_in_by_hand")
    with transaction.atomic():
        rows = take_by_hand(meeting, members)
        if rows:
            after = {"党员": "、".join(row.member.name for row in rows)}
            chain.record("check_in.by_hand", by=by, subject=meeting, where=meeting.organization, after=after)
    return rows


def take_by_hand(meeting: Meeting, members: Iterable[UUID]) -> list[CheckIn]:
    """The rows of those of them who are expected and not in yet. Raises NotOnRoll."""
    wanted = set(members)
    expected = {seat.uuid: seat.member_id for seat in own_seat.seats(meeting) if seat.is_expected}
    if strangers := wanted - expected.keys():
        raise errors.NotOnRoll(names=f"有{len(strangers)}人", on=short_date(meeting.held_on))
    there = set(CheckIn.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    missing = [pk for uuid, pk in expected.items() if uuid in wanted and pk not in there]
    by_hand = {"meeting": meeting, "way": CheckInMethod.HAND, "at": clock.now()}
    rows = (CheckIn(member_id=pk, key=uuid4(), **by_hand) for pk in missing)
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)
    return list(CheckIn.objects.filter(meeting=meeting, member_id__in=missing).select_related("member"))


def _earlier_answer(meeting: Meeting, member: Member, key: UUID) -> CheckIn | None:
    """What this key was answered before. Raises KeyTaken where it was somebody else's or another meeting's."""
    row = CheckIn.objects.filter(key=key).first()
    if row and (row.meeting_id, row.member_id) != (meeting.pk, member.pk):
        raise errors.KeyTaken
    return row


def _open_window(meeting: Meeting) -> CheckInWindow:
    window = CheckInWindow.objects.filter(meeting=meeting).first()
    if window is None:
        raise errors.WindowNotOpen(why="还没有开始签到")
    if window.closed_at is not None or meeting.held_on != clock.today() or meeting.status not in OPEN:
        raise errors.WindowNotOpen(why="的签到已经结束")
    return window


def _already_in_error(row: CheckIn) -> errors.AlreadyIn:
    return errors.AlreadyIn(at=time_of_day(row.at))


def _count_try(by: Actor) -> None:
    """Raises TooManyTries. Counted before the code is compared, so that a right guess costs a try as well."""
    most = settings.CHECK_IN_TRIES
    if take_try("check_in", str(by.user.pk), most=most, within=dt.timedelta(minutes=1)) < 0:
        raise errors.TooManyTries(most=most)
