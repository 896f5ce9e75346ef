"""Meetings set down by hand, straight into the tables: figures must not depend on how a meeting was recorded."""

import datetime as dt
from typing import Any

from django.utils import timezone

from branches.models import Organization
from meetings.models import Meeting, MeetingKind


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def held(organization: Organization, day: str, *kinds: str, **facts: Any) -> Meeting:
    """A counted meeting of ten expected, nine present, submitted at noon of its day."""
    held_on = dt.date.fromisoformat(day)
    given: dict[str, Any] = {
        "theme": "",
        "starts_at": noon(held_on),
        "status": "submitted",
        "submitted_at": noon(held_on),
        "expected": 10,
        "present": 9,
        "on_leave": 1,
        "absent": 0,
    } | facts
    meeting = Meeting.objects.create(organization=organization, held_on=held_on, **given)
    MeetingKind.objects.bulk_create(MeetingKind(meeting=meeting, kind=kind) for kind in kinds)
    return meeting
