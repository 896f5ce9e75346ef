"""The primary keys of the members a record names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from meetings.record.columns import people_in
from members.models import Member


def member_keys(entry: Any, known: Mapping[UUID, int] | None = None) -> dict[UUID, int]:
    """uuid → primary key of everybody a dataclass of the record refers to, and of those already `known`; one query at
    most."""
    keys = dict(known or {})
    others = {one.uuid for one in people_in(entry)} - keys.keys()
    if others:
        keys |= dict(Member.objects.filter(uuid__in=others).values_list("uuid", "pk"))
    return keys
