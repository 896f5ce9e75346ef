"""A record's content as JSON and back: what an amendment keeps until its second signature.

Works by the types of Content, so that a field added there is kept here without more ado.
"""

import datetime as dt
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any
from uuid import UUID

from meetings.record.schema import Content
from members.models import Member

_MEMBER = "member_uuid"
_RETAKE = "retake"


def kept(content: Content, retake: bool = False) -> dict[str, Any]:
    """The content as JSON, and whether its roll is to be taken anew."""
    return _plain(content) | ({_RETAKE: True} if retake else {})


def retakes(kept: Mapping[str, Any]) -> bool:
    return bool(kept.get(_RETAKE))


def restored(kept: Mapping[str, Any], base: Content) -> Content:
    """The content from JSON; what the JSON does not know stays as `base` has it. One query, for the members named."""
    named = set(_named(kept))
    people = {one.uuid: one for one in Member.objects.filter(uuid__in=named)} if named else {}
    given = {one.name: getattr(base, one.name) for one in fields(Content)}
    for name, kind in _types(Content).items():
        if name in kept:
            given[name] = _typed(kind, kept[name], people)
    return Content(**given)


def _named(kept: Any) -> Iterator[UUID]:
    """The members named anywhere in the JSON."""
    if isinstance(kept, Mapping):
        if set(kept) == {_MEMBER}:
            yield UUID(kept[_MEMBER])
            return
        kept = kept.values()
    elif not isinstance(kept, list):
        return
    for each in kept:
        yield from _named(each)


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, Member):
        return {_MEMBER: str(value.uuid)}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Iterable):
        return [_plain(each) for each in value]
    return value


@cache
def _types(shape: Any) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _bare(kind: Any) -> Any:
    """Without `| None`."""
    if isinstance(kind, UnionType) or typing.get_origin(kind) is typing.Union:
        return next(each for each in typing.get_args(kind) if each is not type(None))
    return kind


def _typed(kind: Any, value: Any, people: Mapping[UUID, Member]) -> Any:
    kind = _bare(kind)
    if value is None:
        return None
    if kind is Member:
        return people.get(UUID(value[_MEMBER]))
    if kind in (dt.date, dt.datetime, dt.time):
        return kind.fromisoformat(value)
    if kind in (UUID, Decimal):
        return kind(value)
    if is_dataclass(kind):
        types = _types(typing.cast(Any, kind))
        return typing.cast(Any, kind)(
            **{
                one.name: _typed(types[one.name], value[one.name], people)
                for one in fields(kind)
                if one.name in value
            }
        )
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return tuple(_typed(inner[0], each, people) for each in value)
    if origin in (list, set, frozenset):
        return origin(_typed(inner[0], each, people) for each in value)
    if origin is not None and issubclass(origin, Mapping):
        return {_typed(inner[0], key, people): _typed(inner[1], each, people) for key, each in value.items()}
    return value
