"""The drf-spectacular schema class: every operation documents which refusals it may answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance

from core.api import StrictFields
from core.json_types import FILLED_TEXT, TEXT, describe

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable machine name"},
        "detail": {"type": "string"},
        "rule": {"type": "string", "description": "id of the rule, when one refused"},
        "errors": {"type": "object", "additionalProperties": True},
    },
}
SHARED_ANSWERS = {
    "400": "Malformed or unknown",
    "401": "Not signed in",
    "403": "Not permitted",
    "404": "Not there, or out of reach; on a list, of what is named in the request",
    "406": "Format",
    "409": "A rule refuses it; or a file that is not made yet, or no longer kept",
    "429": "Too many",
}
WRITING = {"413": "Too large", "415": "Media type"}


class Schema(AutoSchema):
    """Tags by resource, so that the document reads by noun; in bodies, every limit of their fields."""

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        if direction == "request":
            serializer = force_instance(serializer)
            for name, described in schema.get("properties", {}).items():
                describe(serializer.fields[name], described)
            if isinstance(serializer, StrictFields):
                if not serializer.__class__.__doc__:
                    schema.pop("description", None)  # else that of StrictFields, which is not about this body
                schema["additionalProperties"] = False
        return schema

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.removeprefix("/api/v1/").split("/") if part and "{" not in part]
        return [parts[0]] if parts else ["api"]


def describe_text(parameter: dict[str, Any]) -> None:
    """A text in an address has no NUL, and one that is required something in it."""
    schema = parameter["schema"]
    if schema.get("type", "string") != "string" or {"enum", "format", "pattern"} & set(schema):
        return
    schema["type"] = "string"
    schema["pattern"] = FILLED_TEXT if parameter.get("required") else TEXT


def document_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the problem+json answers every operation shares."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            answers = dict(SHARED_ANSWERS)
            if method != "get":
                answers |= WRITING
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query" and not parameter.get("required"):
                    parameter["allowEmptyValue"] = True  # a filter left empty does not filter
                describe_text(parameter)
            for number, description in answers.items():
                operation["responses"].setdefault(number, {"description": description})
            for number, answer in operation["responses"].items():
                if number >= "400":
                    answer.setdefault("content", content)
    return result
