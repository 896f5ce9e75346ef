"""submit: submit a finished record to the office above."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from meetings import errors
from meetings.actions import write_record
from meetings.actions.ask_once import keep_answers, keep_apart, must_be_another, must_be_answered
from meetings.actions.number_meeting import assign_numbers
from meetings.errors.findings import Finding
from meetings.models import Meeting, Step
from meetings.rules import checks, questions
from meetings.rules.checks import Alike
from meetings.rules.questions import Answers
from meetings.selectors import record_facts
from meetings.selectors.returned import Change, changes_since
from meetings.states import MOVES

LONGEST_REPLY = 500


def submit(
    *, meeting: Meeting, answers: Answers | None = None, version: int | None = None, by: Actor
) -> Meeting:
    """Hand the record in. Stops of meetings.rules.checks refuse it; hints do not: they stay beside it for who reviews.

    With `answers`, which may be empty, whoever sends it is asked once: is it another than a meeting alike, why is it sent
    back unchanged, why do its hints stand. Without, as from a workbook, nobody can be asked.

    The first submission gives its numbers (R-REC-15) and the day from which lateness is counted (R-REC-05). A returned
    record that is handed in again keeps both; a day corrected meanwhile makes it late or not, and another year or kind
    gets a number of its own.

    Raises NotReady (with `findings` and the sentence beside each field), SameMeeting (R-REC-13), UnchangedSinceReturn
    and RemarksToAnswer (R-REC-14), HintsToAnswer, WrongMoment, Gone.
    """
    by.must_any(write_record.RECORDERS, meeting.organization)
    is_new, submitted_at = meeting.submitted_at is None, meeting.submitted_at or clock.now()
    with claim(meeting, MOVES, "submit", by, version=version, submitted_at=submitted_at) as entry:
        seen = record_facts.facts_of_meeting(meeting)
        if is_new:
            seen = replace(seen, unnamed_before=0)
        findings = checks.findings(seen)
        stops = checks.stops(findings)
        if stops:
            raise not_ready(stops)
        meeting.is_late = checks.is_late(meeting.held_on, timezone.localdate(submitted_at))
        meeting.is_void = checks.is_void(seen.record.kinds, seen.turnout)
        hints = checks.hints_for_review(findings)
        meeting.hints = [hint.sentence for hint in hints]
        if answers is not None:
            entry.after |= _take_answers(meeting, seen.alike, hints, answers, by)
        entry.comment = _close_return(meeting, answers)
        fields = {"is_late": meeting.is_late, "is_void": meeting.is_void, "hints": meeting.hints}
        Meeting.objects.filter(pk=meeting.pk).update(**fields)
        assign_numbers(meeting)
        entry.after |= {"逾期补录": meeting.is_late, "无效": meeting.is_void}
    return meeting


def _take_answers(
    meeting: Meeting, alike: Sequence[Alike], hints: Sequence[Finding], answers: Answers, by: Actor
) -> dict[str, str]:
    """Raises SameMeeting, HintsToAnswer."""
    must_be_another(alike, answers.distinct_from)
    apart = {one.sentence for one in alike}
    asked = [hint for hint in hints if hint.sentence not in apart and questions.is_asked(hint.rule)]
    known = set(meeting.hint_answers.values_list("sentence", flat=True))
    given = {hint: answers.hints.get(hint.sentence, "") for hint in asked}
    must_be_answered(
        [hint for hint in asked if hint.sentence not in known and not questions.is_answer(given[hint])]
    )
    keep_apart(meeting, alike, by)
    kept = {hint.sentence: (hint.rule, text) for hint, text in given.items() if questions.is_answer(text)}
    keep_answers(meeting, kept, by)
    return (
        {"提示的答复": "；".join(f"{sentence} 答：{text}" for sentence, (_rule, text) in kept.items())}
        if kept
        else {}
    )


def _close_return(meeting: Meeting, answers: Answers | None) -> str:
    """Keep beside a return what was changed since, and give what is answered to it. Raises RemarksToAnswer,
    UnchangedSinceReturn."""
    returned = Step.unanswered(meeting.steps.all())
    given = (answers.replies or [answers.reply]) if answers else []
    replies = questions.replies_to(returned.comment, given, returned.replies) if returned else []
    reply = "\n".join(reply for _remark, reply in replies if reply)[:LONGEST_REPLY]
    if returned is None or returned.record is None:
        return reply
    changes = changes_since(returned, meeting)
    if answers is not None:
        _must_answer(replies, changes)
    returned.changes, returned.record, returned.replies = changes, None, replies
    returned.save(update_fields=["changes", "record", "replies"])
    return reply


def _must_answer(replies: list[list[str]], changes: list[Change]) -> None:
    """A remark may stay without an answer where it is the only one and the record was changed. Raises RemarksToAnswer,
    UnchangedSinceReturn."""
    unanswered = [number for number, (_, reply) in enumerate(replies) if not questions.is_answer(reply)]
    if len(replies) > 1 and unanswered:
        refusal = errors.RemarksToAnswer(count=len(unanswered))
        refusal.fields = {f"reply-{number}": "还没答，写一句。" for number in unanswered}
        refusal.details = {"remarks": [remark for remark, _reply in replies]}
        raise refusal
    if unanswered and not changes:
        raise errors.UnchangedSinceReturn.at("reply")


def not_ready(stops: list[Finding]) -> errors.NotReady:
    refusal = errors.NotReady(
        count=len(stops),
        first=stops[0].sentence,
        fields={finding.field: finding.sentence for finding in reversed(stops)},
    )
    refusal.rule, refusal.basis = stops[0].rule, stops[0].basis
    refusal.findings = stops
    return refusal
