"""Read model of the check-in screen in the room: the code to scan, its six digits, and how many are in."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from core import clock
from core.qr_code import QrCode
from meetings.check_in import codes
from meetings.models import CheckIn, CheckInWindow, Meeting
from meetings.selectors import own_seat
from meetings.states import OPEN

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
    def qr(self) -> QrCode:
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
