"""Checks that every record and plan must pass: kinds, days and hours that do not contradict each other."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from core.dates_zh import short_date, time_of_day
from core.errors import RuleBroken
from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.states import MAY_HOLD, Kind


def contradictions(
    organization_kind: str, organization_name: str, record: MeetingRecord, today: dt.date | None = None
) -> Iterator[Finding]:
    """What must agree before anything is looked up. With `today`, a day to come is refused too: a plan has one."""
    if not record.kinds:
        yield _contradiction("R-REC-01", errors.NoKind, "kinds")
    for kind in record.kinds:
        if kind not in MAY_HOLD[organization_kind]:
            hint = "党小组会由党小组来记，请选党小组。" if kind == Kind.GROUP else ""
            facts = {"organization": organization_name, "kind": Kind(kind).label, "hint": hint}
            yield _contradiction("", errors.MayNotHold, "kinds", **facts)
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


def _contradiction(rule: str, error: type[RuleBroken], at: str, **facts: str) -> Finding:
    return Finding("stop", rule, error.sentence.format(**facts), "", at, error)
