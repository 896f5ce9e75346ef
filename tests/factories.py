"""Rows for tests: plain functions, valid by default, made through the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from branches.models import Organization
from meetings import actions as meeting_actions
from meetings.models import Meeting


def at(day: dt.date, hour: int = 14, minute: int = 30) -> dt.datetime:
    """That time of that day, in the installation's own zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def make_meeting(
    *, organization: Organization, by: Any, held_on: dt.date = dt.date(2026, 11, 20), **facts: Any
) -> Meeting:
    """A meeting being recorded, complete enough to be submitted when it has a host and a recorder."""
    given = {
        "kinds": ["theme_day"],
        "starts_at": at(held_on),
        "ends_at": at(held_on, 16),
        "theme": "学习条例",
        "place": "二楼会议室",
        "minutes": "林知领学，大家讨论。",
    } | facts
    return meeting_actions.record(organization=organization, held_on=held_on, by=by, **given)
