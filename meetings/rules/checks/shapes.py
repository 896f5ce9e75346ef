"""The input (Facts) of the checks, as plain values; their output is meetings.errors.findings.Finding."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.errors import RuleBroken
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.rules.majorities import counts_exempt
from meetings.states import THERE, AttendanceState, Matter


@dataclass(frozen=True)
class Present:
    """One row of the attendance as the checks see it."""

    uuid: UUID
    name: str
    state: str
    reason_code: str = ""
    reason: str = ""
    has_vote: bool = True
    is_uncounted: bool = False  # there without being expected (R-ATT-04)

    @property
    def is_expected(self) -> bool:
        return self.state != AttendanceState.EXEMPT and not self.is_uncounted

    @property
    def is_there(self) -> bool:
        return self.state in THERE

    def is_entitled_to(self, matter: str) -> bool:
        """Has a vote on that matter (R-STA-17)."""
        return self.has_vote and (self.is_expected or counts_exempt(matter))


@dataclass(frozen=True)
class Turnout:
    """The counts that stand on the meeting row."""

    expected: int = 0
    present: int = 0
    on_leave: int = 0
    absent: int = 0
    undecided: int = 0

    @classmethod
    def of(cls, rows: Sequence[Present]) -> "Turnout":
        return cls(
            expected=sum(row.is_expected for row in rows),
            present=sum(row.is_there and row.is_expected for row in rows),
            on_leave=sum(row.state == AttendanceState.ON_LEAVE for row in rows),
            absent=sum(row.state == AttendanceState.ABSENT for row in rows),
            undecided=sum(row.state == AttendanceState.UNDECIDED for row in rows),
        )


@dataclass(frozen=True)
class Copy:
    """An earlier record of the same organization that says nearly the same, or any that shows the same photo."""

    on: dt.date
    tenths: int = 10  # of the text; 10 of 10 for a photo
    photo: str = ""  # its name; empty when it is the text
    is_alike: bool = False  # a photo not the same to the byte
    is_elsewhere: bool = False  # in another organization's record, of which no more may be said here


@dataclass(frozen=True)
class Alike:
    """A record or plan of the same body that may be the same meeting: of a kind it has too on its day, or at its hours."""

    uuid: UUID
    on: str  # 11月25日
    kind: str  # 主题党日, the one both have; empty where only the hours overlap
    label: str  # 14:30的党课
    is_planned: bool = False

    @property
    def sentence(self) -> str:
        if not self.kind:
            return f"时间和另一次会议重叠：{self.label}"
        if self.is_planned:
            return f"{self.on}已经计划了一次{self.kind}，这是计划里的那次吗？"
        return f"{self.on}已经有一次{self.kind}，是同一次吗？"


@dataclass(frozen=True)
class ClosedPoll:
    """A vote on phones that has ended: how many with a vote were there, and who voted but is not there by the record."""

    question: str
    present: int | None  # None: closed before that was kept
    voters_away: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """What the checks look at. The first block is known without a query; the rest is looked up by meetings.selectors.record_facts."""

    organization_kind: str
    record: MeetingRecord
    rows: Sequence[Present]
    turnout: Turnout = field(default_factory=Turnout)
    organization_name: str = "这个党组织"
    special_provision: str = ""  # of a temporary branch (R-ORG-12)
    today: dt.date | None = None

    roll: frozenset[UUID] | None = None  # expected by the roll of that day; None: not asked
    voters: frozenset[UUID] | None = None  # of them, who has a vote by it; None: not asked
    names: Mapping[UUID, str] = field(default_factory=dict)
    chairs: frozenset[UUID] = frozenset()  # who may chair without being asked to: posts of that day
    committee: frozenset[UUID] = frozenset()
    alike: Sequence[Alike] = ()  # and not said to be another
    elsewhere: Sequence[str] = ()
    unsigned: Collection[
        UUID
    ] = ()  # could check in and did not, of those expected; none where hardly anybody did
    open_leaves: Sequence[str] = ()  # asked and not decided
    late_leaves: Sequence[str] = ()  # granted after the meeting had ended
    open_polls: Sequence[str] = ()  # what votes on phones that have not ended are about
    closed_polls: Sequence[ClosedPoll] = ()
    copies: Sequence[Copy] = ()
    was_appraised: bool | None = None  # 民主评议 begun here for this year or the last; None: not asked
    was_planned: bool | None = None  # before it began; None: not asked
    was_submitted: bool = False  # once, of an organizational-life meeting
    first_submitted_on: dt.date | None = None
    unnamed_before: int = 0  # opinions in writing without names that were submitted so
    now: dt.datetime | None = None

    @property
    def entitled(self) -> int:
        """Expected and with a vote: the base of every majority but those on membership (支部工作条例 Art. 11)."""
        return self.entitled_to(Matter.ORDINARY)

    @property
    def voting(self) -> int:
        """There and with a vote."""
        return self.voting_on(Matter.ORDINARY)

    def entitled_to(self, matter: str) -> int:
        """The base of a majority on that matter: who is left out of attendance stays in it on membership (R-STA-17)."""
        return sum(row.is_entitled_to(matter) for row in self.rows)

    def voting_on(self, matter: str) -> int:
        """Entitled to vote on that matter, and there."""
        return sum(row.is_there and row.is_entitled_to(matter) for row in self.rows)


def stop(rule: str, sentence: str, basis: str = "", at: str = "") -> Finding:
    return Finding("stop", rule, sentence, basis, at)


def refusal(error: type[RuleBroken], at: str, sentence: str) -> Finding:
    """A stop that refuses the record already when it is saved, by the rule and the article of the error."""
    return Finding("stop", error.rule, sentence, error.basis, at, error)
