"""The parts that only some kinds have: written with the record, prepared before it, followed up after it."""

import datetime as dt
from uuid import uuid4

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim, transition
from core import clock
from core.errors import Gone
from meetings import errors
from meetings.models import Lecture, LifeRecord, Meeting, Outcome, Problem
from meetings.record.schema import Content, difference
from meetings.selectors import kind_parts
from meetings.selectors.kind_parts import LIFE_FIELDS, LecturePart, LifePart
from meetings.states import HAPPENED, MOVES, PROBLEM_MOVES, Kind, Status


def write(meeting: Meeting, content: Content, is_new: bool = False) -> None:
    """Write what was stated of these parts; what was not stated stays. A lecture goes when its kind is taken away, so
    that it credits nobody; the weeks of preparation of an organizational-life meeting do not."""
    if Kind.LECTURE not in content.kinds:
        if not is_new:
            Lecture.objects.filter(meeting=meeting).delete()
    elif content.lecture is not None:
        _write_lecture(meeting, content.lecture)
    if Kind.LIFE in content.kinds and content.life is not None:
        _write_life(meeting, content.life)


def _write_lecture(meeting: Meeting, said: LecturePart) -> None:
    if said.is_empty:
        Lecture.objects.filter(meeting=meeting).delete()
        return
    hours = kind_parts.usual_hours(meeting.starts_at, meeting.ends_at) if said.hours is None else said.hours
    Lecture.objects.update_or_create(
        meeting=meeting,
        defaults={
            "lecturer": said.name[:64],
            "member": said.member,
            "level": said.level,
            "material": said.material.strip(),
            "hours": hours,
        },
    )


def _write_life(meeting: Meeting, said: LifePart) -> None:
    """The list is written anew; a line that goes on under its id, or word for word, keeps how it was settled."""
    texts = {name: getattr(said, name).strip() for name in LIFE_FIELDS}
    LifeRecord.objects.update_or_create(meeting=meeting, defaults=texts)
    old = list(meeting.problems.all())
    by_uuid = {row.uuid: row for row in old}
    by_text = {(row.member_id, row.text): row for row in old}
    rows, used = [], set()
    for position, line in enumerate(said.problems, 1):
        key = (line.member.pk if line.member else None, line.text.strip())
        before = by_uuid.get(line.uuid) if line.uuid else by_text.get(key)
        if before and before.uuid in used:
            before = None
        if before:
            used.add(before.uuid)
        rows.append(
            Problem(
                uuid=before.uuid if before else uuid4(),
                meeting=meeting,
                position=position,
                member=line.member,
                text=line.text.strip(),
                measure=line.measure.strip(),
                owner=line.owner.strip(),
                due_on=line.due_on,
                done_on=before.done_on if before else None,
                done_note=before.done_note if before else "",
            )
        )
    if old:
        Problem.objects.filter(meeting=meeting).delete()
    Problem.objects.bulk_create(rows)


def prepare_life(*, meeting: Meeting, life: LifePart, version: int | None = None, by: Actor) -> Meeting:
    """Write the parts of an organizational-life meeting while it is planned, recorded or returned.

    Status and roll stay as they are, so it can be prepared over weeks (支部工作条例 Art. 17).

    Raises NotOfKind, WrongMoment, Gone.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with claim(meeting, MOVES, "prepare", by, version=version) as entry:
        before = Content.of(meeting)
        if Kind.LIFE not in before.kinds:
            raise errors.NotOfKind(kind=Kind.LIFE.label)
        _write_life(meeting, life)
        old, new = difference(kind_parts.words(before), kind_parts.words(Content.of(meeting)))
        entry.before, entry.after = shortened(old), shortened(new)
    return meeting


def shortened(said: dict[str, str]) -> dict[str, str]:
    """Long texts by their length: the text itself stands on the record."""
    long = set(LIFE_FIELDS.values())
    return {label: f"{len(text)}字" if text and label in long else text for label, text in said.items()}


def rectify(*, problem: Problem, done_on: dt.date, note: str, by: Actor) -> Problem:
    """Mark a rectification done, with what came of it; also after the record was confirmed (R-LIFE-03).

    Raises NotHappened, AlreadyRectified, OutcomeNeeded, DayAhead, BeforeTheMeeting.
    """
    meeting = problem.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _must_have_happened(meeting)
    note = note.strip()
    if len(note) < 2:
        raise errors.OutcomeNeeded(fields={"note": errors.OutcomeNeeded.sentence})
    _day_is_right(meeting, done_on, "done_on")
    after = {"问题": problem.text, "完成日期": done_on, "整改结果": note[:300]}
    return transition(
        problem, PROBLEM_MOVES, "rectify", by, after=after, done_on=done_on, done_note=note[:300]
    )


def add_outcome(*, meeting: Meeting, text: str, on: dt.date, by: Actor) -> Outcome:
    """Say what was done after a meeting; no amendment, also after the record was confirmed (Art. 16).

    Raises NotHappened, OutcomeNeeded, DayAhead, BeforeTheMeeting.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    _must_have_happened(meeting)
    text = text.strip()
    if len(text) < 2:
        raise errors.OutcomeNeeded(fields={"text": errors.OutcomeNeeded.sentence})
    _day_is_right(meeting, on, "on")
    with transaction.atomic():
        outcome = Outcome.objects.create(
            meeting=meeting, text=text[:500], on=on, by=by.user, who=by.name[:64]
        )
        chain.record(
            "meeting.add_outcome",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={"会后落实": outcome.text, "日期": on},
        )
    return outcome


def strike_outcome(*, outcome: Outcome, by: Actor) -> Outcome:
    """Take back what was written by mistake; the entry in the audit keeps it. Raises NotYours, Gone."""
    meeting, pk = outcome.meeting, outcome.pk
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        if not Outcome.objects.filter(pk=pk).delete()[0]:
            raise Gone
        chain.record(
            "meeting.strike_outcome",
            by=by,
            subject=meeting,
            where=meeting.organization,
            before={"会后落实": outcome.text, "日期": outcome.on, "何人": outcome.who},
        )
    return outcome


def _must_have_happened(meeting: Meeting) -> None:
    if meeting.status not in HAPPENED:
        raise errors.NotHappened(status=Status(meeting.status).label)


def _day_is_right(meeting: Meeting, on: dt.date, field: str) -> None:
    if on > clock.today():
        raise errors.DayAhead(fields={field: errors.DayAhead.sentence})
    if on < meeting.held_on:
        day = f"{meeting.held_on.month}月{meeting.held_on.day}日"
        refusal = errors.BeforeTheMeeting(day=day)
        refusal.fields = {field: refusal.sentence}
        raise refusal
