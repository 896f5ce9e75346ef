"""submit: submit a finished record to the office above."""

from dataclasses import replace

from django.utils import timezone

from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from meetings import errors
from meetings.actions import write_record
from meetings.actions.number_meeting import assign_numbers
from meetings.errors.findings import Finding
from meetings.models import Meeting
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.states import MOVES


def submit(*, meeting: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """Hand the record in. Stops of meetings.rules.checks refuse it; hints do not: they stay beside it for who reviews.

    The first submission gives its numbers (R-REC-15) and the day from which lateness is counted (R-REC-05). A returned
    record that is handed in again keeps both; a day corrected meanwhile makes it late or not, and another year or kind
    gets a number of its own.

    Raises NotReady (with `findings` and the sentence beside each field), WrongMoment, Gone.
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
        meeting.hints = checks.hints_for_review(findings)
        fields = {"is_late": meeting.is_late, "is_void": meeting.is_void, "hints": meeting.hints}
        Meeting.objects.filter(pk=meeting.pk).update(**fields)
        assign_numbers(meeting)
        entry.after = {"逾期补录": meeting.is_late, "无效": meeting.is_void}
    return meeting


def not_ready(stops: list[Finding]) -> errors.NotReady:
    refusal = errors.NotReady(
        count=len(stops),
        first=stops[0].sentence,
        fields={finding.field: finding.sentence for finding in reversed(stops)},
    )
    refusal.rule, refusal.basis = stops[0].rule, stops[0].basis
    refusal.findings = stops
    return refusal
