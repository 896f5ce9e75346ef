"""Every door says what it is for (OPTIONS), and every body of the document names its limits."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.json_types import FILLED_TEXT, TEXT
from core.views import document
from tests.contracts.doors import browser_of, table
from tests.contracts.house import House, visit
from tests.contracts.routes import routes

pytestmark = pytest.mark.once

DOORS = sorted({route.name for route in routes() if route.is_api})


@pytest.mark.parametrize("name", DOORS)
def test_options_answer_at_every_door(house: House, name: str) -> None:
    door = next(door for key, door in table().items() if key.split()[0] == name)
    with visit():
        answer = browser_of(house, "wei").options(door.address(house))
    methods = {key.split()[1] for key in table() if key.split()[0] == name}
    assert answer.status_code == 200
    assert methods <= set(answer.json()["methods"])
    assert answer.json()["description"] is not None


def limits(schema: dict[str, Any], place: str) -> Iterator[str]:
    """Where a schema allows what no row can hold."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "string" in kinds and not {"format", "enum", "const"} & set(schema):
        if "pattern" not in schema:
            yield f"{place}: no pattern"
        elif "maxLength" not in schema and schema["pattern"] in (TEXT, FILLED_TEXT):
            yield f"{place}: no maxLength"
    if "integer" in kinds and not {"enum"} & set(schema) and not {"minimum", "maximum"} <= set(schema):
        yield f"{place}: no range"
    if "array" in kinds and "maxItems" not in schema:
        yield f"{place}: no maxItems"
    if "object" in kinds and "properties" in schema and schema.get("additionalProperties") is not False:
        yield f"{place}: more fields"
    if isinstance(values := schema.get("additionalProperties"), dict):
        yield from limits(values, f"{place}.*")
        if not {"maxProperties", "propertyNames"} <= set(schema):
            yield f"{place}: no limit of names"
    for name, part in schema.get("properties", {}).items():
        yield from limits(part, f"{place}.{name}")
    inner = [schema["items"]] if "items" in schema else []
    for part in [*inner, *schema.get("oneOf", []), *schema.get("allOf", [])]:
        yield from limits(part, f"{place}[]")


def test_every_body_names_its_limits() -> None:
    schemas = document()["components"]["schemas"]
    found = [
        limit
        for name, schema in schemas.items()
        if name.endswith("Request")
        for limit in limits(schema, name)
    ]
    assert not found, found
