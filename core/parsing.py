"""Parsers of numbers, dates and ids typed in a URL, a form or a header, where no Django form does it.

Every function returns None for what it cannot read, and never raises: whoever calls knows whether that is a 404, a
refusal or nothing said. Numbers are ASCII digits; `parse_count` also reads the full-width ones of a Chinese keyboard, and
`parse_numeral` those written in words.
"""

import datetime as dt
import re
import unicodedata
from typing import Any
from uuid import UUID

from core.clock import Period

NUL = "内容里有看不见的空字符，存不下来，什么都没有改动。请返回上一页，把粘贴来的文字重新输入一遍再提交。"
MONTH = "^[12][0-9]{3}-(0[1-9]|1[0-2])$"  # a month as the API's document writes it
TYPED_DAY = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](?:(\d{1,2})日?)?", re.ASCII)
MOST_VERSION = 99_999_999  # of a row: what a page sends back
MOST_COUNT = 9_999  # of people or papers in one branch
NUMERALS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100}
NUMERAL_SIGNS = "".join([*NUMERALS, *TENS, "廿卅"])
MOST_TEXT = 40  # characters; nothing read here is longer


def has_nul(sent: Any) -> bool:
    """Whether any text in what was sent holds a NUL, which PostgreSQL keeps in none: in names, values, lists, parts."""
    if isinstance(sent, str):
        return "\x00" in sent
    if isinstance(sent, dict):
        return any(has_nul(name) or has_nul(value) for name, value in sent.items())
    return isinstance(sent, list | tuple) and any(has_nul(each) for each in sent)


def parse_number(text: str, most: int = MOST_VERSION) -> int | None:
    """0 to `most`, in no more digits than `most` has."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def parse_count(text: str, most: int = MOST_COUNT) -> int | None:
    """How many, as a person types it: blanks around it and full-width digits (１２) are read too."""
    return parse_number(unicodedata.normalize("NFKC", text[:MOST_TEXT]).strip(), most)


def parse_numeral(text: str, most: int = MOST_COUNT) -> int | None:
    """How many, in digits or in Chinese numerals: 25, ２５, 二十五, 一百零三, 一〇三."""
    typed = (
        unicodedata.normalize("NFKC", text[:MOST_TEXT]).strip().replace("廿", "二十").replace("卅", "三十")
    )
    if not typed or typed.isascii():
        return parse_number(typed, most) if typed else None
    total = ones = 0
    for sign in typed:
        if sign in TENS:
            total, ones = total + (ones or 1) * TENS[sign], 0
        elif sign in NUMERALS:
            ones = ones * 10 + NUMERALS[sign]
        else:
            return None
    return total + ones if total + ones <= most else None


def parse_year(text: str, first: int = dt.MINYEAR, last: int = dt.MAXYEAR) -> int | None:
    """A year of four digits from `first` to `last`."""
    year = parse_number(text, dt.MAXYEAR) if len(text) == 4 else None
    return year if year is not None and first <= year <= last else None


def parse_month(text: str) -> Period | None:
    """YYYY-MM of the years 1000 to 2999."""
    return Period.parse(text) if re.fullmatch(MONTH, text) else None


def parse_day(text: str) -> dt.date | None:
    """YYYY-MM-DD, and the other forms of ISO 8601 for a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def parse_typed_day(text: str) -> dict[str, int]:
    """2026-11-25, 11-25, 11月25日 or 11月 as year, month and day, those that are said; empty for anything else."""
    typed = TYPED_DAY.fullmatch(text)
    parts = zip(("year", "month", "day"), typed.groups(), strict=True) if typed else ()
    return {name: int(value) for name, value in parts if value}


def parse_time(text: str) -> dt.time | None:
    """HH:MM, local time; an offset from UTC is passed over."""
    try:
        return dt.time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
