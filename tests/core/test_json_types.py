"""Bodies keep their types, and the document says each limit: what it allows is read, what it forbids is refused."""

import re
from decimal import Decimal
from typing import Any

import pytest
from drf_spectacular.openapi import AutoSchema  # noqa: F401  (the framework's views load in this order)
from rest_framework import serializers

from core.api import StrictFields
from core.json_types import FILLED_TEXT, TEXT, describe, wrong_types

pytestmark = pytest.mark.once  # no database can change its answer

UUID = "0b9f6c3e-1d2a-4c5b-8e7f-001122334455"


class Part(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=5)


class Body(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=5, required=False)
    note = serializers.CharField(max_length=5, required=False, allow_blank=True)
    flag = serializers.BooleanField(required=False)
    count = serializers.IntegerField(min_value=0, max_value=9, required=False, allow_null=True)
    hours = serializers.DecimalField(max_digits=3, decimal_places=1, required=False, coerce_to_string=False)
    share = serializers.FloatField(required=False)
    kind = serializers.ChoiceField([("one", "一"), ("2", "二")], required=False)
    people = serializers.ChoiceField([(1, "汉族"), (2, "蒙古族")], required=False)
    on = serializers.DateField(required=False)
    at = serializers.DateTimeField(required=False)
    id = serializers.UUIDField(required=False)
    ids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=3, required=False
    )
    part = Part(required=False)
    parts = Part(many=True, required=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 0),
        ("text", True),
        ("text", 1.5),
        ("text", ["a"]),
        ("text", {}),
        ("text", None),
        ("text", ""),
        ("text", " \t"),
        ("text", "\u3000\ufeff\u200b"),
        ("text", "a     "),  # as long as it is written, not as it is kept
        ("note", 0),
        ("note", False),
        ("flag", "true"),
        ("flag", 1),
        ("flag", 0),
        ("count", "5"),
        ("count", True),
        ("count", 1.5),
        ("count", 10),
        ("count", -1),
        ("count", ""),
        ("hours", "1.5"),
        ("hours", True),
        ("share", "1"),
        ("share", float("inf")),
        ("kind", 2),
        ("kind", "two"),
        ("kind", ""),
        ("people", "1"),
        ("people", True),
        ("on", 20261122),
        ("on", "20261122"),
        ("on", "2026-W47-7"),
        ("on", "2026-11-31"),
        ("on", "２０２６-11-22"),
        ("at", "2026-11-22T15:00:00"),
        ("at", "2026-11-22"),
        ("at", 1),
        ("id", UUID.replace("-", "")),
        ("id", f"urn:uuid:{UUID}"),
        ("id", 5),
        ("ids", UUID),
        ("ids", []),
        ("ids", [UUID, 1]),
        ("ids", {"0": UUID}),
        ("ids", [UUID] * 4),
        ("part", "a"),
        ("part", {"text": 5}),
        ("part", {"text": "a", "colour": "red"}),
        ("parts", {"text": "a"}),
        ("parts", [{"text": False}]),
        ("parts", ["a"]),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: Any) -> None:
    body = Body(data={name: value})
    assert not body.is_valid()
    assert list(body.errors) == [name]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("text", "0", "0"),
        ("text", " a ", "a"),
        ("note", "", ""),
        ("note", "  ", ""),
        ("flag", False, False),
        ("count", 0, 0),
        ("count", 9, 9),
        ("count", 5.0, 5),
        ("count", None, None),
        ("hours", 1.5, Decimal("1.5")),
        ("hours", 2, Decimal(2)),
        ("share", 1, 1.0),
        ("kind", "2", "2"),
        ("people", 1, 1),
    ],
)
def test_a_value_of_its_own_type_is_read(name: str, value: Any, read: Any) -> None:
    body = Body(data={name: value})
    body.is_valid(raise_exception=True)
    assert body.validated_data[name] == read


def test_a_field_that_is_only_read_is_unknown_when_sent() -> None:
    class Row(StrictFields, serializers.Serializer):
        id = serializers.IntegerField(read_only=True)

    body = Row(data={"id": 1})
    assert (body.is_valid(), list(body.errors)) == (False, ["id"])


def test_fields_that_are_left_out_are_not_judged() -> None:
    assert wrong_types(Body().fields, {}) == {}


def test_the_document_says_the_limits_of_a_field() -> None:
    fields = Body().fields
    found: dict[str, dict[str, Any]] = {"text": {"type": "string"}, "note": {"type": "string"}, "count": {}}
    found["ids"] = {"items": {"type": "string", "format": "uuid"}}
    for name, schema in found.items():
        describe(fields[name], schema)
    assert (found["text"]["pattern"], found["note"]["pattern"]) == (FILLED_TEXT, TEXT)
    assert (found["ids"]["minItems"], found["ids"]["maxItems"]) == (1, 3)


@pytest.mark.parametrize(
    ("text", "is_filled"), [("a", True), (" 中 ", True), ("\u200b", False), ("a\x00", False)]
)
def test_a_filled_text_has_something_to_see_and_no_nul(text: str, is_filled: bool) -> None:
    assert bool(re.search(FILLED_TEXT, text)) is is_filled
    assert bool(re.search(TEXT, text)) is ("\x00" not in text)
