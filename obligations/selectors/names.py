"""How a duty is called for people, and which meetings can be held together."""

import datetime as dt

from core import clock
from core.clock import Period
from meetings.states import Kind

TOGETHER = (Kind.GENERAL, Kind.LECTURE)  # what a theme day can carry as well


QUARTERS = "一二三四"


def name_of(period: Period) -> str:
    """11月, 四季度, 上半年, 2026年."""
    if period.months == 1:
        return f"{period.since.month}月"
    if period.months == 3:
        return f"{QUARTERS[period.since.month // 3]}季度"
    if period.months == 6:
        return "上半年" if period.since.month == 1 else "下半年"
    return f"{period.since.year}年"


def day_of(day: dt.date) -> str:
    """11月25日; with the year when it is not this one."""
    words = f"{day.month}月{day.day}日"
    return words if day.year == clock.today().year else f"{day.year}年{words}"
