"""Checks of time: meetings that overlap, and records that come late (R-REC-05, 07)."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from meetings.errors.findings import Finding
from meetings.rules.checks.shapes import Facts


def is_late(held_on: dt.date, submitted_on: dt.date) -> bool:
    """R-REC-05, counted from the first submission."""
    return (submitted_on - held_on).days > settings.LATE_AFTER_DAYS


def time(facts: Facts) -> Iterator[Finding]:
    on = facts.record.held_on
    is_to_come = facts.today and on > facts.today
    if facts.now and facts.now < facts.record.starts_at and not is_to_come:
        begins = timezone.localtime(facts.record.starts_at)
        yield Finding(
            "hint", "R-REC-01", f"{begins:%H:%M}才开始，现在还没到，提前开了就改时间", field="starts_at"
        )
    if facts.overlaps:
        yield Finding(
            "hint", "R-REC-07", f"时间和另一次会议重叠：{'、'.join(facts.overlaps)}", field="starts_at"
        )
    if facts.elsewhere:
        yield Finding(
            "hint", "R-REC-07", f"{'、'.join(facts.elsewhere)}同一时间也记在别的会议上", field="attendances"
        )
    submitted_on = facts.first_submitted_on or facts.today
    if submitted_on and is_late(facts.record.held_on, submitted_on):
        days = (submitted_on - facts.record.held_on).days
        yield Finding(
            "hint",
            "R-REC-05",
            f"会后第{days}天才提交，超过{settings.LATE_AFTER_DAYS}天，记为逾期补录",
            field="held_on",
        )
