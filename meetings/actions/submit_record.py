"""submit: submit a finished record to the office above."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from meetings import errors
from meetings.actions import write_record
from meetings.errors.findings import Finding
from meetings.models import Meeting
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.states import MOVES

MOST_TRIES = 5


def submit(*, meeting: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """Hand the record in. Stops of meetings.rules.checks refuse it; hints do not.

    The first submission gives the serial of the year and the day from which lateness is counted (R-REC-05). A returned
    record that is handed in again keeps both; a day corrected meanwhile makes it late or not, and another year numbers it
    anew.

    Raises NotReady (with `findings` and the sentence beside each field), WrongMoment, Gone.
    """
    by.must_any(write_record.RECORDERS, meeting.organization)
    submitted_at = meeting.submitted_at or clock.now()
    with claim(meeting, MOVES, "submit", by, version=version, submitted_at=submitted_at) as entry:
        seen = record_facts.facts_of_meeting(meeting)
        stops = checks.stops(checks.findings(seen))
        if stops:
            raise not_ready(stops)
        meeting.is_late = checks.is_late(meeting.held_on, timezone.localdate(submitted_at))
        meeting.is_void = checks.is_void(seen.record.kinds, seen.turnout)
        assign_number(meeting)
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


def assign_number(meeting: Meeting) -> None:
    """Write the submission with the next serial of the organization and year; a neighbour who takes it first is
    stepped aside for."""
    fields = {"is_late": meeting.is_late, "is_void": meeting.is_void}
    row = Meeting.objects.filter(pk=meeting.pk)
    year = meeting.held_on.year
    if meeting.serial is not None and meeting.serial_year == year:
        row.update(**fields)
        return
    for attempt in range(MOST_TRIES):
        last = Meeting.objects.filter(organization=meeting.organization_id, serial_year=year).aggregate(
            last=Max("serial")
        )["last"]
        try:
            with transaction.atomic():
                row.update(serial_year=year, serial=(last or 0) + 1, **fields)
        except IntegrityError:
            if attempt == MOST_TRIES - 1:
                raise
        else:
            meeting.serial_year, meeting.serial = year, (last or 0) + 1
            return
