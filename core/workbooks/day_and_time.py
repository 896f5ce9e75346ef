"""Readers for cells that hold a day, a time of day, or both, as people and spreadsheet programs write them."""

import datetime as dt
import re
from typing import Any, NamedTuple

from core.workbooks import cells
from core.workbooks.cells import Unreadable

CLOCK = re.compile(r"(上午|下午|晚上|晚|早上|中午)?\s*(\d{1,2})\s*(?:[:：点时]\s*(?:(\d{1,2})\s*分?|(半))?)")


class DayAndTime(NamedTuple):
    """A day, if one is written, and the times."""

    day: dt.date | None
    starts: dt.time | None
    ends: dt.time | None


def read_when(raw: Any) -> DayAndTime:
    """2026-11-16 14:30, 2026年11月16日下午2:30-4点, 14:30至16:00, a serial of Excel with its fraction, 0.604 of a day."""
    if isinstance(raw, dt.datetime):
        starts = raw.time().replace(second=0, microsecond=0)
        return DayAndTime(raw.date(), starts if starts != dt.time() else None, None)
    if isinstance(raw, dt.time):
        return DayAndTime(None, raw.replace(second=0, microsecond=0), None)
    if isinstance(raw, dt.date):
        return DayAndTime(raw, None, None)
    if isinstance(raw, dt.timedelta):
        return DayAndTime(None, _time_of_day(raw / dt.timedelta(days=1)), None)
    if isinstance(raw, float) and 0 < raw < 1:
        return DayAndTime(None, _time_of_day(raw), None)
    if isinstance(raw, float) and not raw.is_integer() and 30_000 < raw < 80_000:
        return DayAndTime(cells.read_day(int(raw)).on, _time_of_day(raw % 1), None)
    written = cells.read_text(raw).replace("T", " ")
    found = list(CLOCK.finditer(written))
    if not found:
        return DayAndTime(_day(raw), None, None)
    before = re.sub(r"[（(].*?[）)]|星期.|周[一二三四五六日]", " ", written[: found[0].start()]).strip()
    day = _day(before) if before else None
    starts = _read_clock(found[0], "")
    ends = _read_clock(found[1], found[0][1] or "") if len(found) > 1 else None
    if ends is not None and ends <= starts and ends.hour < 12:
        ends = ends.replace(hour=ends.hour + 12)
    return DayAndTime(day, starts, ends)


def _day(raw: Any) -> dt.date:
    found = cells.read_day(raw)
    if not found.exact:
        raise Unreadable("只写了月份，请写到日，如2026-11-16")
    return found.on


def _time_of_day(share: float) -> dt.time:
    minutes = round(share * 24 * 60) % (24 * 60)
    return dt.time(minutes // 60, minutes % 60)


def _read_clock(found: re.Match[str], spoken: str) -> dt.time:
    part, hour, minute = found[1] or spoken, int(found[2]), 30 if found[4] else int(found[3] or 0)
    if part in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise Unreadable(f"“{found[0].strip()}”不是时间，请写成14:30")
    return dt.time(hour, minute)
