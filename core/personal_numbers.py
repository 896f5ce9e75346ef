"""Telephones and identity numbers within a text, however they are written: found, and hidden where text is kept for ever."""

import re
from typing import Any

from django.core.exceptions import ValidationError

LEAST_DIGITS = 11
_SEPARATORS = re.compile(r"[\W_]+")
_LONG = re.compile(rf"\d{{{LEAST_DIGITS},}}|\d{{{LEAST_DIGITS - 1},}}[Xx]")
_WRITTEN = re.compile(
    r"""
    (?<![0-9A-Za-z]) (?<![0-9A-Fa-f]-)              # nor the end of a UUID
    (?: \+?86[ \t-]? )?
    (?: \d{11,}[Xx]? | \d{10}[Xx]
      | 1[3-9]\d [ \t-]? \d{4} [ \t-]? \d{4}        # a telephone in groups
      | \d{6} [ \t-]? \d{4} [ \t-]? \d{4} [ \t-]? \d{3}[\dXx]
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
        raise ValidationError(
            "完整的号码不能写在查找条件里。请用末四位查找，或者用“按完整号码查找”。", code="whole_number"
        )


def hide_numbers(text: str) -> str:
    """The text with every such number replaced by its last four digits."""
    return _WRITTEN.sub(lambda found: f"号码末四位{found[0][-4:]}", text)


def hide_numbers_within(facts: Any) -> Any:
    """The same for every text within lists and dictionaries."""
    if isinstance(facts, str):
        return hide_numbers(facts)
    if isinstance(facts, dict):
        return {name: hide_numbers_within(value) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [hide_numbers_within(each) for each in facts]
    return facts
