"""Checks of time: an end still to come, meetings that overlap, records that come late (R-REC-05, 07, 10, 13)."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from core.dates_zh import short_date, time_of_day
from meetings.errors.findings import Finding
from meetings.rules.checks.shapes import Facts, stop


def is_late(held_on: dt.date, submitted_on: dt.date) -> bool:
    """R-REC-05, counted from the first submission."""
    return (submitted_on - held_on).days > settings.LATE_AFTER_DAYS


def is_ahead(ends_at: dt.datetime, now: dt.datetime) -> bool:
    """R-REC-10: a meeting that ends then is not over yet."""
    return ends_at > now + dt.timedelta(minutes=settings.END_GRACE_MINUTES)


def time(facts: Facts) -> Iterator[Finding]:
    held_on, starts_at = facts.record.held_on, facts.record.starts_at
    is_to_come = facts.today and held_on > facts.today
    ends_at = facts.record.ends_at
    if facts.now and ends_at and ends_at > starts_at and not is_to_come and is_ahead(ends_at, facts.now):
        ends, today = timezone.localdate(ends_at), timezone.localdate(facts.now)
        end = f"{short_date(ends, today) if ends != today else ''}{time_of_day(ends_at)}"
        sentence = f"现在{time_of_day(facts.now)}，结束写的是{end}。散会以后再交，或者改成实际结束的时间。"
        yield stop("R-REC-10", sentence, "", "ends_at")
    if facts.now and facts.now < starts_at and not is_to_come:
        sentence = f"{time_of_day(starts_at)}才开始，现在还没到，提前开了就改时间"
        yield Finding("hint", "R-REC-01", sentence, field="starts_at")
    for one in facts.alike:
        yield Finding("hint", "R-REC-13" if one.kind else "R-REC-07", one.sentence, field="starts_at")
    if facts.elsewhere:
        sentence = f"{'、'.join(facts.elsewhere)}同一时间也记在别的会议上"
        yield Finding("hint", "R-REC-07", sentence, field="attendances")
    submitted_on = facts.first_submitted_on or facts.today
    if submitted_on and is_late(held_on, submitted_on):
        days = (submitted_on - held_on).days
        sentence = f"会后第{days}天才提交，超过{settings.LATE_AFTER_DAYS}天，记为逾期补录"
        yield Finding("hint", "R-REC-05", sentence, field="held_on")
