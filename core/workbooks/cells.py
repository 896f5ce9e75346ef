"""Parsers of single raw workbook cells; an unreadable cell raises Unreadable with a sentence for the user."""

import datetime as dt
import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import TextChoices

from core import clock, plain_text
from core.workbooks import odd_dates

WIDE = {ord(each) + 0xFEE0: each for each in string.digits + string.ascii_letters}
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "")
SPACE = dict.fromkeys(map(ord, "\u00a0\u3000\t\r\n\u2002\u2003\u2009\u202f\u205f\u2028\u2029"), " ")
TIDY = WIDE | plain_text.PLAIN | CONTROLS | SPACE
SIGNS = str.maketrans("－．／—–。、", "-./--..")
BLANKS = frozenset([
    "", "无", "—", "——", "-", "--", "－", "－－", "/", "／", "\\", "空", "空白", "无。", "暂无", "空值",
    "（空）", "（无）", "(无)", "无数据", "无信息", "无电话", "没有电话", "未登记", "未采集", "暂缺", "（空白）", "(空)",
    "(空白)", "未填", "未填写", "不详", "不清楚", "不明", "待查", "待补", "待补充", "待核", "待核实",
])  # fmt: skip
NULLS = frozenset(
    [
        "null",
        "nan",
        "none",
        "nat",
        "undefined",
        "n/a",
        "#null",
        "#n/a!",
        "<null>",
        "(null)",
        "（null）",
        "<na>",
        "\\n",
    ]
)
"""What other programs write for nothing, in small letters."""
ERASE = frozenset(["（清空）", "(清空)"])
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2100
OLDEST = 1915
"""Of six digits that begin before it, two are the year: 190701 is a day of 2019."""
FIRST_SERIAL = 3_000
"""A smaller number is no day as Excel counts them, though it would be one of before 1908."""

DATE = re.compile(
    r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*(?:[月./\-]\s*(?:份|(\d{1,2})\s*[日号]?)?)?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\.?"
)
BESIDE_DATE = re.compile(
    r"^(?:公元|约|于|自|从)|[（(\[【][^（）()\[\]【】]*[)）\]】]|[,，、]?\s*(?:星期|周)[一二三四五六日天1-7]|[,，、]?\s*\d{1,3}\s*周?岁$"
    r"|(?:加?入|转正|转为|入党|加入|出生|生日?|申请|成立|参加|批准|被?接收|发展|成为|起|止|左右|许|前后|初|底|上旬|中旬|下旬)"
    r"(?:中国共产党|中共|党组织|预备党员|正式党员|党员|党|人|工作|的)*$"
)
"""What people write around a date: (56岁), 生, 入党, 星期一."""
LOCAL_OFFSET = dt.timedelta(hours=8)
JUST_BEFORE = dt.time(23, 59, 16)
"""Browsers write a day as 43 seconds before its beginning: before 1901 Shanghai's clocks differed by as much."""
LATE = dt.time(22, 59)
NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789") | dict.fromkeys(map(ord, "OoОо"), "0")
TENS = re.compile("([一二三]?)([十廿卅])([一二三四五六七八九]?)")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")


WORDS = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z]*")
IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
MOBILE_ALONE = re.compile("1[0-9]{10}")
"""The plainest shapes of what stands in cells: texts that their readers give back as they stand."""


class Unreadable(ValueError):
    """The cell cannot become a fact; the message says what to write instead."""


class Noted(NamedTuple):
    """A fact that is taken in with a word about it."""

    value: Any
    doubt: str


class BrokenCell(str):
    """A cell whose formula has no value to read; the text is the sentence about it."""

    __slots__ = ()


UNCALCULATED = BrokenCell("这一格是公式，还没有算出值。请用Excel或WPS打开，保存后再上传")
FORMULA_ERROR = re.compile(r"#(?:N/?A|REF!?|VALUE!?|NAME\??|DIV/?0!?|NUM!?|SPILL!?|CALC!?|GETTING_DATA)")


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


def is_blank(written: str) -> bool:
    """Whether a tidied text says that there is nothing."""
    return written in BLANKS or (len(written) < 10 and written.lower() in NULLS)


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
    if isinstance(raw, str) and len(raw) == 18 and raw.isascii() and raw.isalnum():
        return raw.upper()
    number = unicodedata.normalize("NFKC", read_text(raw)).lstrip("'’`‘")
    number = re.sub(r"[\s\-‐‑–—]", "", number)
    if SCIENTIFIC.fullmatch(number):
        raise Unreadable("存成了数字，末几位已丢失。请设为文本，重填18位")
    return number.upper().replace("×", "X").replace("╳", "X").replace("Х", "X").replace("Χ", "X")


MASKED_BY_LETTERS = re.compile(r"\d[xX×]{3,}\d")
MASKED = re.compile(r"[\dX]{0,16}[*＊●•·×xX#]{2,18}[\dX]{0,6}")


def is_masked(number: str) -> bool:
    """Whether it is a number with its middle hidden (138****1234), as a list is exported to be shown around."""
    if number.isalnum() and not MASKED_BY_LETTERS.search(number):
        return False
    return bool(MASKED.fullmatch(number.replace(" ", "").replace("-", "")))


PHONE_PARTS = re.compile(r"[/／、，,;；|\n或及和]+")
MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)[(]?(010|02\d|0[3-9]\d{2})[)]?[\s\-–—]*(\d{3,4})[\s\-]?(\d{4})(?!\d)")
COUNTRY = re.compile(r"(?:\+|00)?86(?=1\d{10}|0?[1-9]\d{9,10})")
COUNTRY_WRITTEN = re.compile(r"^\D*(?:00)?86[\s\-)]*")
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}|[48]00-?\d{4}-?\d{3}")
ABROAD = re.compile(r"(?:\+|00)(?!86)\d{7,15}")
EXTENSION = re.compile(r"\s*(?:转|分机号?|ext\.?|[-—]|[(]?分机[)]?)\s*[:：]?\s*(\d{1,6})[)]?$", re.IGNORECASE)


def read_phone(raw: Any) -> "str | Noted":
    """One telephone: a mobile number, or a landline with its area code and extension.

    Of several in a cell the first is taken and the others are said; a number with its middle hidden is none.
    """
    if isinstance(raw, str):
        if len(raw) == 11 and raw.isascii() and raw.isdecimal() and raw[0] == "1":
            return raw
        written = unicodedata.normalize("NFKC", "\n".join(map(read_text, raw.splitlines())))
    else:
        written = read_text(raw)
    if is_masked(written):
        return ""
    parts = [part for part in PHONE_PARTS.split(written.lstrip("'’`‘")) if part.strip()]
    found = list(dict.fromkeys(number for part in parts for number in _phones(part)))
    if not found:
        raise Unreadable("不是一个11位手机号或带区号的座机，这一格不导入")
    if found[1:]:
        return Noted(found[0], f"一格里有{len(found)}个号码，取第一个，{'、'.join(found[1:])}没有导入")
    if found[0].isdecimal() and len(found[0]) < 9:
        return Noted(found[0], "座机没有写区号，照原样导入")
    return found[0]


def _phones(written: str) -> list[str]:
    """The numbers in a text that has no separator of several."""
    digits = re.sub(r"[\s\-()]", "", written)
    if len(digits) > 11 and (country := COUNTRY.match(digits)):
        digits = digits[country.end() :]
        written = COUNTRY_WRITTEN.sub("", written)
        written = written if digits[0] in "01" else f"0{written}"
    if MOBILE.fullmatch(digits) or ABROAD.fullmatch(digits) or SERVICE.fullmatch(written.strip()):
        return [digits]
    if len(digits) in (22, 33) and (each := re.findall(r"1\d{10}", digits)) and "".join(each) == digits:
        return [str(one) for one in each]
    if landline := LANDLINE.search(written):
        rest = written[landline.end() :]
        number = f"{landline[1]}-{landline[2]}{landline[3]}"
        if extension := EXTENSION.fullmatch(rest):
            return [f"{number}-{extension[1]}"]
        return [number, *MOBILE.findall(rest)]
    joined = re.sub(r"(?<=\d)[ \-](?=\d)", "", written)
    if mobiles := MOBILE.findall(written) or MOBILE.findall(joined):
        return [str(one) for one in mobiles]
    local = re.fullmatch(r"\D{0,6}([2-9]\d{6,7})\D{0,6}", digits)
    return [local[1]] if local else []


@lru_cache(maxsize=65_536)
def _day_of_text(written: str) -> WrittenDay:
    shown, written = written, _arabic(written.lstrip("'’`‘").translate(SIGNS)).strip()
    if written.isdecimal():
        if len(written) == 8:
            return _day(written[:4], written[4:6], written[6:], shown)
        if len(written) == 6 and OLDEST <= int(written[:4]) <= LATEST:
            return _day(written[:4], written[4:], None, shown)
        if len(written) == 5:
            return _serial(int(written))
        if len(written) == 4 and EARLIEST <= int(written) <= LATEST:
            raise Unreadable(f"“{shown}”只有年份，请写到月日，如2019-07-01")
    found, whole = DATE.fullmatch(written), written
    for _round in range(3):
        if found:
            break
        written = BESIDE_DATE.sub("", written).strip(" ,;.")
        if written.isdecimal() and len(written) in (4, 6, 8) and written != whole:
            return _day_of_text(written)
        found = DATE.fullmatch(written)
    if not found:
        for text in dict.fromkeys((written, whole)):
            plain, doubt = odd_dates.as_plain(text, clock.today().year)
            if plain != text:
                day = _day_of_text(plain)
                return day._replace(doubt=doubt or day.doubt)
        if len(odd_dates.WITHIN.findall(whole)) > 1:
            raise Unreadable(f"“{shown[:24]}”里有几个日期，请只留一个")
        if odd_dates.YEAR_ALONE.fullmatch(whole):
            raise Unreadable(f"“{shown[:20]}”只有年份，请写到月日，如2019-07-01")
        raise Unreadable(f"“{shown[:20]}”不是日期，请写成2019-07-01")
    day = _day(found[1], found[2], found[3], shown)
    return _moment(day, *found.groups()[3:]) if found[4] else day


def _moment(day: WrittenDay, hour: str, minute: str, second: str | None, zone: str | None) -> WrittenDay:
    """The day of a moment with its time and offset: 2019-06-30T16:00:00Z is the first of July here."""
    try:
        at = dt.datetime.combine(day.on, dt.time(int(hour) % 24, int(minute), int(second or 0)))
    except ValueError:
        return day
    if zone:
        offset = dt.timedelta()
        if zone != "Z":
            offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (
                -1 if zone[0] == "-" else 1
            )
        at += LOCAL_OFFSET - offset
    return _day_of_moment(at)


def _day_of_moment(at: dt.datetime) -> WrittenDay:
    """A moment just before midnight means the next day; one in the last hour is doubted."""
    if at.time() >= JUST_BEFORE:
        return _in_range(at.date() + dt.timedelta(days=1), at)
    found = _in_range(at.date(), at)
    if at.time() >= LATE:
        after = at.date() + dt.timedelta(days=1)
        return found._replace(
            doubt=f"这一格里是{at:%Y-%m-%d %H:%M}，可能是{after}，按{at:%Y-%m-%d}读，请核对"
        )
    return found


def _arabic(written: str) -> str:
    """二〇一九年十二月 → 2019年12月; 元月 is January. 2019·07 has a point."""
    if written.isascii():
        return written
    written = TENS.sub(_tens, written.replace("元月", "1月")).translate(NUMERALS)
    return re.sub(r"(?<=\d)\s*[·•・]\s*(?=\d)", ".", written)


def _tens(found: re.Match[str]) -> str:
    before, sign, after = found[1], found[2], found[3]
    tens = {"廿": "2", "卅": "3"}.get(sign) or before.translate(NUMERALS) or "1"
    return tens + (after.translate(NUMERALS) or "0")


def _day(year: str, month: str, day: str | None, written: str) -> WrittenDay:
    """Day 00 says that only the month is known; 1900-01-00 is how Excel shows nothing."""
    if day and not int(day) and int(year) > EARLIEST:
        day = None
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
    if isinstance(raw, dt.datetime):
        return _day_of_moment(raw)
    if isinstance(raw, dt.date):
        return _in_range(raw, raw)
    if isinstance(raw, bool) or not isinstance(raw, float | int):
        raise Unreadable(f"“{raw}”不是日期，请写成2019-07-01")
    if float(raw).is_integer():
        number = int(raw)
        if FIRST_SERIAL < number < 80_000 and not EARLIEST <= number <= LATEST:
            return _serial(number)
        return _day_of_text(str(number))
    if EARLIEST <= raw < LATEST:
        found = _day_of_text(f"{raw:.2f}".rstrip("0"))
        if f"{raw:.2f}".endswith("10"):
            return found._replace(doubt=f"{raw:.1f}可能是{int(raw)}年1月，也可能是10月，按1月读，请核对")
        return found
    if raw < FIRST_SERIAL:  # 75.3 is a year in short and no day of 1900
        return _day_of_text(f"{raw:.2f}".rstrip("0"))
    at = dt.datetime.combine(_serial(int(raw)).on, dt.time()) + dt.timedelta(seconds=round(raw % 1 * 86_400))
    return _day_of_moment(at)


def _in_range(on: dt.date, written: object, exact: bool = True) -> WrittenDay:
    if not EARLIEST <= on.year <= LATEST:
        raise Unreadable(f"“{written}”的年份不对，请核对")
    return WrittenDay(on, exact)
