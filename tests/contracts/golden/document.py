"""The OpenAPI document as lines: components inlined, their names dropped, and of prose nothing."""

import json
from collections.abc import Iterator
from typing import Any

from core import json_types

PROSE = {"description", "summary", "title", "tags", "example", "examples", "x-spec-enum-id"}
# What every text, number and list of a body has since, where it has no limit of its own (test_bodies).
LIMITS = {
    ("pattern", json_types.TEXT),
    ("pattern", json_types.FILLED_TEXT),
    ("maximum", json_types.MOST_INTEGER),
    ("minimum", -json_types.MOST_INTEGER),
    ("maxItems", json_types.MOST_ITEMS),
}
WALKED = {"properties", "required", "items", "allOf", "oneOf", "anyOf", "additionalProperties"}


def lines(document: dict[str, Any]) -> Iterator[str]:
    """A line for each operation, parameter, answer, and field of what is sent and answered."""
    yield f"OpenAPI {document['openapi']}, version {document['info']['version']}"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            here = f"{method.upper()} {path}"
            yield f"{here} = {operation['operationId']} {text(operation['security'])}"
            for one in operation.get("parameters", []):
                facts = {
                    key: value for key, value in one.items() if key not in PROSE | {"name", "in", "schema"}
                }
                for line in shape(document, one["schema"], f"{one['in']} {one['name']}", facts):
                    yield f"{here} {line}"
            body = operation.get("requestBody", {})
            for line in contents(document, body, "body", {"required": body.get("required", False)}):
                yield f"{here} {line}"
            for line in answers(document, operation["responses"]):
                yield f"{here} {line}"


def answers(document: dict[str, Any], responses: dict[str, Any]) -> Iterator[str]:
    """Statuses that answer the same share their lines, as every refusal does."""
    shapes: dict[str, list[str]] = {}
    for status, answer in responses.items():
        answer = resolved(document, answer)
        headers = [f" header {name}" for name in sorted(answer.get("headers", {}))]
        lines = "\n".join([*headers, *contents(document, answer, "", {})]) or " nothing"
        shapes.setdefault(lines, []).append(status)
    for lines, statuses in shapes.items():
        for line in lines.split("\n"):
            yield f"{','.join(sorted(statuses))}{line}"


def contents(
    document: dict[str, Any], holder: dict[str, Any], where: str, facts: dict[str, Any]
) -> Iterator[str]:
    """Media types of the same shape share their lines."""
    shapes: dict[str, list[str]] = {}
    for media, content in holder.get("content", {}).items():
        lines = "\n".join(shape(document, content.get("schema", {}), "", facts))
        shapes.setdefault(lines, []).append(media)
    for lines, medias in shapes.items():
        for line in lines.split("\n"):
            yield f"{where} {','.join(sorted(medias))}{line if line.startswith(' ') else f' {line}'}"


def shape(
    document: dict[str, Any],
    schema: dict[str, Any],
    where: str,
    facts: dict[str, Any],
    above: tuple[str, ...] = (),
) -> Iterator[str]:
    """The schema's own facts on a line, then a line for each of its parts."""
    name = schema.get("$ref")
    if name in above:
        yield f"{where} as {len(above) - above.index(name)} above"
        return
    if name:
        above = (*above, name)
    schema = resolved(document, schema)
    own = {
        key: value
        for key, value in schema.items()
        if key not in PROSE | WALKED and not (isinstance(value, str | int) and (key, value) in LIMITS)
    } | facts
    yield f"{where} {text(own)}"
    for field, inner in schema.get("properties", {}).items():
        needed = {"required": True} if field in schema.get("required", []) else {}
        yield from shape(document, inner, f"{where}.{field}", needed, above)
    if "items" in schema:
        yield from shape(document, schema["items"], f"{where}[]", {}, above)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from shape(document, schema["additionalProperties"], f"{where}.*", {}, above)
    elif schema.get("additionalProperties"):
        yield f"{where}.* {schema['additionalProperties']}"
    for way in ("allOf", "oneOf", "anyOf"):
        for number, inner in enumerate(schema.get(way, []), 1):
            yield from shape(document, inner, f"{where}<{way} {number}>", {}, above)


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for, with whatever is said beside it; `allOf` of one is that one."""
    beside = {key: value for key, value in part.items() if key not in ("$ref", "allOf")}
    if "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return resolved(document, found) | beside
    if len(part.get("allOf", [])) == 1:
        return resolved(document, part["allOf"][0]) | beside
    return part


def text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
