"""A proposed meeting of a year plan, as a value."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from core.clock import Period
from core.dates_zh import short_period

if TYPE_CHECKING:
    from branches.models import Organization


@dataclass(frozen=True)
class MeetingProposal:
    """A required meeting that is not planned yet, with a proposed day."""

    uuid: UUID
    organization: "Organization"
    kinds: tuple[str, ...]
    on: dt.date
    starts: dt.time
    place: str
    period: Period
    basis: str
    moved_from: dt.date | None = None  # the fixed day, where that is a day off and not merely over
    why_moved: str = ""
    theme: str = ""

    @property
    def hint(self) -> str:
        """第四季度1次；25日是周六，挪到24日: why there is such a row, and why on this day."""
        hints = [f"{short_period(self.period, self.on)}1次"] if self.period.months > 1 else []
        if self.moved_from:
            hints.append(f"{self.moved_from.day}日是{self.why_moved}，挪到{self.on.day}日")
        return "；".join(hints)

    @property
    def starts_at(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.on, self.starts))
