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
LONGEST = 60


def normalize_number(written: str) -> str:
    """Without blanks, digits and brackets as papers have them: 海街工委[2026] 12号 → 海街工委〔2026〕12号."""
    return "".join(written.split()).translate(_BRACKETS).translate(_DIGITS)


def is_issued_number(number: str) -> bool:
    """Whether it names an issued paper by its office, year and number."""
    return bool(_ISSUED.fullmatch(number) or _ISSUED_OF_A_YEAR.fullmatch(number))


def is_letter_number(number: str) -> bool:
    """Whether it names a letter by at least three digits, or an issued paper."""
    return bool(_LETTER.fullmatch(number)) or is_issued_number(number)


def year_of(number: str) -> int | None:
    """The year in the number of an issued paper."""
    found = _ISSUED.fullmatch(number) or _ISSUED_OF_A_YEAR.fullmatch(number)
    return int(found[1]) if found else None
