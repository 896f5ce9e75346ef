"""Claim a meeting and write its record into every table: what recording, amending and importing share."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Subquery

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from meetings import errors
from meetings.actions import hold_resolutions, write_agenda, write_guests, write_kind_parts
from meetings.models import Attendance, CheckIn, Meeting, MeetingKind, Step
from meetings.record.columns import column_values
from meetings.record.roll_change import RollChange
from meetings.record.schema import PRESENT, AttendanceMark, MeetingRecord
from meetings.rules import checks
from meetings.rules.checks import Facts, Present, Turnout
from meetings.rules.signing import with_signing
from meetings.selectors import roll
from meetings.selectors.check_ins import AttendanceEvidence
from meetings.selectors.record_facts import attendance_rows
from meetings.selectors.roll import Seat
from meetings.selectors.stored_record import member_keys
from meetings.states import OPEN, THERE, CheckInMethod, Kind, Source, is_committee_only
from members.models import Member

RECORDERS = (Capability.RECORD_MEETING, Capability.IMPORT)
"""The recorder of the organization, and the office that imports meetings for it."""


def step(meeting: Meeting, deed: str, by: Actor, comment: str = "") -> Step:
    return Step.objects.create(meeting=meeting, deed=deed, comment=comment, by=by.user, who=by.name[:64])


@dataclass(frozen=True)
class WriteResult:
    """What was written: the facts it was judged by, what taking the roll anew changed, and the names of everybody on
    the old roll or the new."""

    facts: Facts
    roll_change: RollChange
    names: dict[UUID, str]


def blank_record(record: MeetingRecord) -> MeetingRecord:
    """What a meeting that is not stored yet says: nothing."""
    return MeetingRecord(kinds=(), held_on=record.held_on, starts_at=record.starts_at)


def write(
    meeting: Meeting,
    organization: Organization,
    record: MeetingRecord,
    before: MeetingRecord,
    retake: bool,
    by: Actor,
    seats: Sequence[Seat] | None = None,
) -> WriteResult:
    """Judge a record and write it into all its tables: a new one, or over `before` in a meeting already claimed.

    `seats` is a roll that was frozen elsewhere. Without one the roll stays frozen unless its day, its organization or the kind of roll changed, or it is asked for anew.
    Raises what record raises, except for claiming.
    """
    is_new = meeting.pk is None
    old_seats, stored_rows = ([], {}) if is_new else stored_seats(meeting)
    is_stale = (
        not stored_rows
        or retake
        or record.held_on != before.held_on
        or organization.pk != meeting.organization_id
        or is_committee_only(record.kinds) != is_committee_only(before.kinds)
    )
    if seats is None:
        seats = roll.take(organization, record.kinds, record.held_on) if is_stale else old_seats
    change = _roll_change(old_seats, seats) if stored_rows else RollChange()
    unsigned: frozenset[UUID] = frozenset()
    if not is_new and meeting.status in OPEN:
        evidence = AttendanceEvidence.of(meeting)
        unsigned = evidence.unsigned(seats)
        _check_in_by_hand(meeting, [seat for seat in seats if seat.uuid in unsigned], record)
        record = with_signing(record, unsigned, evidence.signed(seats), is_first=not stored_rows)
    marks = _settled_marks(record, seats, old_seats, before, by)
    record = write_agenda.with_speakers(replace(record, marks=marks), seats, before)
    record = write_agenda.with_decision_texts(record, meeting, organization.pk)
    rows = attendance_rows(seats, record)
    facts = Facts(
        organization.kind,
        record,
        rows,
        Turnout.of(rows),
        organization.short_name,
        organization.special_provision,
        clock.today(),
    )
    checks.refuse(checks.refusals(facts), facts.record.held_on)
    keys = member_keys(record, {seat.uuid: seat.member_id for seat in seats})
    held = hold_resolutions.held_in(meeting) if any(item.decision for item in before.agenda) else []
    meeting.organization = organization
    columns = column_values(record, keys) | asdict(facts.turnout)
    columns["is_void"] = checks.is_void(record.kinds, facts.turnout)
    if is_stale:
        columns["roll_frozen_at"] = clock.now()
    for name, value in columns.items():
        setattr(meeting, name, value)
    if is_new:
        meeting.save(force_insert=True)
    else:
        meeting.save(update_fields=["organization", *columns])
    write_kinds(meeting, record.kinds, before.kinds)
    write_kind_parts.write(meeting, record, before, keys)
    _write_attendance(meeting, rows, record, keys, stored_rows)
    if not is_new:
        _mark_checked_in_by_code(meeting)
    write_guests.write(meeting, record.guest_rows, before.guest_rows)
    write_guests.write_units(meeting, record.partner_units, before.partner_units)
    write_agenda.write(meeting, record, before, facts, keys)
    hold_resolutions.require_unchanged(held)
    write_agenda.write_follow_ups(meeting, record, before, by)
    return WriteResult(facts, change, {seat.uuid: seat.name for seat in (*old_seats, *seats)})


def _check_in_by_hand(meeting: Meeting, unsigned: Sequence[Seat], record: MeetingRecord) -> None:
    """Of whom the record says that they came without having signed in: 补签 (R-ATT-07)."""
    came = [seat for seat in unsigned if seat.uuid in record.marks and record.marks[seat.uuid].state in THERE]
    rows = (
        CheckIn(meeting=meeting, member_id=seat.member_id, key=uuid4(), way=CheckInMethod.HAND)
        for seat in came
    )
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)


def stored_seats(meeting: Meeting) -> tuple[list[Seat], dict[UUID, Present]]:
    """The frozen roll as it stands on the attendance rows, and those rows."""
    seats, rows = [], {}
    for row in meeting.attendances.order_by("id").select_related("member"):
        uuid, name = row.member.uuid, row.member.name
        seats.append(Seat(row.member_id, uuid, name, row.has_vote, None if row.is_expected else row.reason))
        why = row.reason_code, row.reason
        rows[uuid] = Present(uuid, name, row.state, *why, row.has_vote, row.is_uncounted)
    return seats, rows


def _roll_change(before: Sequence[Seat], after: Sequence[Seat]) -> RollChange:
    old = {seat.uuid: seat for seat in before if seat.is_expected}
    new = {seat.uuid: seat for seat in after if seat.is_expected}
    return RollChange(
        joined=tuple(seat.name for uuid, seat in new.items() if uuid not in old),
        gone=tuple(seat.name for uuid, seat in old.items() if uuid not in new),
        revoted=tuple(
            seat.name for uuid, seat in new.items() if uuid in old and old[uuid].has_vote != seat.has_vote
        ),
    )


def _settled_marks(
    record: MeetingRecord,
    seats: Sequence[Seat],
    old_seats: Sequence[Seat],
    before: MeetingRecord,
    by: Actor,
) -> dict[UUID, AttendanceMark]:
    """The marks, settled, of those on the roll. Raises NotOnRoll for anybody else who was never on it, naming
    whom the actor may see.

    Who was missing and now was there is said to have been there, not left blank.
    """
    on_roll = {seat.uuid for seat in seats}
    strangers = record.marks.keys() - on_roll - {seat.uuid for seat in old_seats}
    if strangers:
        seen = Member.objects.visible_to(by).filter(uuid__in=strangers)
        names = "、".join(seen.order_by("id").values_list("name", flat=True))
        on = short_date(record.held_on, record.held_on)
        raise errors.NotOnRoll.at("attendances", names=names or "有人", on=on)
    there = {seat.uuid: PRESENT for seat in seats if seat.is_expected and seat.uuid in before.marks}
    return there | {uuid: mark.normalized() for uuid, mark in record.marks.items() if uuid in on_roll}


def write_kinds(meeting: Meeting, kinds: Sequence[str], old: Sequence[str] = ()) -> None:
    """In the order of Kind, so that the order of typing is no change."""
    if set(kinds) == set(old):
        return
    if old:
        MeetingKind.objects.filter(meeting=meeting).delete()
    MeetingKind.objects.bulk_create(
        [MeetingKind(meeting=meeting, kind=kind) for kind in Kind if kind in kinds]
    )


def _write_attendance(
    meeting: Meeting,
    rows: Sequence[Present],
    record: MeetingRecord,
    keys: Mapping[UUID, int],
    stored_rows: Mapping[UUID, Present],
) -> None:
    """The rows of a new roll; of a kept one, only those that differ."""
    gone = stored_rows.keys() - {row.uuid for row in rows}
    if gone:
        meeting.attendances.filter(member__uuid__in=gone).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting,
                member_id=keys[row.uuid],
                state=row.state,
                reason_code=row.reason_code,
                reason=row.reason,
                has_vote=row.has_vote,
                is_uncounted=row.is_uncounted,
                source=record.marks.get(row.uuid, PRESENT).source,
                at=clock.now(),
            )
            for row in rows
            if stored_rows.get(row.uuid) != row
        ],
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["state", "reason_code", "reason", "has_vote", "is_uncounted", "source", "at"],
    )


def _mark_checked_in_by_code(meeting: Meeting) -> None:
    """Who is there and checked in by phone is known by code, at the time of their check-in."""
    by_phone = CheckIn.objects.filter(
        meeting=meeting, way__in=(CheckInMethod.QR, CheckInMethod.CODE), member=OuterRef("member")
    )
    Attendance.objects.filter(
        Exists(by_phone), meeting=meeting, state__in=THERE, source=Source.MANUAL
    ).update(source=Source.CODE, at=Subquery(by_phone.values("at")[:1]))
