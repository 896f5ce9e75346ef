"""Turn a row of a workbook into a record that can be stored, by the same checks as for a typed record."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from core import clock
from core.errors import Refusal, RuleBroken
from core.workbooks.rows import ERROR, NEW, UNCHANGED, WARNING, WorkbookRow
from exchange.rules.meetings import cells
from exchange.rules.meetings.cells import person_name
from meetings.record.field_types import PersonReference
from meetings.record.schema import AttendanceMark, MeetingRecord, PartnerUnitEntry
from meetings.rules import checks
from meetings.states import AttendanceState, Kind, Source, Status
from members.personal_data.names import normalize_name

if TYPE_CHECKING:
    from branches.models import Organization
    from exchange.selectors.meetings.stored_facts import StoredFacts
    from meetings.models import Meeting
    from meetings.selectors.roll import Seat

FIELDS = {
    "kinds": "kinds", "theme": "theme", "place": "place", "host": "host", "recorder": "recorder", "minutes": "minutes",
    "host_note": "host_note", "attendances": "leave_names", "starts_at": "when", "ends_at": "ends", "held_on": "held_on",
}  # fmt: skip
ABSENCES = (
    ("on_leave", AttendanceState.ON_LEAVE),
    ("leave_names", AttendanceState.ON_LEAVE),
    ("absent", AttendanceState.ABSENT),
    ("absent_names", AttendanceState.ABSENT),
)
NAMED_ABSENCES, COUNTED_ABSENCES = ("leave_names", "absent_names"), ("on_leave", "absent")
ABSENCE_COLUMNS = frozenset([*NAMED_ABSENCES, *COUNTED_ABSENCES])
WORTH_SAYING = frozenset(["R-REC-05", "R-REC-07", "R-MEET-08", "R-MEET-09"])


@dataclass
class RecordableRow:
    """A row with its record. `plan`: the planned meeting it is the record of."""

    row: WorkbookRow
    uuid: UUID
    organization: "Organization"
    record: MeetingRecord
    plan: "Meeting | None" = None


def judge_row(row: WorkbookRow, uuid: UUID, stored: "StoredFacts") -> RecordableRow | None:
    """The row with its record, or None with errors noted on the row. No query."""
    place = stored.places.all[row.organization or 0]
    facts, kinds = row.facts, tuple(row.facts["kinds"])
    plan = _find_plan(row, kinds, stored)
    if row.outcome != NEW:
        return None
    seats = stored.rolls[stored.roll_key(row)]
    marks = _attendance_marks(row, seats)
    zone = timezone.get_default_timezone()
    record = MeetingRecord(
        kinds=kinds,
        held_on=facts["held_on"],
        starts_at=dt.datetime.combine(facts["held_on"], facts["starts"], zone),
        ends_at=dt.datetime.combine(facts["held_on"], facts["ends"], zone)
        + dt.timedelta(days=facts["ends_next_day"])
        if facts.get("ends")
        else None,
        theme=facts.get("theme", ""),
        place=facts.get("place", ""),
        host=PersonReference.to(_find_person(row, "host", place, stored, seats)),
        recorder=PersonReference.to(_find_person(row, "recorder", place, stored, seats)),
        host_note=facts.get("host_note", ""),
        guests=facts.get("guests", ""),
        partner_units=tuple(units_of(row)),
        minutes=facts.get("minutes", ""),
        marks=marks,
    )
    if row.outcome == ERROR:
        return None
    try:
        checks.refuse(checks.contradictions(checks.Body.of(place), record, clock.today()), record.held_on)
    except RuleBroken as refusal:
        note_refusal(row, refusal)
        return None
    missing = []
    for finding in checks.findings(stored.facts(place, record, seats, plan)):
        if finding.level == "stop":
            field = (
                "partner_units" if finding.field.startswith("unit-") else FIELDS.get(finding.field, "theme")
            )
            row.add_note(field, ERROR, finding.sentence)
        elif finding.level == "hint" and finding.rule.startswith(checks.PARTS_OF_KINDS):
            missing.append(finding.sentence.rstrip("。"))
        elif finding.level == "hint" and finding.rule in WORTH_SAYING:
            row.add_note(FIELDS.get(finding.field, "theme"), WARNING, finding.sentence)
    if missing:
        row.add_note("kinds", WARNING, f"可以导入，缺的请以后补：{'；'.join(missing)}")
    return None if row.outcome == ERROR else RecordableRow(row, uuid, place, record, plan)


def compare_with_stored(row: WorkbookRow, meeting: "Meeting", stored: "StoredFacts") -> None:
    """Unchanged, or refused with what differs from the meeting on record beside each field: a workbook corrects none."""
    facts, there = row.facts, stored.absences.get(meeting.pk, {})
    zone = timezone.get_default_timezone()
    compared = {
        "theme": (meeting.theme, facts.get("theme")),
        "place": (meeting.place, facts.get("place")),
        "host": (meeting.host.name if meeting.host else "", person_name(facts.get("host"))),
        "recorder": (meeting.recorder.name if meeting.recorder else "", person_name(facts.get("recorder"))),
        "minutes": (meeting.minutes.strip(), facts.get("minutes")),
        "guests": (meeting.guests, facts.get("guests")),
        "kinds": (_kind_labels({one.kind for one in meeting.kinds.all()}), _kind_labels(facts["kinds"])),
    }
    if "when" not in row.notes:
        compared["when"] = (
            _times(meeting.starts_at.astimezone(zone), meeting.ends_at and meeting.ends_at.astimezone(zone)),
            _times(facts["starts"], facts["ends"]),
        )
    if not ABSENCE_COLUMNS.isdisjoint(facts):
        column = next(each for each in (*NAMED_ABSENCES, *COUNTED_ABSENCES) if each in facts)
        if isinstance(facts[column], list):
            compared[column] = (_absence_words(there), _absence_words(_absences(row, there)))
    if units := unit_words(units_of(row)):
        compared["partner_units"] = (unit_words(meeting.partner_units.all()), units)
    if meeting.held_on != facts["held_on"]:
        compared["held_on"] = (str(meeting.held_on), str(facts["held_on"]))
    row.outcome = UNCHANGED
    for name, (kept, written) in compared.items():
        if written and kept != written:
            row.add_note(
                name, ERROR, "与这里记的不同，没有改。要改，请在系统里更正", str(kept)[:60] or "空白"
            )


def units_of(row: WorkbookRow) -> list[PartnerUnitEntry]:
    return [PartnerUnitEntry(name, number) for name, number in row.facts.get("partner_units", ())]


def unit_words(units: Iterable[Any]) -> str:
    """The same whether they are read or on record."""
    return "、".join(sorted(PartnerUnitEntry(unit.name, unit.number).summary for unit in units))


def _times(starts: Any, ends: Any) -> str:
    return "至".join(f"{time:%H:%M}" for time in (starts, ends) if time)


def _kind_labels(kinds: Any) -> str:
    return "、".join(kind.label for kind in Kind if kind in kinds)


def _absences(row: WorkbookRow, known: dict[str, AttendanceMark]) -> dict[str, AttendanceMark]:
    """name → mark of everybody a row says was not there; a name is known with what people are called by or without."""
    found = {}
    for column, state in ABSENCES:
        people = row.facts.get(column, [])
        for name, why in people if isinstance(people, list) else []:
            plain, said = cells.known_name(name, known)
            code, reason = cells.split_reason(why or said)
            found[plain] = AttendanceMark(state, code, reason).normalized()
    return found


def _absence_words(marks: dict[str, AttendanceMark]) -> str:
    return "、".join(f"{name}（{mark.summary}）" for name, mark in sorted(marks.items()))


def note_refusal(row: WorkbookRow, refusal: Refusal) -> None:
    """Note a refusal on the cell it is about."""
    for name, sentence in (refusal.fields or {"": str(refusal)}).items():
        row.add_note(FIELDS.get(name, "theme"), ERROR, sentence)


def _find_plan(row: WorkbookRow, kinds: tuple[str, ...], stored: "StoredFacts") -> "Meeting | None":
    """The planned meeting of that day. One already on record makes the row unchanged, or an error if it differs."""
    plan = None
    for meeting in stored.standing.get((row.organization or 0, row.facts["held_on"]), []):
        if meeting.uuid in stored.meetings and meeting.status != Status.PLANNED:
            continue  # another row's
        its = {one.kind for one in meeting.kinds.all()}
        same = set(kinds) & its
        if not same:
            continue
        if meeting.status == Status.PLANNED:
            plan = plan or meeting
        elif its == set(kinds) and meeting.theme == row.facts.get("theme", ""):
            compare_with_stored(row, meeting, stored)
            return None
        else:
            names = "、".join(kind.label for kind in Kind if kind in same)
            row.add_note("kinds", ERROR, f"这一天已经记过{names}，没有再记。确实是另一次，请直接在系统里记")
            return None
    return plan


def _find_person(
    row: WorkbookRow, role: str, place: "Organization", stored: "StoredFacts", seats: "list[Seat]"
) -> Any:
    name = person_name(row.facts.get(role))
    if not name:
        return None
    member = stored.member(place, name, seats)
    if member is None:
        row.add_note(role, ERROR, f"支部里没有“{name[:20]}”，或者不止一位")
    return member


def _attendance_marks(row: WorkbookRow, seats: "list[Seat]") -> dict[UUID, AttendanceMark]:
    """Attendance marks of everybody on the roll of the day; the counts of the sheet must agree (R-REC-02, R-REC-03)."""
    facts = row.facts
    marks: dict[UUID, AttendanceMark] = {}
    names: dict[str, list[Seat]] = {}
    for seat in seats:
        names.setdefault(normalize_name(seat.name), []).append(seat)
    written: Counter[str] = Counter()
    for column, state in ABSENCES:
        people = facts.get(column, [])
        for name, why in people if isinstance(people, list) else []:
            absentee, said = _find_seat(row, column, name, names)
            if absentee is None or not absentee.is_expected:
                continue
            code, reason = cells.split_reason(why or said)
            if not code:
                row.add_note(column, ERROR, f"{absentee.name}没到，请写上原因，如{absentee.name}（病假）")
            marks[absentee.uuid] = AttendanceMark(state, code, reason, Source.IMPORTED).normalized()
            written[state] += 1
    expected = [seat for seat in seats if seat.is_expected]
    came: set[UUID] = set()  # without being expected (R-ATT-04); some sheets count them among those present
    if "present_names" in facts:
        found = [_find_seat(row, "present_names", name, names)[0] for name, _ in facts["present_names"]]
        present = {seat.uuid for seat in found if seat}
        came = {seat.uuid for seat in found if seat and not seat.is_expected}
        marks |= dict.fromkeys(came, AttendanceMark(source=Source.IMPORTED))
        silent = [seat.name for seat in expected if seat.uuid not in present and seat.uuid not in marks]
        if silent:
            row.add_note("leave_names", ERROR, f"{'、'.join(silent[:8])}没有写到会，也没有写请假或缺席")
        twice = [seat.name for seat in expected if seat.uuid in present and seat.uuid in marks]
        if twice:
            row.add_note("present_names", ERROR, f"{'、'.join(twice[:8])}既写了到会，又写了没到")
    for seat in expected:
        if seat.uuid not in marks:
            marks[seat.uuid] = AttendanceMark(source=Source.IMPORTED)
    states = Counter(marks[seat.uuid].state for seat in expected)
    for column, words, count in (
        ("expected", "当天名单应到", len(expected)),
        ("present", "照请假和缺席算实到", states[AttendanceState.PRESENT]),
        ("on_leave", "写了名字的请假", states[AttendanceState.ON_LEAVE]),
        ("absent", "写了名字的缺席", states[AttendanceState.ABSENT]),
    ):
        if column in COUNTED_ABSENCES and facts.get(column) == written[AttendanceState(column)]:
            continue  # who was away with a reason is on leave here, in whatever column they stand
        if column == "present" and facts.get(column) == count + len(came):
            continue
        if isinstance(facts.get(column), int) and facts[column] != count:
            row.add_note(column, ERROR, f"表里写{facts[column]}人，{words}{count}人，请核对")
    return marks


def _find_seat(
    row: WorkbookRow, column: str, written: str, names: "dict[str, list[Seat]]"
) -> "tuple[Seat | None, str]":
    """The seat of a name, and what else stands there about them."""
    name, said = cells.known_name(written, names)
    seats = names.get(name, [])
    if len(seats) == 1:
        return seats[0], said
    if seats:
        row.add_note(column, ERROR, f"名单上有{len(seats)}位{name}，分不清是谁，请在系统里记这一次")
    else:
        row.add_note(column, ERROR, f"{name[:20]}不在当天的应到名单上")
    return None, ""
