"""The shape of a document's number: an issued paper (海街工委〔2026〕12号) or the letter of a transfer (第0012345号).

A number names one paper that somebody can look up. Free text is none (R-STA-12).
"""

import re

_BRACKETS = str.maketrans({**dict.fromkeys("[［【（(〖﹝", "〔"), **dict.fromkeys("]］】）)〗﹞", "〕")})
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_ISSUED = re.compile(r"[㐀-鿿A-Za-z、·]{1,20}〔((?:19|20)\d{2})〕第?(\d{1,5})号")
_ISSUED_OF_A_YEAR = re.compile(r"[㐀-鿿A-Za-z、·]{1,30}((?:19|20)\d{2})年第?(\d{1,5})号")
_LETTER = re.compile(r"[㐀-鿿A-Za-z0-9〔〕—-]{0,24}?第?(\d{3,14})号?")
EXAMPLE = "海街工委〔2026〕12号"
LETTER_EXAMPLE = "第0012345号"
LONGEST, LEAST = 60, 4
BROWSER_PATTERN = r"^[㐀-鿿A-Za-z、·]+\s*([\[［【（(〖﹝〔]\s*(19|20)\d{2}\s*[\]］】）)〗﹞〕]|(19|20)\d{2}年)\s*第?\s*\d{1,5}\s*号$"
"""The shape of an issued number as a browser tells it while somebody types."""


def normalize_number(written: str) -> str:
    """Without blanks, digits and brackets as papers have them: 海街工委[2026] 12号 → 海街工委〔2026〕12号."""
    return "".join(written.split()).translate(_BRACKETS).translate(_DIGITS)


def is_issued_number(number: str) -> bool:
    """Whether it names an issued paper by its office, year and number."""
    return bool(_ISSUED.fullmatch(number) or _ISSUED_OF_A_YEAR.fullmatch(number))


def is_no_number(written: str) -> bool:
    """Whether it is surely none: nothing, or less than four characters without a digit, as “x” and “同意” are."""
    number = normalize_number(written)
    return len(number) < LEAST and not any(letter.isdigit() for letter in number)


def hint_of(written: str, *, is_letter: bool = False) -> str:
    """What to look at again in a number that does not look like one; empty where it does, or nothing is written (R-DOC-03)."""
    number = normalize_number(written)
    if not number or (is_letter_number(number) if is_letter else is_issued_number(number)):
        return ""
    return (
        f"“{written.strip()}”不像文号，一般写成“{LETTER_EXAMPLE if is_letter else EXAMPLE}”，请对照文件看一下"
    )


def is_letter_number(number: str) -> bool:
    """Whether it names a letter by at least three digits, or an issued paper."""
    return bool(_LETTER.fullmatch(number)) or is_issued_number(number)


def year_of(number: str) -> int | None:
    """The year in the number of an issued paper."""
    found = _ISSUED.fullmatch(number) or _ISSUED_OF_A_YEAR.fullmatch(number)
    return int(found[1]) if found else None
