"""Formats dates, people and lines of papers as plain text that is safe inside XML."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.dates_zh import full_date, time_of_day, weekday
from core.numbers import rate

# What XML cannot hold: a pasted control character would otherwise spoil the whole document.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Line = dict[str, str]
Context = dict[str, Any]


def line(text: str, label: str = "") -> Line:
    """One line of a paper: 出席：…, with its label set apart."""
    return {"名称": label, "内容": text}


def lines_of(text: str) -> list[Line]:
    return [line(each.strip()) for each in text.splitlines() if each.strip()]


def labelled(pairs: Iterable[tuple[str, str]]) -> list[Line]:
    """Only what has something to say."""
    return [line(text, label) for label, text in pairs if text]


def date_of(day: dt.date | None) -> str:
    """2026年11月20日, without leading zeros (domain §12)."""
    return full_date(day) if day else ""


def short_date(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def span(day: dt.date, starts: dt.datetime, ends: dt.datetime | None) -> str:
    """2026年11月20日（星期五）14:30至16:30"""
    night = "次日" if ends and timezone.localdate(ends) > day else ""
    until = f"至{night}{time_of_day(ends)}" if ends else ""
    return f"{full_date(day)}（{weekday(day)}）{time_of_day(starts)}{until}"


def percent(part: int, whole: int) -> str:
    found = rate(part, whole)
    return f"{found}%" if found is not None else "—"


def plain(value: Any) -> Any:
    """The same with texts that XML can hold, all the way down; numbers become texts."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None:
        return ""
    if isinstance(value, (bytes, bool)):
        return value
    return UNFIT.sub("", str(value))
