"""The checks on a record: one pure function over its facts, asked by the page's panel, by submit and by the API.

A `stop` refuses the submission, a `hint` does not. A stop that carries an error is refused already when the record
is saved: it would be untrue, not merely unfinished. Nothing here reads the database. One noun a file; the thresholds
of votes stand in meetings.rules.majorities.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.errors import RuleBroken
from core.instruments import cite
from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.rules import kind_parts
from meetings.rules.checks import attendance, plan, texts, time, votes
from meetings.rules.checks.attendance import is_void
from meetings.rules.checks.bodies import Body, matter_refusal
from meetings.rules.checks.shapes import Alike, ClosedPoll, Copy, Facts, Present, Turnout, refusal
from meetings.rules.checks.soundness import contradictions
from meetings.rules.checks.time import is_late
from meetings.states import AttendanceState, Reason, Source

PARTS_OF_KINDS = ("R-LIFE", "R-REC-12")
"""What a kind adds to a record: a workbook has no column for it."""
_ORDER = {"stop": 0, "hint": 1, "fine": 2}


def findings(facts: Facts) -> list[Finding]:
    """Everything there is to say, stops first."""
    unsorted = [
        *refusals(facts),
        *texts.missing_fields(facts),
        *texts.vague_decisions(facts),
        *texts.copies(facts),
        *attendance.turnout(facts),
        *votes.votes(facts),
        *votes.open_polls(facts),
        *votes.voters_on_record(facts),
        *attendance.committee(facts),
        *attendance.chair(facts),
        *time.time(facts),
        *plan.theme_day_plan(facts),
        *plan.appraisal_grades(facts),
        *(Finding(*gap) for gap in kind_parts.missing_materials(facts.record, facts.was_submitted)),
    ]
    if is_from_elsewhere(facts.record):
        unsorted = [_later(finding) for finding in unsorted]
    day = facts.record.held_on
    dated = [replace(finding, basis=cite(finding.basis, day)) for finding in unsorted]
    return sorted(dated, key=lambda finding: _ORDER[finding.level])


def is_from_elsewhere(record: MeetingRecord) -> bool:
    """Whether the record came out of another system's workbook, which has no parts of kinds."""
    return bool(record.marks) and all(mark.source == Source.IMPORTED for mark in record.marks.values())


def _later(finding: Finding) -> Finding:
    """What a workbook cannot hold is asked for afterwards and does not stop the record (R-LIFE-02, R-REC-12)."""
    is_part = finding.rule.startswith(PARTS_OF_KINDS) and finding.level == "stop" and finding.error is None
    return replace(finding, level="hint") if is_part else finding


def stops(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "stop"]


def hints_for_review(findings: Sequence[Finding]) -> list[Finding]:
    """What whoever confirms the record has to read. That it came late stands in the list by itself (R-REC-05)."""
    return [each for each in findings if each.level == "hint" and each.rule != "R-REC-05"]


def refusals(facts: Facts) -> Iterator[Finding]:
    """What no record may say, finished or not. Needs the facts' first block only."""
    body = Body(facts.organization_kind, facts.organization_name, facts.special_provision)
    yield from contradictions(body, facts.record, facts.today)
    silent = [
        row.name
        for row in facts.rows
        if row.state in (AttendanceState.ON_LEAVE, AttendanceState.ABSENT)
        and (not row.reason_code or (row.reason_code == Reason.OTHER and not row.reason.strip()))
    ]
    if silent:
        sentence = f"{'、'.join(silent)}没到，请写上原因（选“其他”要写明是什么）。"
        yield refusal(errors.AbsenceWithoutReason, "attendances", sentence)
    for number, item in enumerate(facts.record.agenda):
        if item.decision:
            yield from votes.impossible_votes(facts, item.decision, f"agenda-{number}")


def refuse(findings: Iterable[Finding], day: dt.date) -> None:
    """Raise the first of these findings as its error, with the sentences of all beside their fields; it cites what was in
    force on that day."""
    listed = list(findings)
    if listed:
        fields = {finding.field: finding.sentence for finding in reversed(listed)}
        raise (listed[0].error or RuleBroken)(listed[0].sentence, fields=fields).on(day)
