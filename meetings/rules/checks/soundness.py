"""Checks that every record and plan must pass: kinds, days and hours that do not contradict each other."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from core.dates_zh import short_date, time_of_day
from core.errors import RuleBroken
from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.rules.checks.bodies import Body, kinds_of_other_bodies, matters_of_temporary_branches


def contradictions(body: Body, record: MeetingRecord, today: dt.date | None = None) -> Iterator[Finding]:
    """What must agree before anything is looked up. With `today`, a day to come is refused too: a plan has one."""
    if not record.kinds:
        yield _contradiction("R-REC-01", errors.NoKind, "kinds")
    yield from kinds_of_other_bodies(body, record)
    yield from matters_of_temporary_branches(body, record)
    on = short_date(record.held_on, record.held_on)
    if today and record.held_on > today:
        yield _contradiction("R-REC-01", errors.NotHeldYet, "held_on", on=short_date(record.held_on, today))
    if timezone.localdate(record.starts_at) != record.held_on:
        yield _contradiction("R-REC-01", errors.DayAndTimeDiffer, "starts_at", on=on)
    if record.agenda_announced_on and record.agenda_announced_on > record.held_on:
        yield _contradiction("", errors.AnnouncedAfterwards, "agenda_announced_on", on=on)
    if record.ends_at and record.ends_at <= record.starts_at:
        starts = time_of_day(record.starts_at)
        yield _contradiction("R-REC-01", errors.EndsBeforeItStarts, "ends_at", starts=starts)
    elif record.ends_at and record.ends_at >= record.starts_at + dt.timedelta(days=1):
        yield _contradiction("R-REC-01", errors.EndsTooLate, "ends_at", on=on)


def _contradiction(rule: str, error: type[RuleBroken], at: str, **facts: str) -> Finding:
    return Finding("stop", rule, error.sentence.format(**facts), "", at, error)
