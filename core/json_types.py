"""The shape of JSON values: what a serializer field takes without changing its type, and the same said as JSON Schema.

One truth for both: `wrong_type` refuses a value before the field reads it, `describe` writes the limit into the API's document.
Fields of the framework coerce (0 becomes "0", "5" becomes 5, true becomes 1); a program that sends the wrong type has an
error, and is told.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

MOST_INTEGER = 2**31 - 1  # of a column of integers
MOST_ITEMS = 5000  # of a list that has no limit of its own
INVISIBLE = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
)
TEXT = r"^[^\u0000]*$"
FILLED_TEXT = rf"^[^\u0000]*[^{INVISIBLE}][^\u0000]*$"
"""A text in which something can be seen; the same for every engine of regular expressions, unlike `\\s`."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def wrong_type(field: serializers.Field, value: Any) -> Any:
    """What is said to a value of another type than the field's; None where it fits, or where the field judges itself."""
    if value is None or isinstance(field, serializers.Serializer):
        return None  # null is the field's to refuse; a part looks at its own fields
    if isinstance(field, serializers.ListField | serializers.ListSerializer):
        return _wrong_items(field, value)
    if isinstance(field, serializers.DictField):
        return _wrong_values(field, value)
    for kind, judge in _JUDGES:
        if isinstance(field, kind):
            return judge(field, value)
    return None


def _wrong_items(field: Any, values: Any) -> Any:
    if not isinstance(values, list):
        return ["写一个列表。"]
    if len(values) > (most := field.max_length or MOST_ITEMS):
        return [f"最多{most}项。"]
    found = {
        number: wrong for number, value in enumerate(values) if (wrong := wrong_type(field.child, value))
    }
    return found or None


def _wrong_values(field: Any, values: Any) -> Any:
    if not isinstance(values, dict):
        return ["写一个对象。"]
    if len(values) > MOST_ITEMS:
        return [f"最多{MOST_ITEMS}项。"]
    found = {name: wrong for name, value in values.items() if (wrong := wrong_type(field.child, value))}
    return found or None


def _wrong_flag(field: Any, value: Any) -> list[str] | None:
    return None if isinstance(value, bool) else ["写true或false。"]


def _wrong_integer(field: Any, value: Any) -> list[str] | None:
    whole = isinstance(value, float) and value.is_integer()
    if not (whole or (isinstance(value, int) and not isinstance(value, bool))):
        return ["写整数。"]
    least = -MOST_INTEGER if field.min_value is None else field.min_value
    most = MOST_INTEGER if field.max_value is None else field.max_value
    return None if least <= value <= most else [f"写{least}到{most}之间的整数。"]


def _wrong_number(field: Any, value: Any) -> list[str] | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return None if fits else ["写数字。"]


def _wrong_choice(field: Any, value: Any) -> list[str] | None:
    if value == "" and isinstance(value, str) and field.allow_blank:
        return None
    fits = any(type(value) is type(plain(choice)) and value == choice for choice in field.choices)
    return None if fits else [field.error_messages["invalid_choice"].format(input=value)]


def _wrong_text(field: Any, value: Any) -> list[str] | None:
    if not isinstance(value, str):
        return ["写文字，放在引号里。"]
    if field.max_length is not None and len(value) > field.max_length:
        return [field.error_messages["max_length"].format(max_length=field.max_length)]
    if not field.allow_blank and not re.search(FILLED_TEXT, value):
        return [field.error_messages["blank"]]
    return None


def _wrong_form(pattern: re.Pattern[str], sentence: str) -> Any:
    def judge(field: Any, value: Any) -> list[str] | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else [sentence]

    return judge


def plain(choice: Any) -> Any:
    """A choice as JSON has it: a member of TextChoices is a text."""
    return getattr(choice, "value", choice)


_JUDGES: tuple[tuple[Any, Any], ...] = (
    (serializers.BooleanField, _wrong_flag),
    (serializers.IntegerField, _wrong_integer),
    ((serializers.FloatField, serializers.DecimalField), _wrong_number),
    (serializers.ChoiceField, _wrong_choice),
    (
        serializers.UUIDField,
        _wrong_form(UUID, "写36个字符的编号，例如0b9f6c3e-1d2a-4c5b-8e7f-001122334455。"),
    ),
    (serializers.DateTimeField, _wrong_form(DATETIME, "写带时区的时间，例如2026-11-22T15:00:00+08:00。")),
    (serializers.DateField, _wrong_form(DATE, "日期写成2026-11-22这样。")),
    (serializers.CharField, _wrong_text),
)


def wrong_types(fields: Mapping[str, serializers.Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """What is said to each value of a body that has another type than its field's."""
    return {
        name: wrong
        for name, field in fields.items()
        if name in data and not field.read_only and (wrong := wrong_type(field, data[name]))
    }


def describe(field: Any, schema: dict[str, Any]) -> None:
    """Add to the JSON Schema of a field what it takes and its framework's writer does not say."""
    if isinstance(field, serializers.ListField | serializers.ListSerializer):
        if not field.allow_empty:
            schema["minItems"] = max(1, schema.get("minItems", 0))
        schema["maxItems"] = field.max_length or MOST_ITEMS
        if "$ref" not in schema.get("items", {"$ref": ""}):
            describe(field.child, schema["items"])
    elif isinstance(field, serializers.DictField):
        schema |= {"maxProperties": MOST_ITEMS, "propertyNames": {"pattern": TEXT}}
        describe(field.child, schema["additionalProperties"])
    elif isinstance(field, serializers.IntegerField):
        schema.setdefault("maximum", MOST_INTEGER)
        schema.setdefault("minimum", -MOST_INTEGER)
    elif isinstance(field, serializers.CharField) and not {"pattern", "format", "enum", "oneOf"} & set(
        schema
    ):
        if field.max_length is not None:
            schema["maxLength"] = field.max_length
        schema["pattern"] = TEXT if field.allow_blank else FILLED_TEXT
