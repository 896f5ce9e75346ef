"""Checks that every record and plan must pass: kinds, days and hours that do not contradict each other."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.rules.checks.shapes import stop
from meetings.states import MAY_HOLD, Kind


def contradictions(
    organization_kind: str, organization_name: str, record: MeetingRecord, today: dt.date | None = None
) -> Iterator[Finding]:
    """What must agree before anything is looked up. With `today`, a day to come is refused too: a plan has one."""
    if not record.kinds:
        yield stop("R-REC-01", errors.NoKind.sentence, "", "kinds", errors.NoKind)
    for kind in record.kinds:
        if kind not in MAY_HOLD[organization_kind]:
            hint = "党小组会由党小组来记，请选党小组。" if kind == Kind.GROUP else ""
            sentence = errors.MayNotHold.sentence.format(
                organization=organization_name, kind=Kind(kind).label, hint=hint
            )
            yield stop("", sentence, "", "kinds", errors.MayNotHold)
    on = f"{record.held_on.month}月{record.held_on.day}日"
    if today and record.held_on > today:
        year = f"{record.held_on.year}年" if record.held_on.year != today.year else ""
        sentence = errors.NotHeldYet.sentence.format(on=year + on)
        yield stop("R-REC-01", sentence, "", "held_on", errors.NotHeldYet)
    if timezone.localdate(record.starts_at) != record.held_on:
        sentence = errors.DayAndTimeDiffer.sentence.format(on=on)
        yield stop("R-REC-01", sentence, "", "starts_at", errors.DayAndTimeDiffer)
    if record.agenda_announced_on and record.agenda_announced_on > record.held_on:
        sentence = errors.AnnouncedAfterwards.sentence.format(on=on)
        yield stop("", sentence, "", "agenda_announced_on", errors.AnnouncedAfterwards)
    if record.ends_at and record.ends_at <= record.starts_at:
        starts = f"{timezone.localtime(record.starts_at):%H:%M}"
        sentence = errors.EndsBeforeItStarts.sentence.format(starts=starts)
        yield stop("R-REC-01", sentence, "", "ends_at", errors.EndsBeforeItStarts)
