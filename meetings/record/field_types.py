"""The field types of a record. Each type has a label and knows its plain (JSON) value and its text.

A dataclass of meetings.record.schema declares its fields with `declare(Text("主题", most=200))`; `fields_of` lists them.
API, forms and bundle turn a type into a field of their own in one function each.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone


@dataclass(frozen=True)
class PersonReference:
    """A member as a record names them. Two references are equal when they mean the same member."""

    uuid: UUID
    name: str = field(default="", compare=False)

    @classmethod
    def to(cls, member: Any) -> "PersonReference | None":
        """A reference to anything with uuid and name; None to nobody."""
        return cls(member.uuid, member.name) if member else None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """`help` is for readers of the API; `key` is its name there where it differs; `since` the version of the bundle's
    record that has it first; what is not `is_stated` the server fills in; what `may_lack` a client may leave out though
    its dataclass asks for it."""

    label: str = field(kw_only=False)
    help: str = ""
    key: str = ""
    since: int = 1
    is_stated: bool = True
    may_lack: bool = False

    empty: ClassVar[Any] = None
    """The value of a required field that was left out."""

    def to_plain(self, value: Any) -> Any:
        return value

    def from_plain(self, value: Any) -> Any:
        return value

    def to_text(self, value: Any, owner: Any) -> str:
        """The value as people read it, empty when there is nothing to say. `owner` is the dataclass that holds it."""
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Text(FieldType):
    most: int
    is_blank: bool = True  # may be empty
    has_lines: bool = False
    is_heading: bool = False  # names the row it stands in

    empty: ClassVar[Any] = ""

    def to_plain(self, value: str) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Day(FieldType):
    def to_plain(self, value: dt.date) -> str:
        return value.isoformat()

    def from_plain(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_text(self, value: dt.date | None, owner: Any) -> str:
        return f"{value:%Y-%m-%d}" if value else ""


@dataclass(frozen=True, kw_only=True)
class Moment(FieldType):
    """An instant; people read its hour, the day stands beside it unless it `has_day` itself."""

    has_day: bool = False

    def to_plain(self, value: dt.datetime) -> str:
        return value.isoformat()

    def from_plain(self, value: str) -> dt.datetime:
        return dt.datetime.fromisoformat(value)

    def to_text(self, value: dt.datetime | None, owner: Any) -> str:
        if not value:
            return ""
        night = (
            "次日"
            if not self.has_day and getattr(owner, "ends_next_day", False) and value == owner.ends_at
            else ""
        )
        return f"{night}{timezone.localtime(value):{'%Y-%m-%d %H:%M' if self.has_day else '%H:%M'}}"


@dataclass(frozen=True, kw_only=True)
class Person(FieldType):
    """A PersonReference."""

    def to_plain(self, value: PersonReference) -> dict[str, str]:
        return {"member_uuid": str(value.uuid), "name": value.name}

    def from_plain(self, value: Mapping[str, str]) -> PersonReference:
        return PersonReference(UUID(value["member_uuid"]), value.get("name", ""))


@dataclass(frozen=True, kw_only=True)
class Identity(FieldType):
    """The uuid of a member or of a row that goes on; never said, the words beside it name them."""

    is_member: bool = False

    def to_plain(self, value: UUID) -> str:
        return str(value)

    def from_plain(self, value: str) -> UUID:
        return UUID(value)

    def to_text(self, value: UUID | None, owner: Any) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class Choice(FieldType):
    """One code of a table. `offered` narrows what a client may send; `silent` is the code that needs no word."""

    of: type[TextChoices]
    offered: tuple[TextChoices, ...] = ()
    silent: str = ""
    is_blank: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(code.value, str(code.label)) for code in self.offered or self.of]

    def to_plain(self, value: str) -> str:
        return str(value)

    def to_text(self, value: str, owner: Any) -> str:
        return str(self.of(value).label) if value and value != self.silent else ""


@dataclass(frozen=True, kw_only=True)
class Choices(FieldType):
    """Several codes of a table, as a tuple."""

    of: type[TextChoices]

    empty: ClassVar[Any] = ()

    def to_plain(self, value: tuple[str, ...]) -> list[str]:
        return [str(code) for code in value]

    def from_plain(self, value: list[str]) -> tuple[str, ...]:
        return tuple(value)

    def to_text(self, value: tuple[str, ...], owner: Any) -> str:
        return "、".join(str(code.label) for code in self.of if code in value)


@dataclass(frozen=True, kw_only=True)
class Number(FieldType):
    """A whole number; nought needs no word."""

    least: int = 0
    most: int = 32767

    empty: ClassVar[Any] = 0

    def to_text(self, value: int | None, owner: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, kw_only=True)
class Votes(Number):
    """Votes of one side: nought is a result as soon as votes were counted."""

    def to_text(self, value: int | None, owner: Any) -> str:
        return str(value or 0) if owner.is_counted else ""


@dataclass(frozen=True, kw_only=True)
class Claim(FieldType):
    """What a client may state for the server to check. Never stored and never said."""

    of: type[int] | type[bool]

    def to_text(self, value: Any, owner: Any) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class Amount(FieldType):
    """A decimal with one place."""

    most: int

    def to_plain(self, value: Decimal) -> str:
        return str(value)

    def from_plain(self, value: str) -> Decimal:
        return Decimal(value)

    def to_text(self, value: Decimal | None, owner: Any) -> str:
        return "" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, kw_only=True)
class YesNo(FieldType):
    yes: str = "是"
    no: str = ""

    empty: ClassVar[Any] = False

    def to_text(self, value: bool, owner: Any) -> str:
        return self.yes if value else self.no


@dataclass(frozen=True, kw_only=True)
class Part(FieldType):
    """A dataclass within another. `kind`: only meetings of this kind have it."""

    of: type
    kind: str = ""

    def to_plain(self, value: Any) -> dict[str, Any]:
        return to_plain(value)

    def from_plain(self, value: Mapping[str, Any]) -> Any:
        return from_plain(self.of, value)


@dataclass(frozen=True, kw_only=True)
class Rows(FieldType):
    """A tuple of dataclasses. `numbered` labels each row by itself ({n} and {row} may stand in it); without it the rows
    are said in one line."""

    of: type
    most: int
    numbered: str = ""

    empty: ClassVar[Any] = ()

    def to_plain(self, value: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [to_plain(row) for row in value]

    def from_plain(self, value: list[Mapping[str, Any]]) -> tuple[Any, ...]:
        return tuple(from_plain(self.of, row) for row in value)

    def to_text(self, value: tuple[Any, ...], owner: Any) -> str:
        return "、".join(row.summary for row in value)


@dataclass(frozen=True, kw_only=True)
class Marks(FieldType):
    """A dataclass a member, by the member's uuid."""

    of: type

    def to_plain(self, value: Mapping[UUID, Any]) -> dict[str, Any]:
        return {str(uuid): to_plain(mark) for uuid, mark in value.items()}

    def from_plain(self, value: Mapping[str, Any]) -> dict[UUID, Any]:
        return {UUID(uuid): from_plain(self.of, mark) for uuid, mark in value.items()}


SCALARS = (Text, Day, Moment, Person, Choice, Number, Amount, YesNo)
"""Types that are one column of a table."""


@dataclass(frozen=True)
class RecordField:
    """One field of a dataclass of the record. `default` is MISSING where a value must be given."""

    name: str
    type: FieldType
    default: Any

    @property
    def is_required(self) -> bool:
        return self.default is MISSING

    @property
    def is_optional(self) -> bool:
        """May be None."""
        return self.default is None

    @property
    def key(self) -> str:
        """Its name in the API."""
        return self.type.key or self.name


def declare(kind: FieldType, default: Any = MISSING, **facts: Any) -> Any:
    """A dataclass field of that type."""
    return field(default=default, metadata={"type": kind}, **facts)


@cache
def fields_of(shape: type) -> tuple[RecordField, ...]:
    """The fields of a dataclass of the record, in their order."""
    return tuple(
        RecordField(one.name, one.metadata["type"], _default_of(one)) for one in dataclasses.fields(shape)
    )


def _default_of(one: dataclasses.Field) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.metadata["type"].empty if one.metadata["type"].may_lack else one.default


def scalars_of(shape: type) -> tuple[RecordField, ...]:
    """The fields that are one column of a table."""
    return tuple(one for one in fields_of(shape) if isinstance(one.type, SCALARS))


def to_plain(value: Any) -> dict[str, Any]:
    """A dataclass of the record as JSON."""
    return {
        one.name: None
        if (field_value := getattr(value, one.name)) is None
        else one.type.to_plain(field_value)
        for one in fields_of(value.__class__)
    }


def from_plain(shape: type, plain: Mapping[str, Any]) -> Any:
    """A dataclass of the record from JSON; what the JSON does not know has its default."""
    return build(shape, values_from_plain(shape, plain))


def values_from_plain(shape: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What the JSON knows of a dataclass of the record."""
    return {
        one.name: None if plain[one.name] is None else one.type.from_plain(plain[one.name])
        for one in fields_of(shape)
        if one.name in plain
    }


def build(shape: type, values: Mapping[str, Any]) -> Any:
    """A dataclass of the record from some of its values; a required one that was left out is empty."""
    lacking = {
        one.name: one.type.empty if one.is_required else one.default
        for one in fields_of(shape)
        if one.name not in values
    }
    return shape(**lacking, **values)
