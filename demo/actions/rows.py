"""Inserts many rows past the models, with keys chosen by the writer.

Nothing checks these rows but the database's own constraints, so whoever adds one keeps the rules himself.
"""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

AT_ONCE = 20_000
NOTHING = r"\N"


class Table:
    """The rows of one model. `fields` are column attributes (organization_id); the rest take their defaults."""

    def __init__(self, model: type[models.Model], *fields: str) -> None:
        self.model = model
        columns = [model._meta.get_field("id"), *(model._meta.get_field(name) for name in fields)]
        rest = [
            each
            for each in model._meta.concrete_fields
            if each not in columns and not each.null and not (each.has_default() and callable(each.default))
        ]
        columns += rest
        self._rest = tuple(each.get_default() for each in rest)
        self._name = connection.ops.quote_name(model._meta.db_table)
        self._columns = ", ".join(connection.ops.quote_name(str(each.column)) for each in columns)
        self._writers = [(n, writer) for n, each in enumerate(columns) if (writer := _writer(each))]
        newest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        self._next = (newest or 0) + 1
        self._waiting: list[tuple[Any, ...]] = []
        self.count = 0

    def add(self, *values: Any) -> int:
        """Take one row; returns its key."""
        key = self._next
        self._next += 1
        self._waiting.append((key, *values, *self._rest))
        if len(self._waiting) >= AT_ONCE:
            self.write()
        return key

    def add_all(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take many rows at once."""
        self._waiting.extend((key, *row, *self._rest) for key, row in enumerate(rows, self._next))
        self._next += len(rows)
        if len(self._waiting) >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Send what waits to the database."""
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        self.count += len(rows)
        if self._writers:
            rows = [self._written(row) for row in rows]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                _copy(cursor, self._name, self._columns, rows)
            else:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {self._name} ({self._columns}) VALUES ({places})", rows)

    def _written(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for n, writer in self._writers:
            values[n] = writer(values[n])
        return tuple(values)

    def close(self) -> None:
        """Write the rest, and let the next ordinary row go on after the last key."""
        self.write()
        if self.count and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                    cursor.execute(statement)


def _writer(field: Any) -> Callable[[Any], Any] | None:
    """How this column's values are handed over; None when they go as they are."""
    if connection.vendor == "postgresql":
        return _for_copy(field)
    if isinstance(field, models.DateTimeField):
        return _remembered(lambda at: at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" "))
    if isinstance(field, models.DateField):
        return _remembered(dt.date.isoformat)
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex if isinstance(value, uuid.UUID) else value
    return None


ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _for_copy(field: Any) -> Callable[[Any], Any] | None:
    """COPY's own text: a mark for nothing, and escapes wherever somebody could have written anything."""
    if isinstance(field, models.DateField):
        return _remembered(str, nothing=NOTHING)
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return lambda value: NOTHING if value is None else value.translate(ESCAPES)
    return (lambda value: NOTHING if value is None else value) if field.null else None


def _remembered(write: Callable[[Any], str], nothing: str | None = None) -> Callable[[Any], str | None]:
    """The same few thousand moments return hundreds of thousands of times."""
    known: dict[Any, str | None] = {None: nothing}

    def written(value: Any) -> str | None:
        if value not in known:
            known[value] = write(value)
        return known[value]

    return written


def _copy(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    text = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)
