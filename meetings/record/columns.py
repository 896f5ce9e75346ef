"""Turn a dataclass of the record into the column values of its table, and list the people it names."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from meetings.record.field_types import Part, Person, PersonReference, Rows, Text, fields_of, scalars_of


def column_values(entry: Any, keys: Mapping[UUID, int]) -> dict[str, Any]:
    """Column → value: texts without blanks at their ends and no longer than the column, people by their primary key.
    `keys` knows everybody whom `people_in` gives."""
    columns: dict[str, Any] = {}
    for one in scalars_of(entry.__class__):
        value = getattr(entry, one.name)
        if isinstance(one.type, Person):
            columns[f"{one.name}_id"] = keys[value.uuid] if value else None
        elif isinstance(one.type, Text):
            columns[one.name] = value.strip()[: one.type.most]
        else:
            columns[one.name] = value
    return columns


def people_in(entry: Any) -> Iterator[PersonReference]:
    """Everybody a dataclass of the record refers to, in its parts and rows too."""
    for one in fields_of(entry.__class__):
        value = getattr(entry, one.name)
        if not value:
            continue
        if isinstance(one.type, Person):
            yield value
        elif isinstance(one.type, Part):
            yield from people_in(value)
        elif isinstance(one.type, Rows):
            for row in value:
                yield from people_in(row)
