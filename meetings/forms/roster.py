"""The roll on the recording page: a seat for each member, its marks, the turnout and the numbers votes are judged by."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from branches.models import Organization
from core.form_renderer import option_tags
from meetings.forms.attendance import CAME_AFTER_ALL, marks_in
from meetings.forms.rows import ADD_ROW
from meetings.models import Leave, Meeting
from meetings.record.schema import PRESENT, AttendanceMark
from meetings.rules import majorities
from meetings.rules.checks import Turnout
from meetings.rules.majorities import VoteThresholds
from meetings.selectors import own_seat, roll
from meetings.selectors.check_ins import AttendanceEvidence
from meetings.selectors.roll import Seat
from meetings.states import THERE, AttendanceState, LeaveStatus, Reason, is_committee_only

RETAKE = f"{ADD_ROW}roll"


@cache
def reason_options(chosen: str) -> SafeString:
    """The options of a seat's reason list: every reason, and how somebody came after all, with the state that follows."""
    choices = [
        *(
            (code, label, AttendanceMark(AttendanceState.ON_LEAVE, code).normalized().state)
            for code, label in Reason.choices
        ),
        *((str(state), label, AttendanceState.PRESENT) for state, label in CAME_AFTER_ALL.items()),
    ]
    return option_tags(
        {"value": code, "label": label, "attrs": {"data-state": state, "selected": code == chosen}}
        for code, label, state in choices
    )


@dataclass(frozen=True)
class SeatRow:
    """A seat as the page shows it."""

    seat: Seat
    state: str
    value: str  # of the reason list
    why: str
    word: str
    base: str  # the word when nothing is marked: what check-in and leave say, or 到会

    @classmethod
    def of(cls, seat: Seat, mark: AttendanceMark, known: str) -> "SeatRow":
        mark = mark.normalized()
        value = mark.reason_code or (mark.state if mark.state in CAME_AFTER_ALL else "")
        base = known or ("到会" if seat.has_vote else "无表决权")
        return cls(seat, mark.state, value, mark.reason, mark.summary if value else base, base)

    @property
    def is_gone(self) -> bool:
        return self.state in (AttendanceState.ON_LEAVE, AttendanceState.ABSENT)

    @property
    def options(self) -> SafeString:
        return reason_options(self.value)

    @property
    def look(self) -> str:
        return self.state if self.is_gone else AttendanceState.PRESENT


@dataclass
class Roster:
    """The roll of one record as it is being typed."""

    organization: Organization
    meeting: Meeting | None
    kinds: Sequence[str]
    day: dt.date
    data: MultiValueDict

    leave_reasons = [(code, label) for code, label in Reason.choices if code != Reason.UNEXCUSED]

    @cached_property
    def seats(self) -> list[Seat]:
        """The frozen roll of a begun record while its day stands; else, or where asked for, the roll of the day."""
        begun = self.meeting
        if begun and begun.roll_frozen_at and self.keeps_roll and not self.retakes:
            return own_seat.seats(begun)
        return roll.take(self.organization, self.kinds, self.day)

    @property
    def keeps_roll(self) -> bool:
        begun = self.meeting
        return bool(
            begun
            and begun.held_on == self.day
            and begun.organization_id == self.organization.pk
            and is_committee_only(row.kind for row in begun.kinds.all()) == is_committee_only(self.kinds)
        )

    @property
    def retakes(self) -> bool:
        """Whether the roll of the day is to replace the frozen one. It is shown first, so that new people on it can be marked."""
        return "retake" in self.data or self.data.get("then") == RETAKE

    @property
    def key(self) -> str:
        """A key of the roll: while it stays the same, the page need not show the roll again."""
        return f"{self.organization.pk}:{self.day}:{is_committee_only(self.kinds)}:{self.retakes}"

    @cached_property
    def rows(self) -> list[SeatRow]:
        marks = marks_in(self.data)
        return [
            SeatRow.of(seat, marks.get(seat.uuid, PRESENT), self.evidence.label(seat))
            for seat in self.seats
            if seat.is_expected
        ]

    @cached_property
    def evidence(self) -> AttendanceEvidence:
        return AttendanceEvidence.of(self.meeting)

    @property
    def without_check_in(self) -> list[SeatRow]:
        """The rows of those who could check in and did not, and who are marked as present."""
        return [row for row in self.rows if self.evidence.is_missing(row.seat) and not row.is_gone]

    @property
    def leaves_asked(self) -> list[Leave]:
        """The requests for leave that are still to be decided (R-ATT-05)."""
        return [leave for leave in self.evidence.leaves.values() if leave.status == LeaveStatus.ASKED]

    @property
    def exempt(self) -> list[tuple[Seat, bool]]:
        """Those on the roll who are not expected, and whether they are marked as having come (R-ATT-04)."""
        marks = marks_in(self.data)
        return [
            (seat, seat.uuid in marks and marks[seat.uuid].state in THERE)
            for seat in self.seats
            if not seat.is_expected
        ]

    @cached_property
    def turnout(self) -> Turnout:
        states = [row.state for row in self.rows]
        on_leave, absent = states.count(AttendanceState.ON_LEAVE), states.count(AttendanceState.ABSENT)
        return Turnout(len(states), len(states) - on_leave - absent, on_leave, absent)

    @property
    def entitled(self) -> int:
        return sum(row.seat.has_vote for row in self.rows)

    @property
    def voting(self) -> int:
        return sum(row.seat.has_vote and not row.is_gone for row in self.rows)

    @cached_property
    def thresholds(self) -> list[VoteThresholds]:
        """The numbers by which a script says at each decision whether a vote may be taken and is carried."""
        exempt = sum(seat.has_vote and not seat.is_expected for seat in self.seats)
        return majorities.thresholds(self.entitled, self.kinds, exempt)

    @property
    def votes_needed(self) -> int:
        return self.thresholds[0].votes_needed
