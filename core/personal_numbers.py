"""Telephones and identity numbers within a text, however they are written: found, and hidden where text is kept for ever."""

import re
from typing import Any

from django.core.exceptions import ValidationError

LEAST_DIGITS = 11
NO_WHOLE_NUMBER = "完整的号码不能写在查找条件里。请用末四位查找，或者用“按完整号码查找”。"
_SEPARATORS = re.compile(r"[\W_]+")
_LONG = re.compile(rf"\d{{{LEAST_DIGITS},}}|\d{{{LEAST_DIGITS - 1},}}[Xx]")
_NARROW = str.maketrans("０１２３４５６７８９＋－　Ｘｘ", "0123456789+- Xx")
_WRITTEN = re.compile(
    r"""
    (?<![0-9A-Za-z]) (?<![0-9A-Fa-f]-)              # nor the end of a UUID
    (?: \+?86[ \t-]? )?
    (?: 1\d\d [ \t-]? \d{4} [ \t-]? \d{4}                                   # a telephone, also in groups
      | [1-9]\d{5} [ \t-]? (?:18|19|20)\d\d [ \t-]? [01]\d[0-3]\d [ \t-]? \d{3}[\dXx]   # an identity number
      | [1-9]\d{5} \d\d[01]\d[0-3]\d \d{3}                                 # one of before 2000
    )
    (?![0-9A-Za-z]) (?!-[0-9A-Fa-f]{4}-)
    """,
    re.VERBOSE,
)


def holds_number(text: str) -> bool:
    """Whether it holds as many digits in a row as a telephone has, separators left out."""
    return _LONG.search(_SEPARATORS.sub("", text)) is not None


def refuse_number(text: str) -> None:
    """A validator for what is searched for: a search stands in addresses, in the audit and in lists of exports.

    Raises ValidationError.
    """
    if holds_number(text):
        raise ValidationError(NO_WHOLE_NUMBER, code="whole_number")


def hide_numbers(text: str) -> str:
    """The text with every telephone and identity number replaced by its last four digits.

    By its shape, not by length: paths of the tree and numbers of papers and organizations are as long.
    """
    narrow = text if text.isascii() else text.translate(_NARROW)
    if _WRITTEN.search(narrow) is None:
        return text
    return _WRITTEN.sub(lambda found: f"号码末四位{found[0][-4:]}", narrow)


def hide_numbers_within(facts: Any) -> Any:
    """The same for every text within lists and dictionaries."""
    if isinstance(facts, str):
        return hide_numbers(facts)
    if isinstance(facts, dict):
        return {name: hide_numbers_within(value) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [hide_numbers_within(each) for each in facts]
    return facts
