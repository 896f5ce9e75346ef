"""Checks of time: meetings that overlap, and records that come late (R-REC-05, 07)."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from core.dates_zh import time_of_day
from meetings.errors.findings import Finding
from meetings.rules.checks.shapes import Facts


def is_late(held_on: dt.date, submitted_on: dt.date) -> bool:
    """R-REC-05, counted from the first submission."""
    return (submitted_on - held_on).days > settings.LATE_AFTER_DAYS


def time(facts: Facts) -> Iterator[Finding]:
    held_on, starts_at = facts.record.held_on, facts.record.starts_at
    is_to_come = facts.today and held_on > facts.today
    if facts.now and facts.now < starts_at and not is_to_come:
        sentence = f"{time_of_day(starts_at)}才开始，现在还没到，提前开了就改时间"
        yield Finding("hint", "R-REC-01", sentence, field="starts_at")
    if facts.overlaps:
        sentence = f"时间和另一次会议重叠：{'、'.join(facts.overlaps)}"
        yield Finding("hint", "R-REC-07", sentence, field="starts_at")
    if facts.elsewhere:
        sentence = f"{'、'.join(facts.elsewhere)}同一时间也记在别的会议上"
        yield Finding("hint", "R-REC-07", sentence, field="attendances")
    submitted_on = facts.first_submitted_on or facts.today
    if submitted_on and is_late(held_on, submitted_on):
        days = (submitted_on - held_on).days
        sentence = f"会后第{days}天才提交，超过{settings.LATE_AFTER_DAYS}天，记为逾期补录"
        yield Finding("hint", "R-REC-05", sentence, field="held_on")
