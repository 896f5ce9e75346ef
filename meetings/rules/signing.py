"""What check-in says of who was there (R-ATT-07, R-ATT-08). Nothing here reads the database."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from meetings.record.schema import PRESENT, AttendanceMark, MeetingRecord
from meetings.rules.majorities import least_share
from meetings.states import AttendanceState

UNDECIDED = AttendanceMark(AttendanceState.UNDECIDED)
LATE = AttendanceMark(AttendanceState.LATE)


def is_used(signed: int, expected: int) -> bool:
    """R-ATT-07: signed in by fewer than the share of those expected, it is as if nobody could."""
    return expected > 0 and signed >= max(least_share(settings.CHECK_IN_SHARE, expected), 1)


def is_late(at: dt.datetime, starts_at: dt.datetime) -> bool:
    return at > starts_at + dt.timedelta(minutes=settings.LATE_CHECK_IN_MINUTES)


def with_signing(
    record: MeetingRecord,
    unsigned: Collection[UUID],
    signed: Mapping[UUID, dt.datetime],
    is_first: bool,
) -> MeetingRecord:
    """The record with what follows for those of whom it says nothing: who could check in and did not is undecided; who did
    so late is late, where the roll `is_first` taken."""
    marks = {uuid: mark for uuid, mark in record.marks.items() if mark.state != AttendanceState.UNDECIDED}
    marks |= {uuid: UNDECIDED for uuid in unsigned if uuid not in marks}
    # Who signed in meanwhile is there.
    marks |= {uuid: PRESENT for uuid in record.marks.keys() - marks.keys()}
    if is_first:
        late = [uuid for uuid, at in signed.items() if is_late(at, record.starts_at)]
        marks |= {uuid: LATE for uuid in late if uuid not in marks}
    return replace(record, marks=marks)
