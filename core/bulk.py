"""Very many rows into one table at once: COPY on PostgreSQL, one prepared statement on SQLite.

For deeds that write thousands of rows whose truth was checked before; constraints hold as ever, signals and
`save()` do not run.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model, UUIDField

ESCAPES = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows; `columns` are the field names (organization_id for a key), a value each in every row."""
    fields = [_field(model, name) for name in columns]
    written = [_writer(field) for field in fields]
    lines = ([None if v is None else w(v) for v, w in zip(row, written, strict=True)] for row in rows)
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = StringIO()
            for line in lines:
                text.write("\t".join("\\N" if v is None else str(v).translate(ESCAPES) for v in line))
                text.write("\n")
            text.seek(0)
            cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN", text)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", lines)


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the columns; every row holds their values and, last, the primary key."""
    fields = [_field(model, name) for name in columns]
    written = [*map(_writer, fields), _writer(model._meta.pk)]
    lines = [[None if v is None else w(v) for v, w in zip(row, written, strict=True)] for row in rows]
    marks = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {connection.ops.quote_name(table)} SET {marks} WHERE {connection.ops.quote_name(key)} = %s",
            lines,
        )


def keys(model: type[Model], count: int) -> Sequence[int]:
    """So many primary keys nobody has yet, taken for this transaction."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        given = cursor.fetchone()[0]
        cursor.execute(f"SELECT COALESCE(MAX({column}), 0) FROM {connection.ops.quote_name(table)}")
        first = max(given, cursor.fetchone()[0]) + 1
        return range(first, first + count)


def _field(model: type[Model], name: str) -> Field:
    found = [field for field in model._meta.concrete_fields if name in (field.attname, field.name)]
    if not found:
        raise ValueError(f"{model.__name__} has no column {name}")
    return found[0]


def _writer(field: Field) -> Callable[[Any], Any]:
    if isinstance(field, UUIDField):
        return str if connection.features.has_native_uuid_field else _hex
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return _plain


def _hex(value: uuid.UUID) -> str:
    return value.hex


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
