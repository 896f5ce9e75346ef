"""Look up, insert and update very many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For deeds that write thousands of rows whose truth was checked before; constraints hold as ever, signals and
`save()` do not run.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import TextIOBase
from itertools import islice
from operator import attrgetter
from typing import Any

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Lookup, Model, UUIDField
from django.db.models.sql.compiler import SQLCompiler

JSON = DjangoJSONEncoder(ensure_ascii=False).default  # of what orjson leaves to it
ESCAPES = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


@Field.register_lookup
class Among(Lookup):
    """`number__among=[…]`: one parameter for all values, of which Django's `__in` sends one each, up to a limit."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        values = list(value)
        return "%s", [values if connection.vendor == "postgresql" else json.dumps(values)]

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        _, values = self.get_db_prep_lookup(self.rhs, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, *values]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, *values]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows; `columns` are the field names (organization_id for a key), a value each in every row."""
    fields = [_field(model, name) for name in columns]
    lines = _written(fields, rows)
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {table} ({quoted}) FROM STDIN", _CopiedRows(lines))
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", lines)  # type: ignore[arg-type]  # sqlite3 takes any iterable, one row at a time


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the columns; every row holds their values and, last, the primary key.

    Correcting 21,903 people takes 0.2 s on SQLite, by `bulk_update` 19 s.
    """
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
        return str if connection.features.has_native_uuid_field else attrgetter("hex")
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, DateTimeField):
        return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)
    return dt.date.isoformat if isinstance(field, DateField) else None


class _CopiedRows(TextIOBase):
    """The rows as COPY reads them, written while the database is busy with those before."""

    def __init__(self, lines: Iterator[list[Any]]) -> None:
        self.lines = lines

    def read(self, size: int | None = -1) -> str:
        return "".join([_copied(line) for line in islice(self.lines, 100)])


def _copied(line: list[Any]) -> str:
    """One row. Hardly any holds a letter to escape, so the row is looked at once instead of every value."""
    text = "\t".join(["\\N" if value is None else str(value) for value in line])
    as_is = text.count("\\") == line.count(None) and text.count("\t") == len(line) - 1
    if not as_is or "\n" in text or "\r" in text:
        text = "\t".join(["\\N" if value is None else str(value).translate(ESCAPES) for value in line])
    return text + "\n"


def _json(value: Any) -> str:
    return orjson.dumps(value, JSON, orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME).decode()
