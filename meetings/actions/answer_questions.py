"""answer_hints, answer_remarks, carry_over: what is answered when a meeting is planned or a record handed in (R-REC-13)."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.dates_zh import short_date
from meetings import errors
from meetings.actions.ask_once import keep_answers
from meetings.actions.plan_meeting import cancel
from meetings.actions.record_meeting import record
from meetings.actions.write_record import RECORDERS
from meetings.models import Meeting, Step
from meetings.rules import checks, questions
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_record
from meetings.states import MOVES, OPEN, Status


def answer_hints(*, meeting: Meeting, answers: Mapping[str, str], by: Actor) -> Meeting:
    """Keep what was answered so far, of a record that goes on being written. Raises WrongMoment."""
    by.must(Capability.RECORD_MEETING, meeting.organization)
    MOVES.require(meeting, "submit")
    with transaction.atomic():
        hints = checks.hints_for_review(checks.findings(record_facts.facts_of_meeting(meeting)))
        asked = [hint for hint in hints if questions.is_asked(hint.rule)]
        given = {
            hint: answers[hint.sentence]
            for hint in asked
            if questions.is_answer(answers.get(hint.sentence, ""))
        }
        if given:
            keep_answers(meeting, {hint.sentence: (hint.rule, text) for hint, text in given.items()}, by)
            after = {hint.sentence: text.strip()[:200] for hint, text in given.items()}
            chain.record(
                "meeting.answer_hints", by=by, subject=meeting, where=meeting.organization, after=after
            )
    return meeting


def answer_remarks(*, meeting: Meeting, replies: Sequence[str], by: Actor) -> Meeting:
    """Keep what was answered so far to the remarks with which a record came back (R-REC-14). Raises WrongMoment."""
    by.must_any(RECORDERS, meeting.organization)
    MOVES.require(meeting, "submit")
    returned = Step.unanswered(meeting.steps.all())
    if returned is None:
        return meeting
    answered = questions.replies_to(returned.comment, replies, returned.replies)
    if answered != (returned.replies or [[remark, ""] for remark, _reply in answered]):
        with transaction.atomic():
            Step.objects.filter(pk=returned.pk).update(replies=answered)
            after = {"逐条答复": "；".join(f"{remark} 答：{reply}" for remark, reply in answered)[:500]}
            chain.record(
                "meeting.answer_remarks", by=by, subject=meeting, where=meeting.organization, after=after
            )
    return meeting


def carry_over(*, meeting: Meeting, into: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """The record just begun is a meeting that stands: set it aside, readable as it was written, and bring its files there.
    A plan takes over what it says; two records are put side by side by who sees them.

    Raises WrongMoment, MeetingNeededElsewhere, PollUnderWay, and what record raises.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    if into.organization_id != meeting.organization_id or into.pk == meeting.pk:
        raise errors.WrongMoment(status=Status(into.status).label, deed="并到那里")
    with transaction.atomic():
        if into.status == Status.PLANNED:
            recorded = record(
                organization=meeting.organization,
                record=stored_record(meeting),
                uuid=into.uuid,
                version=into.version,
                by=by,
            )
            into = recorded.meeting
        if into.status in OPEN:
            meeting.attachments.filter(removed_at=None).update(meeting=into)
        label = f"{short_date(into.held_on)}的{into.kind_names}"
        cancel(meeting=meeting, reason=f"和{label}是同一次，写的并到那里", version=version, by=by)
    return into
