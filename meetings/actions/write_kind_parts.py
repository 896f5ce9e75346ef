"""Write the parts of a record that only some kinds of meetings have: lectures, organizational-life meetings, outcomes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim, transition
from core import clock
from core.dates_zh import short_date
from core.errors import Gone
from meetings import errors
from meetings.models import Examination, Lecture, LifeRecord, Meeting, Outcome, Problem
from meetings.record.columns import column_values
from meetings.record.schema import LecturePart, LifePart, MeetingRecord
from meetings.record.words import LIFE_LABELS, difference, part_words, shorten
from meetings.rules import kind_parts
from meetings.selectors.stored_record import member_keys, stored_life
from meetings.states import HAPPENED, MOVES, PROBLEM_MOVES, Kind, Status


def write(meeting: Meeting, record: MeetingRecord, before: MeetingRecord, keys: Mapping[UUID, int]) -> None:
    """Write what was stated of these parts; what was not stated stays. A lecture goes when its kind is taken away, so
    that it credits nobody; the weeks of preparation of an organizational-life meeting do not."""
    if Kind.LECTURE not in record.kinds:
        if Kind.LECTURE in before.kinds:
            Lecture.objects.filter(meeting=meeting).delete()
    elif record.lecture is not None:
        _write_lecture(meeting, record.lecture, keys)
    if Kind.LIFE in record.kinds and record.life is not None:
        _write_life(meeting, record.life, keys)


def _write_lecture(meeting: Meeting, lecture: LecturePart, keys: Mapping[UUID, int]) -> None:
    if lecture.is_empty:
        Lecture.objects.filter(meeting=meeting).delete()
        return
    hours = lecture.hours
    if hours is None:
        hours = kind_parts.usual_hours(meeting.starts_at, meeting.ends_at)
    columns = column_values(replace(lecture, lecturer=lecture.name, hours=hours), keys)
    Lecture.objects.update_or_create(meeting=meeting, defaults=columns)


def _write_life(meeting: Meeting, life: LifePart, keys: Mapping[UUID, int]) -> None:
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


def prepare_life(*, meeting: Meeting, life: LifePart, version: int | None = None, by: Actor) -> Meeting:
    """Write the parts of an organizational-life meeting while it is planned, recorded or returned.

    Status and roll stay as they are, so it can be prepared over weeks (支部工作条例 Art. 17).

    Raises NotOfKind, WrongMoment, Gone.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with claim(meeting, MOVES, "prepare", by, version=version) as entry:
        if not meeting.kinds.filter(kind=Kind.LIFE).exists():
            raise errors.NotOfKind(kind=Kind.LIFE.label)
        before = stored_life(meeting)
        _write_life(meeting, life, member_keys(life))
        old, new = difference(_life_texts(before), _life_texts(stored_life(meeting)))
        labels = tuple(LIFE_LABELS.values())
        entry.before, entry.after = shorten(old, labels), shorten(new, labels)
    return meeting


def _life_texts(life: LifePart | None) -> dict[str, str]:
    return part_words(life) if life else {}


def plan_rectification(*, problem: Problem, measure: str, owner: str, due_on: dt.date, by: Actor) -> Problem:
    """Say what is done about a problem, by whom and until when: after the meeting, within RECTIFICATION_PLAN_DAYS (R-LIFE-02).

    Raises NotHappened, MeasureNeeded, BeforeTheMeeting, AlreadyRectified.
    """
    meeting = problem.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _require_happened(meeting)
    measure, owner = measure.strip()[:500], owner.strip()[:64]
    if len(measure) < 2 or not owner:
        raise errors.MeasureNeeded.at("measure" if len(measure) < 2 else "owner")
    if due_on < meeting.held_on:
        raise errors.BeforeTheMeeting.at("due_on", day=short_date(meeting.held_on))
    after = {"问题": problem.text, "整改措施": measure, "责任人": owner, "期限": due_on}
    values: dict[str, Any] = {"measure": measure, "owner": owner, "due_on": due_on}
    return transition(problem, PROBLEM_MOVES, "plan", by, after=after, **values)


def rectify(*, problem: Problem, done_on: dt.date, note: str, by: Actor) -> Problem:
    """Mark a rectification done, with what came of it; also after the record was confirmed (R-LIFE-03).

    Raises NotHappened, AlreadyRectified, OutcomeNeeded, DayAhead, BeforeTheMeeting.
    """
    meeting = problem.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _require_happened(meeting)
    note = note.strip()[:300]
    if len(note) < 2:
        raise errors.OutcomeNeeded.at("note")
    require_day_after(meeting, done_on, "done_on")
    after = {"问题": problem.text, "完成日期": done_on, "整改结果": note}
    return transition(problem, PROBLEM_MOVES, "rectify", by, after=after, done_on=done_on, done_note=note)


def add_outcome(*, meeting: Meeting, text: str, on: dt.date, by: Actor) -> Outcome:
    """Say what was done after a meeting; no amendment, also after the record was confirmed (Art. 16).

    Raises NotHappened, OutcomeNeeded, DayAhead, BeforeTheMeeting.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _require_happened(meeting)
    text = text.strip()
    if len(text) < 2:
        raise errors.OutcomeNeeded.at("text")
    require_day_after(meeting, on, "on")
    with transaction.atomic():
        outcome = Outcome.objects.create(
            meeting=meeting, text=text[:500], on=on, by=by.user, who=by.name[:64]
        )
        after = {"会后落实": outcome.text, "日期": on}
        chain.record("meeting.add_outcome", by=by, subject=meeting, where=meeting.organization, after=after)
    return outcome


def strike_outcome(*, outcome: Outcome, by: Actor) -> Outcome:
    """Take back what was written by mistake; the entry in the audit keeps it. Raises NotYours, Gone."""
    meeting, pk = outcome.meeting, outcome.pk
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        if not Outcome.objects.filter(pk=pk).delete()[0]:
            raise Gone
        before = {"会后落实": outcome.text, "日期": outcome.on, "何人": outcome.who}
        where = meeting.organization
        chain.record("meeting.strike_outcome", by=by, subject=meeting, where=where, before=before)
    return outcome


def _require_happened(meeting: Meeting) -> None:
    if meeting.status not in HAPPENED:
        raise errors.NotHappened(status=Status(meeting.status).label)


def require_day_after(meeting: Meeting, on: dt.date, field: str) -> None:
    """What came of a meeting came on its day or later, and not in the future. Raises DayAhead, BeforeTheMeeting."""
    if on > clock.today():
        raise errors.DayAhead.at(field)
    if on < meeting.held_on:
        raise errors.BeforeTheMeeting.at(field, day=short_date(meeting.held_on))
