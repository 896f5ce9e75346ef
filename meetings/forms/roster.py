"""The roll on the recording page: a seat for each member, its marks, the turnout and the numbers votes are judged by."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_time
from django.utils.safestring import SafeString

from branches.models import Organization
from core.form_renderer import option_tags
from meetings.forms.attendance import CAME_AFTER_ALL, KEPT_STATES, marks_in
from meetings.forms.rows import ADD_ROW
from meetings.models import Leave, Meeting
from meetings.record.schema import PRESENT, AttendanceMark
from meetings.rules import majorities, signing
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
        (AttendanceState.UNDECIDED.value, AttendanceState.UNDECIDED.label, AttendanceState.UNDECIDED),
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
    is_told_apart: bool = False  # by check-in, so that being there is said and not left blank

    @classmethod
    def of(cls, seat: Seat, mark: AttendanceMark, known: str, is_told_apart: bool = False) -> "SeatRow":
        mark = mark.normalized()
        is_kept = mark.state in KEPT_STATES or is_told_apart
        value = mark.reason_code or (mark.state if is_kept else "")
        base = known or ("到会" if seat.has_vote else "无表决权")
        return cls(seat, mark.state, value, mark.reason, mark.summary if value else base, base, is_told_apart)

    @property
    def is_gone(self) -> bool:
        return self.state in (AttendanceState.ON_LEAVE, AttendanceState.ABSENT)

    @property
    def options(self) -> SafeString:
        return reason_options(self.value)

    @property
    def is_undecided(self) -> bool:
        return self.state == AttendanceState.UNDECIDED

    @property
    def look(self) -> str:
        return self.state if self.is_gone or self.is_undecided else AttendanceState.PRESENT


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
        unsigned, begun = self.evidence.unsigned(self.seats), self.starts_at
        signed = self.evidence.signed(self.seats)
        late = {uuid for uuid, at in signed.items() if begun and signing.is_late(at, begun)}
        for uuid in unsigned - marks.keys():
            marks[uuid] = signing.UNDECIDED
        return [
            SeatRow.of(
                seat,
                marks.get(seat.uuid, PRESENT),
                self.evidence.label(seat),
                seat.uuid in unsigned or (seat.uuid in late and seat.uuid in marks),
            )
            for seat in self.seats
            if seat.is_expected
        ]

    @cached_property
    def evidence(self) -> AttendanceEvidence:
        return AttendanceEvidence.of(self.meeting)

    @property
    def undecided(self) -> list[SeatRow]:
        """The rows of those who could check in and did not, and of whom nothing is said yet (R-ATT-07)."""
        return [row for row in self.rows if row.is_undecided]

    @property
    def signed_late(self) -> list[tuple[SeatRow, str, int]]:
        """Who is late by check-in, with its time and by how many minutes (R-ATT-08)."""
        begun = self.starts_at
        signed = self.evidence.signed(self.seats)
        return [
            (row, f"{timezone.localtime(at):%H:%M}", int((at - begun).total_seconds() // 60))
            for row in self.rows
            if row.state == AttendanceState.LATE and begun and (at := signed.get(row.seat.uuid))
        ]

    @property
    def starts_at(self) -> dt.datetime | None:
        time = parse_time(self.data.get("starts_at", ""))
        return timezone.make_aware(dt.datetime.combine(self.day, time)) if time else None

    @property
    def signing_words(self) -> str:
        """How check-in was used, of a meeting that had one."""
        if not self.evidence.was_taken:
            return ""
        signed, expected = self.evidence.signed_count(self.seats), len(self.rows)
        if signing.is_used(signed, expected):
            return f"签到{signed}人，没签到{expected - signed}人"
        return f"这次只有{signed}人签到，当作没有开签到。" if signed else "没有人签到，当作没有开签到。"

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
        undecided = states.count(AttendanceState.UNDECIDED)
        return Turnout(len(states), len(states) - on_leave - absent - undecided, on_leave, absent, undecided)

    @property
    def entitled(self) -> int:
        return sum(row.seat.has_vote for row in self.rows)

    @property
    def voting(self) -> int:
        return sum(row.seat.has_vote and not row.is_gone and not row.is_undecided for row in self.rows)

    @cached_property
    def thresholds(self) -> list[VoteThresholds]:
        """The numbers by which a script says at each decision whether a vote may be taken and is carried."""
        exempt = sum(seat.has_vote and not seat.is_expected for seat in self.seats)
        return majorities.thresholds(self.entitled, self.kinds, exempt)

    @property
    def votes_needed(self) -> int:
        return self.thresholds[0].votes_needed
