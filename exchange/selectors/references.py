"""Which rows refer to rows of a table: what somebody has used since a moment, by every foreign key of the house."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import AutoField, Max, Model
from django.db.models.fields.reverse_related import ForeignObjectRel


def last_keys(model: type[Model]) -> dict[str, int]:
    """Table → its newest primary key, of the tables that refer to this one: what comes later is newer."""
    tables = {key.model for key in _keys_to(model)}
    newest = {table: table._base_manager.aggregate(newest=Max("pk"))["newest"] for table in tables}
    return {table._meta.label: key or 0 for table, key in newest.items()}


def uses_since(model: type[Model], keys: Sequence[int], last: Mapping[str, int]) -> dict[int, set[str]]:
    """Primary key → what the tables are called in which rows newer than `last` refer to it. One query a foreign key."""
    found: dict[int, set[str]] = defaultdict(set)
    for key in _keys_to(model):
        rows = key.model._base_manager.filter(
            **{f"{key.name}__pk__among": keys, "pk__gt": last.get(key.model._meta.label, 0)}
        )
        for target in rows.order_by().values_list(key.attname, flat=True).distinct():
            found[target].add(str(key.model._meta.verbose_name))
    return found


def _keys_to(model: type[Model]) -> Iterator[Any]:
    """The foreign keys that lead here. Tables without counted keys (secret ballots) are left out: what is on a ballot stands
    in a roll too."""
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel) and (field.one_to_many or field.one_to_one):
            key = field.field
            if isinstance(key.model._meta.pk, AutoField):  # BigAutoField counts as one
                yield key
