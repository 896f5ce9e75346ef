"""Formats dates, months and periods in Chinese: 2026年11月25日, 11月25日, 星期三, 2026年第4季度.

A `full_` form always has the year: for papers, which are read years later, and for what stands beside no other date.
A `short_` form has it only when it is not the year of `near`, the day the reader has before them; by default today.
Numbers have no leading zeros (GB/T 9704). An instant is written in local time.
"""

import datetime as dt

from django.utils import timezone

from core import clock
from core.clock import Period

WEEKDAYS = "一二三四五六日"
QUARTERS = "一二三四"


def full_date(day: dt.date) -> str:
    """2026年11月25日"""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: dt.date, near: dt.date | None = None) -> str:
    """11月25日, or 2025年11月25日 in another year than `near`."""
    return f"{_year_unless(day, near)}{day.month}月{day.day}日"


def full_month(day: dt.date) -> str:
    """2026年11月, of any day in it."""
    return f"{day.year}年{day.month}月"


def short_month(day: dt.date, near: dt.date | None = None) -> str:
    """11月, or 2025年11月 in another year than `near`."""
    return f"{_year_unless(day, near)}{day.month}月"


def full_period(period: Period) -> str:
    """2026年11月, 2026年第4季度, 2026年上半年, 2026年"""
    day = period.since
    if period.months == 1:
        return full_month(day)
    if period.months == 3:
        return f"{day.year}年第{_quarter(day) + 1}季度"
    if period.months == 6:
        return f"{day.year}年{_half(day)}"
    return f"{day.year}年"


def short_period(period: Period, near: dt.date | None = None) -> str:
    """11月, 四季度, 上半年, 2026年; 2025年四季度 in another year than `near`."""
    day = period.since
    if period.months == 1:
        return short_month(day, near)
    if period.months == 3:
        return f"{_year_unless(day, near)}{QUARTERS[_quarter(day)]}季度"
    if period.months == 6:
        return f"{_year_unless(day, near)}{_half(day)}"
    return f"{day.year}年"


def weekday(day: dt.date) -> str:
    """星期三"""
    return f"星期{WEEKDAYS[day.weekday()]}"


def time_of_day(instant: dt.datetime) -> str:
    """14:30"""
    return f"{timezone.localtime(instant):%H:%M}"


def short_moment(instant: dt.datetime, near: dt.date | None = None) -> str:
    """11月25日14:30, or 2025年11月25日14:30 in another year than `near`."""
    return f"{short_date(timezone.localdate(instant), near)}{time_of_day(instant)}"


def short_end(instant: dt.datetime, near: dt.date | None = None) -> str:
    """The instant before which something counts; midnight belongs to the day before: 11月5日24:00."""
    local = timezone.localtime(instant)
    if (local.hour, local.minute) == (0, 0):
        return f"{short_date(local.date() - dt.timedelta(days=1), near)}24:00"
    return short_moment(instant, near)


def _year_unless(day: dt.date, near: dt.date | None) -> str:
    return "" if day.year == (near or clock.today()).year else f"{day.year}年"


def _quarter(day: dt.date) -> int:
    return (day.month - 1) // 3


def _half(day: dt.date) -> str:
    return "上半年" if day.month <= 6 else "下半年"
