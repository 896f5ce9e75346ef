"""Dates as people and programs outside write them, brought into the one shape that core.workbooks.cells reads."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
LOOKALIKES = str.maketrans("OoIl|", "00111")
ONLY_LOOKALIKES = re.compile(r"[\dOoIl|./\-年月日 ]{6,}")
AROUND = re.compile(
    r"^[*※#☆★]+|[*※#☆★①-⑳]+$|[./\-]+$"
    r"|\s*(?:上午|下午|中午|晚上?|凌晨|早上?)(?:\d{1,2}[:时点](?:\d{1,2}分?)?)?$|(?<=\d)\s*(?:AM|PM)$",
    re.IGNORECASE,
)
FLOAT = re.compile(r"(\d{4,8})\.0+")
DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./\-]*([a-z]{3,9})[\s.,/\-]*(\d{4})", re.IGNORECASE)
MONTH_NAME_DAY = re.compile(
    r"([a-z]{3,9})[\s./\-]*(?:(\d{1,2})(?:st|nd|rd|th)?[\s.,/\-]+)?(\d{4})", re.IGNORECASE
)
MONTH_NAME_SHORT_YEAR = re.compile(r"(?:(\d{1,2})[\s\-])?([a-z]{3,9})[\s\-']+(\d{2})", re.IGNORECASE)
YEAR_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})[./\-](\d{4})")
OTHER_SIGNS = re.compile(r"(\d{4})([,，_\\|~～ ])\s*(\d{1,2})(?:\2\s*(\d{1,2}))?")
SHORT_YEAR = re.compile(r"['’]?(\d{2})年(\d{1,2})月(?:(\d{1,2})[日号]?)?")
SHORT_YEAR_POINTS = re.compile(r"['’]?(\d{2})([./\-])(\d{1,2})(?:\2(\d{1,2}))?")
SIX_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})")
WITHIN = re.compile(r"(?<!\d)\d{4}\s*[年./\-]\s*\d{1,2}(?!\d)(?:\s*[月./\-]\s*(?:\d{1,2}(?!\d)\s*[日号]?)?)?")
"""A date among other words."""
BESIDE_WITHIN = re.compile(r"\d{1,3}\s*周?岁|[（(\[【,，、:：;\s)）\]】]")
YEAR_ALONE = re.compile(r"\D{0,3}\d{4}\s*年?\D{0,3}")
CENTURY = 100


def as_plain(written: str, this_year: int) -> tuple[str, str]:
    """The date in the shape that is read elsewhere, and a doubt about it; the same text where nothing is known of it.

    Of 07/01/2019 nobody knows which is the month: it stays as it is. A year of two digits is the last such year. One date
    among other words is that date, with a doubt where the words are more than an age.
    """
    text = AROUND.sub("", written).strip()
    if ONLY_LOOKALIKES.fullmatch(text):
        text = text.translate(LOOKALIKES)
    if found := FLOAT.fullmatch(text):
        return found[1], ""
    if found := OTHER_SIGNS.fullmatch(text):
        return ".".join(part for part in (found[1], found[3], found[4]) if part), ""
    if found := MONTH_YEAR.fullmatch(text):
        return f"{found[2]}.{found[1]}", ""
    if found := SHORT_YEAR.fullmatch(text) or SIX_DIGITS.fullmatch(text):
        return _of_short_year(written, found[1], [found[2], found[3]], this_year)
    if (found := SHORT_YEAR_POINTS.fullmatch(text)) and _begins_with_year(found):
        return _of_short_year(written, found[1], [found[3], found[4]], this_year)
    if (found := MONTH_NAME_SHORT_YEAR.fullmatch(text)) and (month := MONTHS.get(found[2].lower())):
        return _of_short_year(written, found[3], [str(month), found[1]], this_year)
    dates = WITHIN.findall(text)
    if len(dates) == 1 and text != dates[0]:
        rest = BESIDE_WITHIN.sub("", text.replace(dates[0], ""))
        if not any(sign.isdecimal() for sign in rest):
            return dates[0], f"“{written[:20]}”按{dates[0].strip()}读，请核对" if rest else ""
    return _named_or_reversed(text), ""


def _of_short_year(written: str, short: str, rest: list[str | None], this_year: int) -> tuple[str, str]:
    year = this_year - (this_year - int(short)) % CENTURY
    plain = ".".join(part for part in (str(year), *rest) if part)
    return plain, f"“{written[:20]}”的年份按{year}年读，请核对"


def _begins_with_year(found: re.Match[str]) -> bool:
    """Whether 85.3 and 19.7.1 cannot be a month with its day, or a day with its month and year."""
    first = int(found[1])
    return first > len(set(MONTHS.values())) or (found[2] == "." and found[4] is not None)


def _named_or_reversed(text: str) -> str:
    """1-Jul-2019, July 1, 2019 and 31/7/2019: the year stands last."""
    if found := DAY_MONTH_NAME.fullmatch(text):
        if month := MONTHS.get(found[2].lower()):
            return f"{found[3]}.{month}.{found[1]}"
    elif found := MONTH_NAME_DAY.fullmatch(text):
        if month := MONTHS.get(found[1].lower()):
            return ".".join(filter(None, [found[3], str(month), found[2]]))
    elif found := YEAR_LAST.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        if one == two or max(one, two) > len(set(MONTHS.values())):
            return f"{found[3]}.{min(one, two)}.{max(one, two)}"
    return text
