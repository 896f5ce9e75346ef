"""Read a stored meeting as a MeetingRecord (meetings.record.schema), in a fixed number of queries; and the keys of the
members whom a record names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, Value, When

from meetings.models import Lecture, LifeRecord, Meeting
from meetings.record import schema
from meetings.record.columns import people_in
from meetings.record.field_types import Person, PersonReference, scalars_of
from meetings.record.schema import LecturePart, LifePart, MeetingRecord
from meetings.selectors.written_opinions import with_opinions
from meetings.states import AttendanceState, Kind, Source
from members.models import Member


def stored_record(meeting: Meeting) -> MeetingRecord:
    """The record as it stands."""
    kinds = tuple(meeting.kind_codes)
    agenda = with_opinions(
        meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
    )
    # Who came needs no mark; of a record from elsewhere the marks say that it is one.
    came = Q(state=AttendanceState.PRESENT, is_uncounted=False) & ~Q(source=Source.IMPORTED)
    plain = came | Q(state=AttendanceState.EXEMPT)
    # Why somebody is not expected is the roll's to say, not the mark's.
    why = Case(When(is_uncounted=True, then=Value("")), default="reason")
    return MeetingRecord(
        kinds=kinds,
        **_columns(MeetingRecord, meeting),
        agenda=tuple(_agenda_entry(row) for row in agenda),
        follow_ups=stored_follow_ups(meeting),
        marks={
            uuid: schema.AttendanceMark(*mark)
            for uuid, *mark in meeting.attendances.exclude(plain).values_list(
                "member__uuid", "state", "reason_code", why, "source"
            )
        },
        guest_rows=tuple(
            schema.GuestEntry(**_columns(schema.GuestEntry, row)) for row in meeting.guest_rows.order_by("id")
        ),
        partner_units=tuple(
            schema.PartnerUnitEntry(*row)
            for row in meeting.partner_units.order_by("id").values_list("name", "number")
        ),
        lecture=stored_lecture(meeting) if Kind.LECTURE in kinds else None,
        life=stored_life(meeting) if Kind.LIFE in kinds else None,
    )


def stored_follow_ups(meeting: Meeting) -> tuple[schema.FollowUpEntry, ...]:
    rows = meeting.follow_ups.order_by("id")
    return tuple(
        schema.FollowUpEntry(*row)
        for row in rows.values_list("resolution_id", "is_done", "note", "resolution__text")
    )


def stored_lecture(meeting: Meeting) -> LecturePart | None:
    row = Lecture.objects.filter(meeting=meeting).select_related("member").first()
    return LecturePart(**_columns(LecturePart, row)) if row else None


def stored_life(meeting: Meeting) -> LifePart | None:
    row = LifeRecord.objects.filter(meeting=meeting).first()
    problems = tuple(
        schema.ProblemEntry(**_columns(schema.ProblemEntry, each), uuid=each.uuid)
        for each in meeting.problems.select_related("member")
    )
    examinations = tuple(
        schema.ExaminationEntry(**_columns(schema.ExaminationEntry, each))
        for each in meeting.examinations.select_related("member")
    )
    if row is None and not problems and not examinations:
        return None
    columns = _columns(LifePart, row) if row else {}
    return LifePart(**columns, problems=problems, examinations=examinations)


def _agenda_entry(row: Any) -> schema.AgendaEntry:
    return schema.AgendaEntry(
        **_columns(schema.AgendaEntry, row),
        decision=_decision(row.decision) if row.decision else None,
        statements=tuple(
            schema.StatementEntry(one.name, one.text, one.speaker.uuid if one.speaker else None)
            for one in row.statements.all()
        ),
    )


def _decision(row: Any) -> schema.Decision:
    opinions = (
        schema.WrittenOpinionEntry(**_columns(schema.WrittenOpinionEntry, one))
        for one in row.written_opinions
    )
    return schema.Decision(**_columns(schema.Decision, row), written_opinions=tuple(opinions))


def _columns(shape: type, row: Any) -> dict[str, Any]:
    """The fields of a dataclass that are columns of the row's table, under the same names."""
    return {
        one.name: PersonReference.to(getattr(row, one.name))
        if isinstance(one.type, Person)
        else getattr(row, one.name)
        for one in scalars_of(shape)
    }


def member_keys(record: Any, known: Mapping[UUID, int] | None = None) -> dict[UUID, int]:
    """uuid → primary key of everybody a dataclass of the record refers to, and of those already `known`; one query at
    most."""
    keys = dict(known or {})
    others = {person.uuid for person in people_in(record)} - keys.keys()
    if others:
        keys |= dict(Member.objects.filter(uuid__in=others).values_list("uuid", "pk"))
    return keys
