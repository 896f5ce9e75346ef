"""Very many rows into one table at once: COPY on PostgreSQL, one prepared statement on SQLite.

For deeds that write thousands of rows whose truth was checked before; constraints hold as ever, signals and
`save()` do not run.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model, UUIDField

JSON = DjangoJSONEncoder(ensure_ascii=False)
ESCAPES = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows; `columns` are the field names (organization_id for a key), a value each in every row."""
    fields = [_field(model, name) for name in columns]
    lines = _written(fields, rows)
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = StringIO()
            for line in lines:
                text.write("\t".join("\\N" if v is None else str(v).translate(ESCAPES) for v in line))
                text.write("\n")
            text.seek(0)
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN", text)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", lines)  # type: ignore[arg-type]  # sqlite3 takes any iterable, one row at a time


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the columns; every row holds their values and, last, the primary key."""
    fields = [_field(model, name) for name in columns]
    lines = list(_written([*fields, model._meta.pk], rows))
    marks = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    table, key = model._meta.db_table, str(model._meta.pk.column)
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


def _written(fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Rows as the database takes them; only columns whose type needs it are touched."""
    writers = [(place, write) for place, field in enumerate(fields) if (write := _writer(field))]
    for row in rows:
        line = list(row)
        for place, write in writers:
            if line[place] is not None:
                line[place] = write(line[place])
        yield line


def _writer(field: Field) -> Callable[[Any], Any] | None:
    if isinstance(field, UUIDField):
        return str if connection.features.has_native_uuid_field else _hex
    if isinstance(field, JSONField):
        return JSON.encode
    if isinstance(field, DateTimeField):
        return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)
    return dt.date.isoformat if isinstance(field, DateField) else None


def _hex(value: uuid.UUID) -> str:
    return value.hex
