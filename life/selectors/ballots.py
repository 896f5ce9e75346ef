"""Votes on phones: how many for and against, and the electorate of a meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meetings.models import Attendance, CheckIn, Meeting
from meetings.rules import majorities
from meetings.selectors import own_seat
from meetings.states import THERE, BallotChoice, Matter

CHOICES = (BallotChoice.YES, BallotChoice.NO, BallotChoice.ABSTAIN)
MATTERS = tuple(matter for matter in Matter if matter != Matter.APPRAISAL)  # that has a vote of its own


@dataclass(frozen=True)
class VoteCount:
    """Votes for, against and abstained."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def total(self) -> int:
        return self.yes + self.no + self.abstain

    @classmethod
    def of(cls, votes: Mapping[str, int]) -> "VoteCount":
        return cls(*(votes.get(choice, 0) for choice in CHOICES))

    def __add__(self, other: "VoteCount") -> "VoteCount":
        return VoteCount(self.yes + other.yes, self.no + other.no, self.abstain + other.abstain)


@dataclass(frozen=True)
class Electorate:
    """Who may vote in a meeting and who of them is there: by the record once begun, before that by check-in."""

    entitled: tuple[int, ...]  # members in the order of the roll
    there: frozenset[int]

    @property
    def voting(self) -> int:
        return len(self.there)


def electorate(meeting: Meeting, matter: str = Matter.ORDINARY) -> Electorate:
    """Who may vote on that matter: on membership also who is left out of attendance (R-STA-17)."""
    counts_exempt = majorities.counts_exempt(matter)
    seats = [
        seat for seat in own_seat.seats(meeting) if seat.has_vote and (seat.is_expected or counts_exempt)
    ]
    entitled = tuple(seat.member_id for seat in seats)
    came: Iterable[int]
    if meeting.roll_frozen_at:
        came = Attendance.objects.filter(meeting=meeting, state__in=THERE).values_list("member_id", flat=True)
    else:
        came = CheckIn.objects.filter(meeting=meeting).values_list("member_id", flat=True)
    there = set(came)
    return Electorate(entitled, frozenset(there & set(entitled)))
