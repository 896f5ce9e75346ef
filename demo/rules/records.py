"""Invents how a meeting went: attendance, statements, decisions, when it was submitted, returned, confirmed."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.utils import timezone

from core import clock
from demo.rules import texts
from demo.rules.calendar import Gathering
from demo.rules.chance import by_share, random_uuid
from demo.rules.offices import InventedOffice
from demo.rules.people import InventedPerson
from demo.rules.tree import InventedUnit
from meetings.rules import checks, majorities
from meetings.states import THERE, AttendanceState, Kind, Matter, Reason, Status, StepType
from members.states import Title

REASONS = {  # how many of a hundred
    Reason.BUSINESS_TRIP: 30, Reason.ON_DUTY: 24, Reason.PERSONAL: 16, Reason.SICK: 10, Reason.TRAINING: 9,
    Reason.HOME_VISIT: 4, Reason.BEREAVEMENT: 1, Reason.ABROAD: 1, Reason.OTHER: 5,
}  # fmt: skip
LAGS = (0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6)


@dataclass(slots=True)
class RecordKeeper:
    """Somebody with an account who acts: the branch's secretary, or whoever checks its records."""

    name: str
    user_id: int | None


@dataclass(slots=True)
class InventedSeat:
    person: InventedPerson
    has_vote: bool
    state: str = AttendanceState.PRESENT
    reason_code: str = ""
    reason: str = ""
    source: str = "manual"


@dataclass(slots=True)
class InventedRecord:
    """One meeting as it stands now, with everything that belongs to it."""

    gathering: Gathering
    uuid: UUID
    theme: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    host: InventedPerson | None = None
    host_note: str = ""
    recorder: InventedPerson | None = None
    status: str = Status.PLANNED
    minutes: str = ""
    seats: list[InventedSeat] = field(default_factory=list)
    agenda: list[texts.AgendaText] = field(default_factory=list)
    tallies: list[tuple[int, int, int, int, int, bool]] = field(default_factory=list)
    steps: list[tuple[str, str, RecordKeeper, dt.datetime]] = field(default_factory=list)
    turnout: checks.Turnout = field(default_factory=checks.Turnout)
    submitted_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    returned_count: int = 0
    guests: str = ""


class InventedBranch:
    """Everything needed to tell a branch's meetings: its people over time, its posts, its clerks."""

    def __init__(
        self,
        unit: InventedUnit,
        offices: Sequence[InventedOffice],
        clerk: RecordKeeper,
        checker: RecordKeeper,
    ) -> None:
        self.unit = unit
        self.offices = offices
        self.clerk = clerk
        self.checker = checker
        self.has_committee = False
        self.stays: list[tuple[InventedPerson, dt.date, dt.date | None, InventedUnit | None]] = []

    def roll(self, kinds: tuple[str, ...], unit: InventedUnit, day: dt.date) -> list[InventedPerson]:
        """Who is on the list of that day, by key, as meetings.selectors.roll takes it."""
        if kinds == (Kind.COMMITTEE,):
            return sorted(self.committee(day), key=lambda person: person.id)
        group = unit if not unit.is_branch else None
        return [
            person
            for person, since, until, its_group in self.stays
            if since <= day and (until is None or day <= until) and (group is None or its_group is group)
        ]

    def offices_on(self, day: dt.date) -> list[InventedOffice]:
        return [office for office in self.offices if office.holds(day)]

    def committee(self, day: dt.date) -> set[InventedPerson]:
        return {office.person for office in self.offices_on(day) if office.title != Title.GROUP_LEADER}

    def by_title(self, title: str, day: dt.date) -> InventedPerson | None:
        return next((office.person for office in self.offices_on(day) if office.title == title), None)

    def leaders(self, day: dt.date) -> set[InventedPerson]:
        return {office.person for office in self.offices_on(day) if office.title == Title.GROUP_LEADER}


class RecordBuilder:
    """Turns gatherings into records."""

    def __init__(self, rng: Random, now: dt.datetime, late_after: int) -> None:
        self.rng = rng
        self.now = now
        self.late_after = late_after
        self.zone = timezone.get_current_timezone()

    def at(self, day: dt.date, hour: int, minute: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour, minute), self.zone)

    def record(self, branch: InventedBranch, gathering: Gathering) -> InventedRecord | None:
        """None when nobody was on the roll of that day, so that there is no meeting to tell of."""
        rng, unit, kinds, day = self.rng, gathering.unit, gathering.kinds, gathering.day
        roll = branch.roll(kinds, unit, day)
        seats = [InventedSeat(person, person.has_vote(day)) for person in roll]
        expected = [seat for seat in seats if not seat.person.limits or self.is_expected(seat, day)]
        if len(expected) < 2:
            return None
        starts_at = self.at(day, *gathering.starts)
        record = InventedRecord(
            gathering=gathering,
            uuid=random_uuid(rng),
            theme=texts.theme(rng, kinds, unit.unit_kind),
            place=unit.place,
            starts_at=starts_at,
        )
        if gathering.fate == "planned":
            self.lead(record, branch, expected)
            self.plan(record, branch)
            return record
        record.seats = seats
        record.ends_at = starts_at + dt.timedelta(minutes=rng.choice((40, 50, 60, 60, 75, 90, 100)))
        self.absences(expected, gathering)
        self.lead(record, branch, [seat for seat in expected if seat.state in THERE])
        self.speak(record, expected)
        states = Counter(seat.state for seat in expected)
        record.turnout = checks.Turnout(
            expected=len(expected),
            present=sum(states[state] for state in THERE),
            on_leave=states[AttendanceState.ON_LEAVE],
            absent=states[AttendanceState.ABSENT],
        )
        self.course(record, branch)
        return record

    def is_expected(self, seat: InventedSeat, day: dt.date) -> bool:
        off = seat.person.off(day)
        if off is None:
            return True
        seat.state, seat.reason = AttendanceState.EXEMPT, off
        return False

    # ── who came ──

    def absences(self, expected: list[InventedSeat], gathering: Gathering) -> None:
        """Some are away, each with a reason; somebody who may chair and half of the votes always remain."""
        rng, careless = self.rng, gathering.unit.manner
        committee = gathering.kinds == (Kind.COMMITTEE,)
        share = 0.5 if committee else 1.0
        away = []
        for seat in expected:
            chance = rng.random()
            if chance < seat.person.weak * share:
                away.append(seat)
            elif chance > 0.965:
                seat.state = AttendanceState.LATE if chance > 0.985 else AttendanceState.ONLINE
            elif chance > 0.93:
                seat.source = "code"
        if committee and not gathering.fate and len(expected) > 2 and rng.random() < 0.001 + 0.01 * careless:
            # Too few came: the record is kept and counts for nothing (R-MEET-08).
            for seat in expected[math.ceil(len(expected) / 2) - 1 :]:
                self.excuse(seat, careless)
            return
        votes = [seat for seat in expected if seat.has_vote]
        missing = [seat for seat in away if seat.has_vote]
        least = math.ceil(len(votes) / 2) + 1
        spared = max(0, least - (len(votes) - len(missing)))
        kept = {id(seat) for seat in missing[: min(spared, len(missing))]}
        for seat in away[: len(expected) - 2]:
            if id(seat) not in kept:
                self.excuse(seat, careless)

    def excuse(self, seat: InventedSeat, careless: float) -> None:
        rng, person = self.rng, seat.person
        if rng.random() < 0.04 + 0.12 * careless:
            seat.state, seat.reason_code = AttendanceState.ABSENT, Reason.UNEXCUSED
            return
        seat.state = AttendanceState.ON_LEAVE
        age = self.now.year - person.born_on.year
        chance = rng.random()
        if age >= 68:
            code = by_share(
                chance, (0.45, Reason.SICK), (0.75, Reason.FRAIL), (0.9, Reason.HOME_VISIT), (1, Reason.OTHER)
            )
        elif person.weak > 0.22:
            code = by_share(
                chance,
                (0.5, Reason.AWAY),
                (0.75, Reason.ON_DUTY),
                (0.97, Reason.BUSINESS_TRIP),
                (1, Reason.ABROAD),
            )
        elif not person.man and age < 38 and chance < 0.08:
            code = Reason.MATERNITY
        else:
            code = rng.choices(list(REASONS), list(REASONS.values()))[0]
        seat.reason_code = code
        if code == Reason.OTHER:
            seat.reason = rng.choice(texts.OTHER_REASONS)

    def lead(self, record: InventedRecord, branch: InventedBranch, there: list[InventedSeat]) -> None:
        """Host and recorder, from the posts of that day; another chairs only with a word why."""
        day, kinds = record.gathering.day, record.gathering.kinds
        present = [seat.person for seat in there]
        if kinds == (Kind.GROUP,):
            first = next((person for person in present if person in branch.leaders(day)), None)
            record.host_note = "" if first else "组长请假，委托主持"
        else:
            committee = branch.committee(day)
            secretary = branch.by_title(Title.SECRETARY, day)
            first = secretary if secretary in present else None
            if first is None:
                record.host_note = "书记请假，委托主持" if secretary else "书记空缺，由支部推选主持"
                first = next((person for person in present if person in committee), None)
        record.host = host = first or present[0]
        organizer = branch.by_title(Title.ORGANIZATION, day)
        others = [person for person in present if person is not host]
        record.recorder = organizer if organizer in others else (others[0] if others else host)

    # ── what was said ──

    def speak(self, record: InventedRecord, expected: list[InventedSeat]) -> None:
        rng, gathering = self.rng, record.gathering
        there = [seat for seat in expected if seat.state in THERE]
        names = [seat.person.name for seat in rng.sample(there, min(len(there), 6))]
        branch = gathering.unit if gathering.unit.is_branch else gathering.unit.parent
        record.agenda = texts.agenda(
            rng, gathering.kinds, gathering.unit.unit_kind, record.theme, names,
            year=gathering.day.year + (gathering.day.month > 9), day=(branch.activity_day if branch else None) or 20,
        )  # fmt: skip
        record.minutes = texts.minutes(rng, names, gathering.unit.unit_kind)
        entitled = sum(seat.has_vote for seat in expected)
        voting = sum(seat.has_vote for seat in there)
        if voting < math.ceil(entitled / 2):
            record.agenda = [texts.AgendaText(item.title, item.discussion) for item in record.agenda]
        for item in record.agenda:
            if not item.decision:
                continue
            against = 1 if rng.random() < 0.05 else 0
            abstain = 1 if rng.random() < 0.08 else 0
            yes = max(voting - against - abstain, 0)
            if rng.random() < 0.004:
                yes, abstain = entitled // 2, voting - entitled // 2 - against
            if yes < 0 or abstain < 0 or yes + against + abstain > voting:
                yes, against, abstain = voting, 0, 0
            is_carried = majorities.majority_of(Matter.ORDINARY).is_carried(yes, entitled)
            record.tallies.append((entitled, voting, yes, against, abstain, is_carried))

    # ── what became of the record ──

    def plan(self, record: InventedRecord, branch: InventedBranch) -> None:
        first = min(record.starts_at, self.now)
        planned = first - dt.timedelta(days=self.rng.randint(1, 9), minutes=self.rng.randint(0, 120))
        record.steps.append((StepType.PLANNED, "", branch.clerk, planned))

    def course(self, record: InventedRecord, branch: InventedBranch) -> None:
        """The steps a record went through until now, as far as it got."""
        rng, gathering = self.rng, record.gathering
        if rng.random() < 0.75:
            planned = record.starts_at - dt.timedelta(days=rng.randint(2, 9), minutes=rng.randint(0, 400))
            record.steps.append((StepType.PLANNED, "", branch.clerk, planned))
        lag = 0 if gathering.fate == "returned" else rng.choice(LAGS)
        late = not gathering.fate and rng.random() < 0.004 + 0.07 * gathering.unit.manner
        if late:
            lag = self.late_after + rng.randint(1, 18)
        assert record.ends_at
        sent = max(
            record.ends_at + dt.timedelta(minutes=rng.randint(15, 120)),
            self.at(gathering.day + dt.timedelta(days=lag), rng.randint(8, 21), rng.randint(0, 59)),
        )
        recorder = RecordKeeper(record.recorder.name if record.recorder else branch.clerk.name, None)
        if sent > self.now:
            record.status = Status.HELD
            begun = min(record.ends_at + dt.timedelta(minutes=20), self.now)
            record.steps.append((StepType.RECORDED, "", recorder, begun))
            return
        record.steps.append(
            (StepType.RECORDED, "", recorder, sent - dt.timedelta(minutes=rng.randint(3, 14)))
        )
        record.steps.append((StepType.SUBMITTED, "", branch.clerk, sent))
        record.submitted_at, record.status = sent, Status.SUBMITTED
        if gathering.fate == "returned":
            back = max(self.now - dt.timedelta(days=2, hours=3), sent + dt.timedelta(hours=1))
            self.give_back(
                record, branch, min(back, self.now), "陈国梁、许丽华的发言没有记，请补上后重新提交。"
            )
            return
        checked = self.office_hours(sent, rng.randint(1, 5))
        if not gathering.fate and rng.random() < 0.011 + 0.05 * gathering.unit.manner:
            if checked > self.now:
                return
            self.give_back(record, branch, checked, rng.choice(texts.RETURNED))
            again = checked + dt.timedelta(days=rng.randint(0, 6), minutes=rng.randint(30, 200))
            forgotten = (self.now - checked).days < 60 and rng.random() < 0.6
            if again > self.now or forgotten:
                return
            record.steps.append((StepType.REVISED, "", recorder, again - dt.timedelta(minutes=6)))
            record.steps.append((StepType.SUBMITTED, "", branch.clerk, again))
            record.status = Status.SUBMITTED
            checked = self.office_hours(again, rng.randint(1, 3))
        if checked > self.now:
            return
        record.steps.append((StepType.CONFIRMED, "", branch.checker, checked))
        record.status, record.confirmed_at = Status.CONFIRMED, checked

    def office_hours(self, after: dt.datetime, days: int) -> dt.datetime:
        """So many days later, at an hour when offices are open."""
        day = timezone.localtime(after).date() + dt.timedelta(days=days)
        return self.at(day, self.rng.randint(8, 17), self.rng.randint(0, 59))

    def give_back(
        self, record: InventedRecord, branch: InventedBranch, at: dt.datetime, comment: str
    ) -> None:
        record.steps.append((StepType.RETURNED, comment, branch.checker, at))
        record.status, record.returned_count = Status.RETURNED, record.returned_count + 1


def is_late(record: InventedRecord) -> bool:
    if record.submitted_at is None:
        return False
    return checks.is_late(record.gathering.day, timezone.localtime(record.submitted_at).date())


def due(record: InventedRecord, n: int) -> dt.date:
    """When the n-th decision is to be done."""
    return clock.months_later(record.gathering.day, 1 + n)
