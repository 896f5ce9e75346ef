"""Serializers of a meeting's record, made by walking meetings.record.schema; and its values in and out of JSON."""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import StrictFields
from meetings.record import field_types
from meetings.record.field_types import PersonReference, RecordField, build, fields_of
from meetings.record.schema import Decision, LecturePart
from members.models import Member

MOST = 32767


@extend_schema_field({"type": "string", "format": "uuid", "description": "a member's id"})
class MemberField(serializers.UUIDField):
    """A member by id, among those the actor may see."""

    def to_internal_value(self, data: Any) -> Any:
        uuid = super().to_internal_value(data)
        member = Member.objects.visible_to(self.context["actor"]).filter(uuid=uuid).first()
        if member is None:
            raise serializers.ValidationError("没有这名党员，或者不在您的范围内。", code="not_found")
        return member


class PersonField(MemberField):
    """The same, read as a reference."""

    def to_internal_value(self, data: Any) -> PersonReference | None:
        return PersonReference.to(super().to_internal_value(data))


class AmountField(serializers.DecimalField):
    """A number kept with one place; what has more is rounded half up."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(max_digits=None, decimal_places=None, coerce_to_string=False, **facts)

    def to_internal_value(self, data: Any) -> Decimal:
        return Decimal(super().to_internal_value(data)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def input_fields(shape: type, *, is_partial: bool = False) -> dict[str, serializers.Field]:
    """What a client writes of the record itself: what is left out stays as it is. With `is_partial` nothing is required."""
    return {
        one.key: _input_field(one, {} if one.is_required and not is_partial else {"required": False})
        for one in fields_of(shape)
        if one.type.is_stated
    }


@cache
def input_serializer(shape: type) -> type[serializers.Serializer]:
    """The serializer of a part of the record as a client writes it: what is left out has its default."""
    fields = {one.key: _input_field(one, _default(one)) for one in fields_of(shape) if one.type.is_stated}
    bases = (StrictFields, serializers.Serializer)
    return type(f"{shape.__name__}Input", bases, {"__doc__": shape.__doc__} | fields)


def _default(one: RecordField) -> dict[str, Any]:
    """What a field of a part has when it is left out. A code that the other fields decide on has no default."""
    if one.is_required:
        return {}
    if isinstance(one.type, field_types.Choice) and not one.type.is_blank and not one.default:
        return {"required": False}
    return {"default": list if one.default == () else one.default}


@cache
def mark_serializer(shape: type) -> type[serializers.Serializer]:
    """A mark with the member whose it is."""
    fields = {"__doc__": shape.__doc__, "member": serializers.UUIDField()}
    return type(f"{shape.__name__}OfMember", (input_serializer(shape),), fields)


def _facts(one: RecordField, facts: dict[str, Any]) -> dict[str, Any]:
    """What is said of a field whether it is written or read."""
    kind, facts = one.type, dict(facts)
    if kind.help:
        facts["help_text"] = kind.help
    if isinstance(kind, field_types.Text) or (isinstance(kind, field_types.Choice) and kind.is_blank):
        facts["allow_blank"] = kind.is_blank
    return facts


def _input_field(one: RecordField, facts: dict[str, Any]) -> serializers.Field:
    kind, facts = one.type, _facts(one, facts | ({"allow_null": True} if one.is_optional else {}))
    match kind:
        case field_types.Text():
            return serializers.CharField(max_length=kind.most, **facts)
        case field_types.Choice():
            return serializers.ChoiceField(kind.choices, **facts)
        case field_types.Choices():
            child = serializers.ChoiceField(kind.of.choices)
            return serializers.ListField(child=child, allow_empty=False, max_length=len(kind.of), **facts)
        case field_types.Number():
            return serializers.IntegerField(min_value=kind.least, max_value=kind.most, **facts)
        case field_types.Claim() if kind.of is int:
            return serializers.IntegerField(min_value=0, max_value=MOST, **facts)
        case field_types.Amount():
            return AmountField(min_value=0, max_value=kind.most, **facts)
        case field_types.Part():
            return input_serializer(kind.of)(**facts)
        case field_types.Rows():
            return input_serializer(kind.of)(many=True, **facts)
        case field_types.Marks():
            return mark_serializer(kind.of)(many=True, **facts)
        case field_types.Person():
            return PersonField(**facts)
    return _PLAIN[type(kind)](**facts)


_PLAIN: dict[type, Any] = {
    field_types.Day: serializers.DateField,
    field_types.Moment: serializers.DateTimeField,
    field_types.YesNo: serializers.BooleanField,
    field_types.Claim: serializers.BooleanField,
    field_types.Identity: serializers.UUIDField,
}


def output_fields(
    shape: type, *, without: Collection[str] = (), are_nullable: bool = False
) -> dict[str, serializers.Field]:
    """What is read of a dataclass of the record; claims are not, the server counts by itself."""
    return {
        one.key: _output_field(one, {"allow_null": True} if are_nullable or one.is_optional else {})
        for one in fields_of(shape)
        if one.name not in without and not isinstance(one.type, field_types.Claim)
    }


@cache
def output_serializer(shape: type) -> type[serializers.Serializer]:
    """The serializer of a part of the record as it is read, from its dataclass or the rows of its tables."""
    fields = output_fields(shape) | {name: make() for name, make in _COUNTED.get(shape, {}).items()}
    return type(shape.__name__, (serializers.Serializer,), {"__doc__": shape.__doc__} | fields)


_COUNTED: dict[type, dict[str, Any]] = {
    Decision: {"id": serializers.IntegerField, "passed": serializers.BooleanField}
    | dict.fromkeys(("entitled", "present", "no", "abstain"), serializers.IntegerField),
    LecturePart: {"hours": serializers.FloatField},
}
"""What the server counts: there when read, whatever was stated."""


def _output_field(one: RecordField, facts: dict[str, Any]) -> serializers.Field:
    kind, facts = one.type, _facts(one, facts)
    if isinstance(kind, field_types.Person) or (isinstance(kind, field_types.Identity) and kind.is_member):
        return serializers.UUIDField(source=f"{one.name}.uuid", **facts)
    if one.key != one.name:
        facts["source"] = one.name
    match kind:
        case field_types.Text():
            return serializers.CharField(**facts)
        case field_types.Choice():
            return serializers.ChoiceField(kind.of.choices, **facts)
        case field_types.Choices():
            return serializers.ListField(child=serializers.ChoiceField(kind.of.choices), **facts)
        case field_types.Number():
            return serializers.IntegerField(**facts)
        case field_types.Amount():
            return serializers.FloatField(**facts)
        case field_types.Part():
            return output_serializer(kind.of)(**facts)
        case field_types.Rows():
            return output_serializer(kind.of)(many=True, **facts)
    return _PLAIN[type(kind)](**facts)


def from_validated(shape: type, validated: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a dataclass of the record among what a serializer validated. In a PATCH the parts that were left
    out have no defaults; the dataclass has them."""
    return {
        one.name: _from_validated(one.type, validated[one.key])
        for one in fields_of(shape)
        if one.key in validated
    }


def _from_validated(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case field_types.Choices():
            return tuple(dict.fromkeys(value))
        case field_types.Part():
            return build(kind.of, from_validated(kind.of, value))
        case field_types.Rows():
            return tuple(build(kind.of, from_validated(kind.of, row)) for row in value)
        case field_types.Marks():
            return {row["member"]: build(kind.of, from_validated(kind.of, row)) for row in value}
    return value
