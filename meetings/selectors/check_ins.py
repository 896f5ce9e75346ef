"""Check-in: the screen with the code, the meetings open for a member now, and the evidence the recording page shows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import segno
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings.check_in import codes
from meetings.models import CheckIn, CheckInWindow, Leave, Meeting
from meetings.selectors import own_seat
from meetings.selectors.roll import Seat
from meetings.states import OPEN, STANDING_LEAVE, CheckInMethod, LeaveStatus
from members.models import Member

LAST_SHOWN = 3


@dataclass
class CheckInScreen:
    """What hangs on the wall at this moment."""

    meeting: Meeting
    address: str  # of the member's page, with the host

    @cached_property
    def window(self) -> CheckInWindow | None:
        return CheckInWindow.objects.filter(meeting=self.meeting).first()

    @property
    def is_open(self) -> bool:
        window = self.window
        return bool(window and window.closed_at is None and self.meeting.held_on == clock.today())

    @property
    def may_open(self) -> bool:
        return self.meeting.status in OPEN and self.meeting.held_on == clock.today()

    @property
    def opens_at(self) -> dt.datetime:
        return self.meeting.starts_at - dt.timedelta(minutes=settings.CHECK_IN_OPENS_MINUTES)

    @cached_property
    def now(self) -> dt.datetime:
        return clock.now()

    @property
    def seconds(self) -> int:
        return codes.seconds_left(self.now)

    @property
    def link(self) -> str:
        assert self.window
        slot = codes.slot_at(self.now)
        token = codes.token(self.window.nonce, self.meeting.uuid, slot)
        return f"{self.address}?m={self.meeting.uuid.hex}&s={slot}&t={token}"

    @cached_property
    def qr(self) -> "QrCode":
        return QrCode.of(self.link)

    @cached_property
    def digits(self) -> str:
        assert self.window
        return codes.digits(self.window.nonce, self.meeting.uuid, codes.slot_at(self.now))

    @property
    def code(self) -> str:
        """482 917"""
        return f"{self.digits[:3]} {self.digits[3:]}"

    @property
    def digits_apart(self) -> str:
        return " ".join(self.digits)

    @cached_property
    def count(self) -> int:
        return CheckIn.objects.filter(meeting=self.meeting).count()

    @cached_property
    def expected(self) -> int:
        return sum(seat.is_expected for seat in own_seat.seats(self.meeting))

    @cached_property
    def last(self) -> list[str]:
        rows = CheckIn.objects.filter(meeting=self.meeting).order_by("-id")
        return list(rows.values_list("member__name", flat=True)[:LAST_SHOWN])


@dataclass(frozen=True)
class QrCode:
    """A QR code as the path of an SVG: a stroke for each run of dark modules."""

    size: int
    path: str

    @classmethod
    def of(cls, text: str) -> "QrCode":
        rows = segno.make(text, micro=False, error="m").matrix
        path = ""
        for y, row in enumerate(rows):
            x = 0
            for is_dark, run in groupby(row):
                length = len(list(run))
                path += f"M{x} {y}.5h{length}" if is_dark else ""
                x += length
        return cls(len(rows), path)


@dataclass(frozen=True)
class OwnCheckIn:
    """A meeting that is checking in now, as one member sees it."""

    meeting: Meeting
    row: CheckIn | None
    place: int = 0  # the how manieth to come
    leave: Leave | None = None  # asked or granted: they may come all the same

    @property
    def at(self) -> str:
        return f"{timezone.localtime(self.row.at):%H:%M}" if self.row else ""


def own_check_ins(member: Member, *, by: Actor) -> list[OwnCheckIn]:
    """Today's meetings with an open window at which the member is expected; in a branch there is one, as a rule.

    One that has closed stays for those who are in, so that they still find their "已签到".
    """
    places = [place for place in (member.organization_id, member.group_id) if place]
    meetings = (
        Meeting.objects.visible_to(by)
        .filter(
            organization__in=places, held_on=clock.today(), status__in=OPEN, check_in_window__isnull=False
        )
        .filter(
            Q(check_in_window__closed_at__isnull=True)
            | Q(pk__in=CheckIn.objects.filter(member=member).values("meeting"))
        )
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("starts_at", "id")[:5]
    )
    # A few at most: an organization's meetings of one afternoon.
    expecting = [row for row in meetings if (seat := own_seat.seat(row, member)) and seat.is_expected]
    return [own_check_in(meeting, member) for meeting in expecting]


def own_check_in(meeting: Meeting, member: Member) -> OwnCheckIn:
    row = CheckIn.objects.filter(meeting=meeting, member=member).first()
    if row:
        return OwnCheckIn(meeting, row, arrival_number(row))
    leaves = meeting.leaves.filter(member=member, status__in=STANDING_LEAVE)
    return OwnCheckIn(meeting, None, leave=leaves.first())


def arrival_number(row: CheckIn) -> int:
    """第18位到会"""
    return CheckIn.objects.filter(meeting=row.meeting_id, pk__lte=row.pk).count()


@dataclass
class TickList:
    """The roll as names to tick: by a stand-in, or by the secretary for those without a phone."""

    meeting: Meeting

    @cached_property
    def seats(self) -> list[tuple[Seat, CheckIn | None]]:
        ins = {one.member_id: one for one in CheckIn.objects.filter(meeting=self.meeting)}
        return [(seat, ins.get(seat.member_id)) for seat in own_seat.seats(self.meeting) if seat.is_expected]

    @property
    def count(self) -> int:
        return sum(row is not None for _seat, row in self.seats)

    @property
    def ticked_before(self) -> str:
        """Who is in by hand now; sent back with the ticks, it tells what they changed."""
        return " ".join(str(seat.uuid) for seat, row in self.seats if row and row.way == CheckInMethod.HAND)


@dataclass
class AttendanceEvidence:
    """What is known of who comes, beside the attendance: check-ins, and leave asked or granted."""

    was_taken: bool = False  # a window had been open, or somebody stood in: then who is not in is told apart
    ins: Mapping[int, CheckIn] = field(default_factory=dict)  # by member
    leaves: Mapping[int, Leave] = field(default_factory=dict)

    @classmethod
    def of(cls, meeting: Meeting | None) -> "AttendanceEvidence":
        """Three small queries."""
        if meeting is None:
            return cls()
        ins = {row.member_id: row for row in CheckIn.objects.filter(meeting=meeting)}
        rows = Leave.objects.filter(meeting=meeting, status__in=STANDING_LEAVE).select_related("member")
        opened = bool(ins) or CheckInWindow.objects.filter(meeting=meeting).exists()
        return cls(opened, ins, {row.member_id: row for row in rows})

    def is_missing(self, seat: Seat) -> bool:
        """Expected, not checked in though one could, and not excused."""
        leave = self.leaves.get(seat.member_id)
        is_excused = leave is not None and leave.status == LeaveStatus.APPROVED
        return self.was_taken and seat.is_expected and seat.member_id not in self.ins and not is_excused

    def label(self, seat: Seat) -> str:
        """Beside the name on the recording page; nothing where nothing is known."""
        if seat.member_id in self.ins:
            return "已签到"
        if leave := self.leaves.get(seat.member_id):
            return "请假待批" if leave.status == LeaveStatus.ASKED else "请假已批"
        return "没签到" if self.is_missing(seat) else ""


def scanned_meeting(text: str, *, by: Actor) -> Meeting | None:
    """The meeting of a scanned link, when it lies in this person's reach."""
    if len(text) not in (32, 36):
        return None
    rows = Meeting.objects.visible_to(by, Capability.CALENDAR).select_related("organization")
    try:
        return rows.prefetch_related("kinds").filter(uuid=text).first()
    except ValueError:
        return None
