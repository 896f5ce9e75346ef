"""Keyset pagination: a page begins after a row in an order, stable under inserts and equally fast at any depth.

The order may have several columns, all in one direction and none of them empty; together they must be unique. Rows may
be objects or dicts that hold the ordered columns. Rows that are computed come as a list, in their order already; the
columns are then attributes that name a row, dotted where they lead on.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Field, Func, QuerySet
from django.http import HttpRequest

LARGEST = 2**63 - 1


class BadCursor(ValueError):
    """The cursor is none of ours."""


@dataclass(frozen=True)
class KeysetPage:
    """rows in the list's own order; newer and older are cursors, None at the ends."""

    rows: list[Any]
    newer: str | None
    older: str | None


class RowComparison(Func):
    """(a, b) < (x, y) as one row comparison, which an index over (a, b) answers on SQLite and PostgreSQL."""

    template = "(%(columns)s) %(sign)s (%(values)s)"
    conditional = True
    output_field = BooleanField()

    def __init__(
        self, columns: Sequence[str], sign: str, values: Sequence[Any], fields: Sequence[Field]
    ) -> None:
        from django.db.models import F, Value

        pairs = zip(values, fields, strict=True)
        super().__init__(*[F(name) for name in columns], *[Value(value, field) for value, field in pairs])
        self.sign, self.width = sign, len(columns)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        parts, params = [], []
        for expression in self.source_expressions:
            sql, given = compiler.compile(expression)
            parts.append(sql)
            params.extend(given)
        columns, values = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return self.template % {"columns": columns, "sign": self.sign, "values": values}, params


def page(
    queryset: QuerySet | Sequence[Any], order: Sequence[str], size: int, cursor: str | None = None
) -> KeysetPage:
    """The page of so many rows that the cursor names; the first without one. Raises BadCursor."""
    names = [name.lstrip("-") for name in order]
    if not isinstance(queryset, QuerySet):
        return _page_of_list(queryset, names, size, cursor)
    descending = order[0].startswith("-")
    if any(name.startswith("-") != descending for name in order):
        raise ValueError("a key runs in one direction")
    fields = [_field(queryset, name) for name in names]
    back, position = _read(cursor, fields) if cursor else (False, None)
    if position is not None:
        sign = "<" if descending != back else ">"
        queryset = queryset.filter(RowComparison(names, sign, position, fields))
    if back:
        order = [name for name in names] if descending else [f"-{name}" for name in names]
    found = list(queryset.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_newer = more if back else position is not None
    has_older = position is not None if back else more
    if not found:
        return KeysetPage([], None, None)
    return KeysetPage(
        found,
        _write(True, found[0], names) if has_newer else None,
        _write(False, found[-1], names) if has_older else None,
    )


def _page_of_list(rows: Sequence[Any], names: Sequence[str], size: int, cursor: str | None) -> KeysetPage:
    """The cursor holds a row's name and its place: where the row is no longer there, the page begins at its place."""
    keys = orjson.loads(orjson.dumps([[_value(row, name) for name in names] for row in rows], default=str))
    start, end = 0, size
    if cursor:
        back, place, *key = _decode(cursor)
        if not isinstance(place, int) or place < 0 or len(key) != len(names):
            raise BadCursor(cursor)
        same = [number for number, found in enumerate(keys) if found == key]
        at = min(same, key=lambda number: abs(number - place), default=place)
        start = at + bool(same)
        start, end = (max(0, at - size), at) if back else (start, start + size)
    found = list(rows[start:end])
    if not found:
        return KeysetPage([], None, None)
    last = start + len(found) - 1
    return KeysetPage(
        found,
        _encode([1, start, *keys[start]]) if start else None,
        _encode([0, last, *keys[last]]) if last + 1 < len(rows) else None,
    )


def since(queryset: QuerySet, order: Sequence[str], first: Any) -> str | None:
    """The cursor of the page that begins, in a descending order, below this value of the first column; None when
    nothing stands above it. One query."""
    names = [name.lstrip("-") for name in order]
    above = queryset.filter(**{f"{names[0]}__gte": first}).order_by(*names).first()
    return above and _write(False, above, names)


def requested_order(parameters: Mapping[str, str], order: Sequence[str]) -> tuple[str, ...]:
    """The order of a list, the other way round with `?sort=turned`."""
    if parameters.get("sort") != "turned":
        return tuple(order)
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def page_of(
    request: HttpRequest, rows: QuerySet, order: Sequence[str] = ("-pk",), size: int = 50
) -> KeysetPage:
    """The page of an HTML list that `?cursor=` names, with the addresses of the newer and the older page as its cursors.

    The first page when the cursor is none of ours (an old bookmark).
    """
    try:
        found = page(rows, order, size, request.GET.get("cursor") or None)
    except BadCursor:
        found = page(rows, order, size)
    newer, older = (cursor and _page_address(request, cursor) for cursor in (found.newer, found.older))
    return KeysetPage(found.rows, newer, older)


def _page_address(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _field(queryset: QuerySet, name: str) -> Field:
    meta = queryset.model._meta
    return meta.pk if name == "pk" else meta.get_field(name)


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else reduce(getattr, name.split("."), row)


def _write(back: bool, row: Any, names: Sequence[str]) -> str:
    return _encode([int(back), *[_value(row, name) for name in names]])


def _read(cursor: str, fields: Sequence[Field]) -> tuple[bool, list[Any]]:
    back, *values = _decode(cursor)
    try:
        if len(values) != len(fields) or None in values:
            raise BadCursor(cursor)
        found = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
        if any(isinstance(value, int) and abs(value) > LARGEST for value in found):
            raise BadCursor(cursor)  # no column holds it, and SQLite would fail
        return bool(back), found
    except (ValueError, TypeError, ValidationError, OverflowError) as wrong:
        raise BadCursor(cursor) from wrong


def _encode(content: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content, default=str)).decode().rstrip("=")


def _decode(cursor: str) -> list[Any]:
    """What a cursor holds, 1 or 0 first: back or on. Raises BadCursor."""
    try:
        content = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError) as wrong:
        raise BadCursor(cursor) from wrong
    if not isinstance(content, list) or len(content) < 2 or content[0] not in (0, 1):
        raise BadCursor(cursor)
    return content
