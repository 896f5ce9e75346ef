"""Validators for plain data that came as JSON.

A validator is a function (value, path) that returns the value as a Python object, or raises InvalidValue with the path.
`to_plain` is the opposite.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

Validator = Callable[[Any, str], Any]


class InvalidValue(ValueError):
    """The value at this path is not valid."""


def to_plain(value: Any) -> Any:
    """Dates and datetimes as ISO 8601, datetimes with the local offset; decimals and uuids as text."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def text(most: int) -> Validator:
    def read(value: Any, at: str) -> str:
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise InvalidValue(at)
        try:
            value.encode()
        except UnicodeEncodeError as half:
            raise InvalidValue(at) from half
        return value

    return read


def whole_number(most: int = 32767) -> Validator:
    def read(value: Any, at: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise InvalidValue(at)
        return value

    return read


def yes_or_no(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(at)
    return value


def parsed_by(parse: Callable[[str], Any], most: int) -> Validator:
    """A text of at most so many letters that `parse` can read."""

    def read(value: Any, at: str) -> Any:
        try:
            return parse(text(most)(value, at))
        except (ValueError, OverflowError) as wrong:
            raise InvalidValue(at) from wrong

    return read


def _utc_moment(written: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(dt.UTC)


uuid = parsed_by(UUID, 36)
day = parsed_by(dt.date.fromisoformat, 10)
moment = parsed_by(_utc_moment, 40)
"""A datetime with offset, as UTC."""


def one_of(values: Iterable[str], blank: bool = False) -> Validator:
    known = {*values, ""} if blank else set(values)

    def read(value: Any, at: str) -> str:
        if not isinstance(value, str) or value not in known:
            raise InvalidValue(at)
        return value

    return read


def optional(validator: Validator) -> Validator:
    return lambda value, at: None if value is None else validator(value, at)


def with_default(validator: Validator, otherwise: Any) -> Validator:
    """For a field that older bundles do not have."""
    return lambda value, at: otherwise if value is None else validator(value, at)


def amount(below: int) -> Validator:
    """A decimal with one place, as text."""

    def read(value: Any, at: str) -> Decimal:
        written = text(12)(value, at)
        if not re.fullmatch(r"\d{1,9}(\.\d)?", written) or Decimal(written) >= below:
            raise InvalidValue(at)
        return Decimal(written)

    return read


def list_of(validator: Validator, most: int = 2000, *, may_lack: bool = False) -> Validator:
    """A list of at most so many values. `may_lack`: older bundles do not have it; then it is empty."""

    def read(value: Any, at: str) -> list[Any]:
        if value is None and may_lack:
            return []
        if not isinstance(value, list) or len(value) > most:
            raise InvalidValue(at)
        return [validator(each, f"{at}[{number}]") for number, each in enumerate(value)]

    return read


def object_of(**validators: Validator) -> Validator:
    """An object with these keys; other keys are dropped."""

    def read(value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidValue(at)
        return {name: validator(value.get(name), f"{at}.{name}") for name, validator in validators.items()}

    return read


def text_by_label(value: Any, at: str) -> dict[str, str]:
    """Label → text, as amendments store them."""
    if not isinstance(value, dict) or len(value) > 500:
        raise InvalidValue(at)
    return {text(200)(label, at): text(100_000)(words, at) for label, words in value.items()}
