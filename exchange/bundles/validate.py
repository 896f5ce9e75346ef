"""What plain data must look like: a shape is a function that gives the value back, read, or raises Misshapen.
`plain` is the way out."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from meetings.record import field_types as types
from meetings.record.field_types import FieldType, scalars_of

Shape = Callable[[Any, str], Any]


class Misshapen(ValueError):
    """The value at this place is not what it must be."""


def plain(value: Any) -> Any:
    """Dates and moments as ISO 8601, moments with the installation's own offset; numbers and decimals as they read."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def text(most: int) -> Shape:
    def read(value: Any, at: str) -> str:
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise Misshapen(at)
        try:
            value.encode()
        except UnicodeEncodeError as half:
            raise Misshapen(at) from half
        return value

    return read


def whole(most: int = 32767) -> Shape:
    def read(value: Any, at: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise Misshapen(at)
        return value

    return read


def truth(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise Misshapen(at)
    return value


def uuid(value: Any, at: str) -> UUID:
    try:
        return UUID(text(36)(value, at))
    except ValueError as wrong:
        raise Misshapen(at) from wrong


def day(value: Any, at: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text(10)(value, at))
    except ValueError as wrong:
        raise Misshapen(at) from wrong


def moment(value: Any, at: str) -> dt.datetime:
    """With its offset; times without one mean nothing elsewhere."""
    try:
        read = dt.datetime.fromisoformat(text(40)(value, at))
        if read.tzinfo is None:
            raise Misshapen(at)
        return read.astimezone(dt.UTC)
    except (ValueError, OverflowError) as wrong:
        raise Misshapen(at) from wrong


def one_of(values: Iterable[str], blank: bool = False) -> Shape:
    known = {*values, ""} if blank else set(values)

    def read(value: Any, at: str) -> str:
        if not isinstance(value, str) or value not in known:
            raise Misshapen(at)
        return value

    return read


def maybe(shape: Shape) -> Shape:
    return lambda value, at: None if value is None else shape(value, at)


def with_default(shape: Shape, otherwise: Any) -> Shape:
    """What bundles written before it existed do not say."""
    return lambda value, at: otherwise if value is None else shape(value, at)


def amount(below: int) -> Shape:
    """A decimal with one place, as text."""

    def read(value: Any, at: str) -> Decimal:
        written = text(12)(value, at)
        if not re.fullmatch(r"\d{1,9}(\.\d)?", written) or Decimal(written) >= below:
            raise Misshapen(at)
        return Decimal(written)

    return read


def many(shape: Shape, most: int = 2000, *, may_lack: bool = False) -> Shape:
    """`may_lack`: bundles of before these were told do not have them."""

    def read(value: Any, at: str) -> list[Any]:
        if value is None and may_lack:
            return []
        if not isinstance(value, list) or len(value) > most:
            raise Misshapen(at)
        return [shape(each, f"{at}[{number}]") for number, each in enumerate(value)]

    return read


def fields(**shapes: Shape) -> Shape:
    """An object with at least these; what it has besides is left out."""

    def read(value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Misshapen(at)
        return {name: shape(value.get(name), f"{at}.{name}") for name, shape in shapes.items()}

    return read


def words(value: Any, at: str) -> dict[str, str]:
    """Labels and texts, as amendments keep them."""
    if not isinstance(value, dict) or len(value) > 500:
        raise Misshapen(at)
    return {text(200)(label, at): text(100_000)(said, at) for label, said in value.items()}


PERSON = fields(id=uuid, name=text(64))


def record_shapes(part: type, without: Iterable[str] = ()) -> dict[str, Shape]:
    """How the columns of a part of the record must look, by walking it. What came with a later format may be missing:
    bundles made before it have the default."""
    shapes: dict[str, Shape] = {}
    for one in scalars_of(part):
        if one.name not in without:
            shape = _shape_of(one.type)
            shape = maybe(shape) if one.is_optional else shape
            shapes[one.name] = with_default(shape, one.default) if one.type.since > 1 else shape
    return shapes


def _shape_of(kind: FieldType) -> Shape:
    match kind:
        case types.Text():
            return text(kind.most)
        case types.Choice():
            return one_of(kind.of.values, blank=kind.is_blank)
        case types.Number():
            return whole(kind.most)
        case types.Amount():
            return amount(1000)
        case types.Person():
            return maybe(PERSON)
    return {types.Day: day, types.Moment: moment, types.YesNo: truth}[type(kind)]
