"""Write the parts of a record that only some kinds of meetings have: lectures and organizational-life meetings."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from meetings.models import Examination, Lecture, LifeRecord, Meeting, Problem
from meetings.record.columns import column_values
from meetings.record.schema import LecturePart, LifePart, MeetingRecord
from meetings.rules import kind_parts
from meetings.states import Kind


def write(meeting: Meeting, record: MeetingRecord, before: MeetingRecord, keys: Mapping[UUID, int]) -> None:
    """Write what was stated of these parts; what was not stated stays. A lecture goes when its kind is taken away, so
    that it credits nobody; the weeks of preparation of an organizational-life meeting do not."""
    if Kind.LECTURE not in record.kinds:
        if Kind.LECTURE in before.kinds:
            Lecture.objects.filter(meeting=meeting).delete()
    elif record.lecture is not None:
        _write_lecture(meeting, record.lecture, keys)
    if Kind.LIFE in record.kinds and record.life is not None:
        write_life(meeting, record.life, keys)


def _write_lecture(meeting: Meeting, lecture: LecturePart, keys: Mapping[UUID, int]) -> None:
    if lecture.is_empty:
        Lecture.objects.filter(meeting=meeting).delete()
        return
    hours = lecture.hours
    if hours is None:
        hours = kind_parts.usual_hours(meeting.starts_at, meeting.ends_at)
    columns = column_values(replace(lecture, lecturer=lecture.name, hours=hours), keys)
    Lecture.objects.update_or_create(meeting=meeting, defaults=columns)


def write_life(meeting: Meeting, life: LifePart, keys: Mapping[UUID, int]) -> None:
    """The list is written anew; a line that goes on under its id, or word for word, keeps how it was settled."""
    LifeRecord.objects.update_or_create(meeting=meeting, defaults=column_values(life, {}))
    old = list(meeting.problems.all())
    by_uuid = {row.uuid: row for row in old}
    by_text = {(row.member_id, row.text): row for row in old}
    rows = []
    for position, line in enumerate(life.problems, 1):
        columns = column_values(line, keys)
        same_text = by_text.get((columns["member_id"], columns["text"]))
        before = by_uuid.get(line.uuid) if line.uuid else same_text
        row = Problem(meeting=meeting, position=position, **columns)
        if before and by_uuid.pop(before.uuid, None):  # a line goes on once
            row.uuid, row.done_on, row.done_note = before.uuid, before.done_on, before.done_note
        rows.append(row)
    if old:
        Problem.objects.filter(meeting=meeting).delete()
    Problem.objects.bulk_create(rows)
    meeting.examinations.all().delete()
    Examination.objects.bulk_create(
        Examination(meeting=meeting, position=position, **column_values(entry, keys))
        for position, entry in enumerate(life.examinations, 1)
    )
