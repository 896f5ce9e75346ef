"""Parsers of single raw workbook cells; an unreadable cell raises Unreadable with a sentence for the user."""

import datetime as dt
import re
import string
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import TextChoices

WIDE = {ord(each) + 0xFEE0: each for each in string.digits + string.ascii_letters}
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u2060"), "")
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "")
SPACE = dict.fromkeys(map(ord, "\u00a0\u3000\t\r\n\u2002\u2003\u2009"), " ")
TIDY = WIDE | INVISIBLE | CONTROLS | SPACE
SIGNS = str.maketrans("－．／—–。、", "-./--..")
BLANKS = frozenset(
    [
        "",
        *[
            "无",
            "—",
            "——",
            "-",
            "--",
            "－",
            "－－",
            "/",
            "／",
            "\\",
            "空",
            "空白",
            "无。",
            "暂无",
            "N/A",
            "n/a",
        ],
    ]
)
ERASE = frozenset(["（清空）", "(清空)"])
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2100

DATE = re.compile(
    r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*(?:[月./\-]\s*(?:(\d{1,2})\s*[日号]?)?)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?\.?"
)
NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789") | dict.fromkeys(map(ord, "OoОо"), "0")
TENS = re.compile("([一二三]?)([十廿卅])([一二三四五六七八九]?)")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")


class Unreadable(ValueError):
    """The cell cannot become a fact; the message says what to write instead."""


class WrittenDay(NamedTuple):
    """A date, and whether the day itself was written (2019.7 names only the month)."""

    on: dt.date
    exact: bool
    doubt: str = ""


def read_code(raw: Any) -> str:
    """The code of an organization: hyphens and points narrowed too."""
    return read_text(raw).translate(SIGNS)


def read_text(raw: Any) -> str:
    """Text without stray spaces and control characters, full-width letters and digits narrowed; numbers as they are shown."""
    if isinstance(raw, str):
        if not (raw.isascii() and raw.isprintable()):
            raw = raw.translate(TIDY)
        return raw.strip()
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    return str(raw)


def spellings(codes: type[TextChoices], **others: str) -> dict[str, str]:
    """What may be written for each code of a table: its label, itself, and `others`, separated by blanks."""
    written = {label: code for code, label in codes.choices} | {code: code for code in codes.values}
    return written | {word: code for code, words in others.items() for word in words.split()}


def reader_of(
    table: Mapping[str, Any], sentence: str, around: re.Pattern[str] | None = None
) -> Callable[[Any], Any]:
    """A reader for one of the words of a table, blanks apart.

    `sentence` says what to write instead, with {} for what stands there; `around` matches what does not count.
    """

    def read(raw: Any) -> Any:
        written = read_text(raw)
        word = written.replace(" ", "")
        value = table.get(around.sub("", word) if around else word)
        if value is None:
            raise Unreadable(sentence.format(written[:10]))
        return value

    return read


def read_identity(raw: Any) -> str:
    """An identity number as text; whether it is a right one is judged elsewhere."""
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        if raw >= 1e15:
            raise Unreadable("存成了数字，末几位已丢失。请设为文本，重填18位")
        return str(int(raw))
    number = read_text(raw).lstrip("'’`").replace(" ", "").replace("-", "")
    if SCIENTIFIC.fullmatch(number):
        raise Unreadable("存成了数字，末几位已丢失。请设为文本，重填18位")
    return number.upper().replace("×", "X").replace("╳", "X")


def read_phone(raw: Any) -> str:
    number = read_text(raw).lstrip("'’`")
    digits = re.sub(r"[\s\-()（）]", "", number)
    if digits.startswith(("+86", "0086")):
        digits = digits.removeprefix("+86").removeprefix("0086")
    if len(digits) == 11 and digits.isdecimal() and digits[0] == "1":
        return digits
    area = re.fullmatch(r"[（(]?(0\d{2,3})[）)]?[\s\-]?(\d{7,8})", number)
    if area:
        return f"{area[1]}-{area[2]}"
    raise Unreadable("不是一个11位手机号或带区号的座机，这一格不导入")


@lru_cache(maxsize=65_536)
def _day_of_text(written: str) -> WrittenDay:
    shown, written = written, _arabic(written.translate(SIGNS))
    if written.isdecimal():
        if len(written) == 8:
            return _day(written[:4], written[4:6], written[6:], shown)
        if len(written) == 6:
            return _day(written[:4], written[4:], None, shown)
        if len(written) == 5:
            return _serial(int(written))
        if len(written) == 4 and EARLIEST <= int(written) <= LATEST:
            raise Unreadable(f"“{shown}”只有年份，请写到月日，如2019-07-01")
    found = DATE.fullmatch(written)
    if not found:
        raise Unreadable(f"“{shown[:20]}”不是日期，请写成2019-07-01")
    return _day(found[1], found[2], found[3], shown)


def _arabic(written: str) -> str:
    """二〇一九年十二月 → 2019年12月; 元月 is January."""
    if written.isascii():
        return written
    return TENS.sub(_tens, written.replace("元月", "1月")).translate(NUMERALS)


def _tens(found: re.Match[str]) -> str:
    before, sign, after = found[1], found[2], found[3]
    tens = {"廿": "2", "卅": "3"}.get(sign) or before.translate(NUMERALS) or "1"
    return tens + (after.translate(NUMERALS) or "0")


def _day(year: str, month: str, day: str | None, written: str) -> WrittenDay:
    try:
        on = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        raise Unreadable(f"“{written[:20]}”这一天不存在，请核对") from None
    return _in_range(on, written[:20], day is not None)


def _serial(number: int) -> WrittenDay:
    on = EXCEL_DAY_ZERO + dt.timedelta(days=number)
    if not EARLIEST <= on.year <= LATEST:
        raise Unreadable(f"“{number}”不是日期，请写成2019-07-01")
    return WrittenDay(on, True)


def read_day(raw: Any) -> WrittenDay:
    """2019.7, 2019-07-01, 2019/7/1, 201907, 20190701, 2019年7月(1日), 二〇一九年七月, a serial number of Excel, or a real date.

    Without a day it is the first of the month. 2019.1 stored as a number may have been 2019.10: Excel drops the
    nought; it is read as January and says so.
    """
    if isinstance(raw, str):
        return _day_of_text(read_text(raw))
    if isinstance(raw, dt.date):
        on = raw.date() if isinstance(raw, dt.datetime) else raw
        return _in_range(on, on)
    if isinstance(raw, bool) or not isinstance(raw, float | int):
        raise Unreadable(f"“{raw}”不是日期，请写成2019-07-01")
    if float(raw).is_integer():
        number = int(raw)
        if 3_000 < number < 80_000 and not EARLIEST <= number <= LATEST:
            return _serial(number)
        return _day_of_text(str(number))
    if EARLIEST <= raw < LATEST:
        found = _day_of_text(f"{raw:.2f}".rstrip("0"))
        if f"{raw:.2f}".endswith("10"):
            return found._replace(doubt=f"{raw:.1f}可能是{int(raw)}年1月，也可能是10月，按1月读，请核对")
        return found
    return _serial(int(raw))


def _in_range(on: dt.date, written: object, exact: bool = True) -> WrittenDay:
    if not EARLIEST <= on.year <= LATEST:
        raise Unreadable(f"“{written}”的年份不对，请核对")
    return WrittenDay(on, exact)
