"""Prepared queries: the ORM builds the SQL of a frequent query once, each call only fills in the values.

Writing the SQL of a queryset costs more than answering it where the answer is a few rows found by key. A prepared
query is an ordinary queryset of `values_list`, so its rules stay where they are; only its values are left open.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet


class OpenValue(Expression):
    """A placeholder in a lookup where a date or a key would stand."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class PreparedQuery:
    """`wording` gets an OpenValue for each of `names` and returns a queryset of `values_list`.

    Nothing else in it may depend on the moment, on who asks, or on whether a value is there: it is called once in the
    life of the process. `ask` takes a value for every placeholder and never None, which SQL compares otherwise.
    """

    def __init__(self, wording: Callable[..., QuerySet], *names: str) -> None:
        self.wording, self.names = wording, names

    @cached_property
    def compiled_sql(self) -> tuple[str, tuple[Any, ...], Any, dict[int, Any]]:
        """The SQL, its parameters with the blanks among them, and how its rows become values."""
        compiler = self.wording(*map(OpenValue, self.names)).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        return sql, tuple(parameters), compiler, compiler.get_converters(columns)

    def ask(self, **values: Any) -> list[tuple[Any, ...]]:
        sql, parameters, compiler, converters = self.compiled_sql
        given = {name: _adapted(values[name]) for name in self.names}
        with connection.cursor() as cursor:
            cursor.execute(
                sql, [given[one.name] if isinstance(one, OpenValue) else one for one in parameters]
            )
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows


def _adapted(value: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value
