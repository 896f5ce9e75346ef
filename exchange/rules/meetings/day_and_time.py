"""Readers for cells that hold a day, a time of day, or both, as people and spreadsheet programs write them."""

import datetime as dt
import re
import unicodedata
from typing import Any, NamedTuple

from core import clock
from core.parsing import parse_numeral
from core.workbooks import cells
from core.workbooks.cells import Unreadable

DAYPART = "上午|下午|傍晚|晚上|晚间|夜里|午后|凌晨|清晨|早晨|早上|中午|午间|[晚早]|[AaPp]\\.?[Mm]\\.?"
CLOCK = re.compile(
    rf"(?P<later>次日|第二天|翌日|次晨)?\s*(?P<part>{DAYPART})?\s*(?<![\d:.])(?P<hour>\d{{1,2}})\s*"
    r"(?:[:点时]\s*(?:(?P<minute>\d{1,2})(?!\d)(?:\s*分|\s*:\s*(?P<second>\d{2}))?|(?P<half>半)|(?P<quarter>[一二三1-3])刻|[整钟])?"
    r"|(?=\s*[AaPp]\.?[Mm]))钟?整?\s*(?P<after>[AaPp]\.?[Mm]\b\.?)?"
)
LATER = frozenset(["下午", "傍晚", "晚上", "晚间", "夜里", "午后", "晚", "PM"])
PARTS_OF_DAY = {
    "上午": dt.time(9), "早上": dt.time(8), "早晨": dt.time(8), "中午": dt.time(12), "下午": dt.time(14, 30), "午后": dt.time(14, 30),
    "傍晚": dt.time(17, 30), "晚上": dt.time(19), "晚间": dt.time(19), "晚": dt.time(19), "全天": dt.time(9),
}  # fmt: skip
"""When a meeting begins of which only the part of the day is written."""
HOUR_WORDS = re.compile(r"(二十[一二三]?|十[一二三四五六七八九]?|[一二三四五六七八九两零〇])(?=\s*[点时])")
MINUTE_WORDS = re.compile(
    r"(?<=[点时])\s*([二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])(?=\s*分|$|\s|[至到\-—~])"
)
EVENING = frozenset(["晚上", "晚间", "夜里", "晚"])
LATE_START, EARLY_END = 18, 6
"""A meeting from one of these hours to before the other went on past midnight."""
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s*(?:Z|\+\d{2}:?\d{2}|(?<=:\d\d:\d\d)-(?:0\d|1[0-2]):?00)"
)
"""With its offset. 2026-09-15 14:30-16:00 has none: an offset below zero stands behind seconds."""
POINTED = re.compile(r"(?<=[\s午日号上晚间里晨\-—–~至到])(\d{1,2})\.([0-5]\d)(?=\s*(?:$|[\-—–~至到]))")
"""下午2.30-4.00"""
DIGITS_ALONE = re.compile(r"([01]?\d|2[0-3])([0-5]\d)")
YEARS = range(2015, 2036)
"""Four digits that are rather a year than a time of day."""
WITHOUT_YEAR = re.compile(r"(\d{1,2})[月./\-](\d{1,2})[日号]?")
TWO_DAYS = re.compile(r"[日号\d]\s*[\-—–~至到]\s*(?:\d{1,2}[月./])?\d{1,2}[日号]")
BESIDE_DAY = re.compile(r"[（(\[【].*?[）)\]】]|(?:星期|周|礼拜)[一二三四五六日天]")


class DayAndTime(NamedTuple):
    """A day, if one is written, and the times; `next_day` when the last of them is on the day after."""

    day: dt.date | None
    starts: dt.time | None
    ends: dt.time | None
    next_day: bool = False
    doubt: str = ""


def read_when(raw: Any) -> DayAndTime:
    """2026-11-16 14:30, 2026年11月16日下午2:30-4点, 14:30至次日1:00, 下午两点半, a serial of Excel with its fraction.

    Seconds are rounded to the nearest minute; those of a browser, 43 short of it, up.
    """
    if isinstance(raw, dt.datetime):
        at = nearest_minute(raw)
        return DayAndTime(at.date(), at.time() if at.time() != dt.time() else None, None)
    if isinstance(raw, dt.time):
        return DayAndTime(None, nearest_minute(dt.datetime.combine(dt.date(2000, 1, 1), raw)).time(), None)
    if isinstance(raw, dt.date):
        return DayAndTime(raw, None, None)
    if isinstance(raw, dt.timedelta):
        return DayAndTime(None, _time_of_day(raw / dt.timedelta(days=1)), None)
    if isinstance(raw, float) and 0 < raw < 1:
        return DayAndTime(None, _time_of_day(raw), None)
    if isinstance(raw, float) and not raw.is_integer() and 30_000 < raw < 80_000:
        return read_when(dt.datetime.combine(cells.EXCEL_DAY_ZERO, dt.time()) + dt.timedelta(days=raw))
    return _read_written(raw)


def nearest_minute(at: dt.datetime) -> dt.datetime:
    """14:29:17 → 14:30 (a browser's 43 seconds), 14:29:40 → 14:30, 14:30:20 → 14:30."""
    least = 16 if at.second in (16, 17) else 30
    up = at.second + at.microsecond / 1_000_000 >= least
    return at.replace(second=0, microsecond=0) + dt.timedelta(minutes=up)


def is_past_midnight(starts: dt.time, ends: dt.time) -> bool:
    """23:00 to 0:30, written without 次日."""
    return ends <= starts and starts.hour >= LATE_START and ends.hour < EARLY_END


def _read_written(raw: Any) -> DayAndTime:
    written = unicodedata.normalize("NFKC", cells.read_text(raw)).strip()
    if INSTANT.fullmatch(written):
        at = dt.datetime.fromisoformat(written.replace(" Z", "Z").replace(" +", "+"))
        return read_when((at.astimezone(dt.UTC) + cells.LOCAL_OFFSET).replace(tzinfo=None))
    written = written.replace("T", " ")
    if (alone := DIGITS_ALONE.fullmatch(written)) and int(written) not in YEARS:
        return DayAndTime(None, dt.time(int(alone[1]), int(alone[2])), None)
    written = POINTED.sub(r"\1:\2", written)
    written = MINUTE_WORDS.sub(lambda found: f"{_number(found[1]):02d}", written)
    written = HOUR_WORDS.sub(lambda found: str(_number(found[1])), written)
    found = list(CLOCK.finditer(written))
    if not found:
        return _part_of_day(raw, written)
    before = BESIDE_DAY.sub(" ", written[: found[0].start()]).strip(" ,，、;；")
    day, doubt = _day(before) if before else (None, "")
    starts, ends_the_day = _read_clock(found[0], "")
    if len(found) < 2:
        return DayAndTime(day, starts, None, bool(found[0]["later"]) or ends_the_day, doubt)
    last = found[1]
    spoken = "" if last["later"] else (found[0]["part"] or found[0]["after"] or "")
    ends, ends_the_day = _read_clock(last, spoken)
    between = BESIDE_DAY.sub(" ", written[found[0].end() : last.start()]).strip(" 至到-—–~,，、")
    next_day = bool(last["later"]) or ends_the_day or (ends == dt.time(0) and starts > ends)
    if between and day and (until := _day(between)[0]) != day:
        if until != day + dt.timedelta(days=1):
            raise Unreadable(f"“{written[:20]}”开到了另一天，请写清开始和结束的日期、时间")
        next_day = True
    if not next_day and ends <= starts and ends.hour < 12 and dt.time(ends.hour + 12, ends.minute) > starts:
        ends = ends.replace(hour=ends.hour + 12)
    return DayAndTime(day, starts, ends, next_day or is_past_midnight(starts, ends), doubt)


def _part_of_day(raw: Any, written: str) -> DayAndTime:
    """上午, or a day alone."""
    plain = BESIDE_DAY.sub(" ", written).strip()
    for word, starts in PARTS_OF_DAY.items():
        if plain.endswith(word):
            day, doubt = _day(plain.removesuffix(word).strip()) if plain != word else (None, "")
            said = f"只写了{word}，按{starts:%H:%M}开始记"
            return DayAndTime(day, starts, None, doubt="；".join(filter(None, [doubt, said])))
    day, doubt = _day(raw)
    return DayAndTime(day, None, None, doubt=doubt)


def _day(raw: Any) -> tuple[dt.date, str]:
    """(day, doubt); a day without its year is the last such day."""
    written = cells.read_text(raw) if isinstance(raw, str) else ""
    if found := WITHOUT_YEAR.fullmatch(written.replace(" ", "")):
        day = _last_day(int(found[1]), int(found[2]), written)
        return day, f"“{written[:20]}”没有写年份，按{day.year}年读，请核对"
    if TWO_DAYS.search(written):
        raise Unreadable(f"“{written[:24]}”写了几天，请一天一行分开写")
    found_day = cells.read_day(raw)
    if not found_day.exact:
        raise Unreadable("只写了月份，请写到日，如2026-11-16")
    return found_day.on, found_day.doubt


def _last_day(month: int, day: int, written: str) -> dt.date:
    today = clock.today()
    for year in range(today.year, today.year - 8, -1):
        try:
            on = dt.date(year, month, day)
        except ValueError:
            continue
        if on <= today:
            return on
    raise Unreadable(f"“{written[:20]}”这一天不存在，请核对")


def _number(words: str) -> int:
    """十四 → 14, 两 → 2, 零五 → 5"""
    return parse_numeral(words) or 0


def _time_of_day(share: float) -> dt.time:
    at = dt.datetime(2000, 1, 1) + dt.timedelta(seconds=round(share * 86_400))
    return nearest_minute(at).time()


def _read_clock(found: re.Match[str], spoken: str) -> tuple[dt.time, bool]:
    """The time, and whether it is the midnight that ends the day: 24:00, 晚上12点."""
    part = (found["part"] or found["after"] or spoken).upper().replace(".", "")
    hour, minute, quarters = int(found["hour"]), int(found["minute"] or 0), found["quarter"]
    if found["half"]:
        minute = 30
    elif quarters:
        minute = 15 * _number(quarters)
    ends_the_day = hour == 24 or (part in EVENING and hour == 12)
    if (part in LATER and hour < 12) or (part in ("中午", "午间") and hour < 3):
        hour += 12
    elif part == "AM" and hour == 12:
        hour = 0
    if ends_the_day and (hour < 24 or minute == 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise Unreadable(f"“{found[0].strip()}”不是时间，请写成14:30")
    at = dt.datetime(2000, 1, 1, hour, minute, int(found["second"] or 0))
    return nearest_minute(at).time(), ends_the_day
