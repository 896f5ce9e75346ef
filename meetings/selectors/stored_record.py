"""Read a stored meeting as a MeetingRecord (meetings.record.schema), in a fixed number of queries."""

from typing import Any

from meetings.models import Lecture, LifeRecord, Meeting
from meetings.record.field_types import Person, PersonReference, scalars_of
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    LifePart,
    MeetingRecord,
    ProblemEntry,
    StatementEntry,
)
from meetings.states import AttendanceState, Kind


def stored_record(meeting: Meeting) -> MeetingRecord:
    """The record as it stands."""
    kinds = tuple(meeting.kind_codes)
    agenda = meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
    marks = meeting.attendances.exclude(state__in=(AttendanceState.PRESENT, AttendanceState.EXEMPT))
    return MeetingRecord(
        kinds=kinds,
        **_columns(MeetingRecord, meeting),
        agenda=tuple(_agenda_entry(row) for row in agenda),
        follow_ups=stored_follow_ups(meeting),
        marks={
            uuid: AttendanceMark(*mark)
            for uuid, *mark in marks.values_list("member__uuid", "state", "reason_code", "reason", "source")
        },
        guest_rows=tuple(
            GuestEntry(**_columns(GuestEntry, row)) for row in meeting.guest_rows.order_by("id")
        ),
        lecture=stored_lecture(meeting) if Kind.LECTURE in kinds else None,
        life=stored_life(meeting) if Kind.LIFE in kinds else None,
    )


def stored_follow_ups(meeting: Meeting) -> tuple[FollowUpEntry, ...]:
    rows = meeting.follow_ups.order_by("id")
    return tuple(
        FollowUpEntry(*row)
        for row in rows.values_list("resolution_id", "is_done", "note", "resolution__text")
    )


def stored_lecture(meeting: Meeting) -> LecturePart | None:
    row = Lecture.objects.filter(meeting=meeting).select_related("member").first()
    return LecturePart(**_columns(LecturePart, row)) if row else None


def stored_life(meeting: Meeting) -> LifePart | None:
    row = LifeRecord.objects.filter(meeting=meeting).first()
    problems = tuple(
        ProblemEntry(**_columns(ProblemEntry, each), uuid=each.uuid)
        for each in meeting.problems.select_related("member")
    )
    if row is None and not problems:
        return None
    return LifePart(**_columns(LifePart, row) if row else {}, problems=problems)


def _agenda_entry(row: Any) -> AgendaEntry:
    return AgendaEntry(
        **_columns(AgendaEntry, row),
        decision=Decision(**_columns(Decision, row.decision)) if row.decision else None,
        statements=tuple(
            StatementEntry(one.name, one.text, one.speaker.uuid if one.speaker else None)
            for one in row.statements.all()
        ),
    )


def _columns(shape: type, row: Any) -> dict[str, Any]:
    """The fields of a dataclass that are columns of the row's table, under the same names."""
    return {
        one.name: PersonReference.to(getattr(row, one.name))
        if isinstance(one.type, Person)
        else getattr(row, one.name)
        for one in scalars_of(shape)
    }
