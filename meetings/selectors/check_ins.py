"""Check-in: the meetings open for a member now, and the evidence the recording page shows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings.models import CheckIn, CheckInWindow, Leave, Meeting
from meetings.rules import signing
from meetings.selectors import own_seat
from meetings.selectors.roll import Seat
from meetings.states import OPEN, STANDING_LEAVE, CheckInMethod, LeaveStatus
from members.models import Member


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

    was_taken: bool = False  # a window had been open, or somebody stood in
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

    def unsigned(self, seats: Sequence[Seat]) -> frozenset[UUID]:
        """Who could check in and did not, of those expected and not excused; nobody where check-in was hardly used (R-ATT-07)."""
        expected = [seat for seat in seats if seat.is_expected]
        if not signing.is_used(self.signed_count(seats), len(expected)):
            return frozenset()
        away = [seat for seat in expected if seat.member_id not in self.ins]
        return frozenset(seat.uuid for seat in away if not self._is_asked_or_excused(seat))

    def signed_count(self, seats: Sequence[Seat]) -> int:
        return sum(seat.is_expected and seat.member_id in self.ins for seat in seats)

    def signed(self, seats: Sequence[Seat]) -> dict[UUID, dt.datetime]:
        """Who signed in by phone, and when; by hand it is told afterwards."""
        return {
            seat.uuid: row.at
            for seat in seats
            if seat.is_expected and (row := self.ins.get(seat.member_id)) and row.way != CheckInMethod.HAND
        }

    def _is_asked_or_excused(self, seat: Seat) -> bool:
        """Leave that was asked is decided by itself (R-ATT-05)."""
        return seat.member_id in self.leaves

    def label(self, seat: Seat) -> str:
        """Beside the name on the recording page; nothing where nothing is known."""
        if row := self.ins.get(seat.member_id):
            return "补签" if row.way == CheckInMethod.HAND else "已签到"
        if leave := self.leaves.get(seat.member_id):
            return "请假待批" if leave.status == LeaveStatus.ASKED else "请假已批"
        return ""


def scanned_meeting(text: str, *, by: Actor) -> Meeting | None:
    """The meeting of a scanned link, when it lies in this person's reach."""
    if len(text) not in (32, 36):
        return None
    rows = Meeting.objects.visible_to(by, Capability.CALENDAR).select_related("organization")
    try:
        return rows.prefetch_related("kinds").filter(uuid=text).first()
    except ValueError:
        return None


def signing_words(meeting: Meeting) -> str:
    """签到22人，补签2人; of a meeting in which hardly anybody checked in 签到1人，其余由记录人登记 (R-ATT-07)."""
    ways = [row.way for row in meeting.check_ins.all()] if meeting.is_held else []
    if not ways:
        return ""
    by_hand = ways.count(CheckInMethod.HAND)
    if not signing.is_used(len(ways), meeting.expected):
        return f"签到{len(ways)}人，其余由记录人登记"
    return f"签到{len(ways) - by_hand}人" + (f"，补签{by_hand}人" if by_hand else "")
