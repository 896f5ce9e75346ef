"""plan_rectification, rectify: say what is done about a problem of an organizational-life meeting, and that it is done."""

import datetime as dt
from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from core import clock
from core.dates_zh import short_date
from life import errors
from life.states import PROBLEM_MOVES
from meetings.models import Meeting, Problem
from meetings.states import HAPPENED, Status


def plan_rectification(*, problem: Problem, measure: str, owner: str, due_on: dt.date, by: Actor) -> Problem:
    """Say what is done about a problem, by whom and until when: after the meeting, within RECTIFICATION_PLAN_DAYS (R-LIFE-02).

    Raises NotHappened, MeasureNeeded, BeforeTheMeeting, AlreadyRectified.
    """
    meeting = problem.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    require_happened(meeting)
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
    require_happened(meeting)
    note = note.strip()[:300]
    if len(note) < 2:
        raise errors.OutcomeNeeded.at("note")
    require_day_after(meeting, done_on, "done_on")
    after = {"问题": problem.text, "完成日期": done_on, "整改结果": note}
    return transition(problem, PROBLEM_MOVES, "rectify", by, after=after, done_on=done_on, done_note=note)


def require_happened(meeting: Meeting) -> None:
    """Raises NotHappened for a meeting that was not held, or whose record was set aside."""
    if meeting.status not in HAPPENED:
        raise errors.NotHappened(status=Status(meeting.status).label)


def require_day_after(meeting: Meeting, on: dt.date, field: str) -> None:
    """What came of a meeting came on its day or later, and not in the future. Raises DayAhead, BeforeTheMeeting."""
    if on > clock.today():
        raise errors.DayAhead.at(field)
    if on < meeting.held_on:
        raise errors.BeforeTheMeeting.at(field, day=short_date(meeting.held_on))
