"""The API's document is what was agreed: tests/contracts/openapi.json. A change of it is a decision, not an accident.

WRITE_OPENAPI=1 writes the file anew; the difference belongs into the commit, and a breaking one into CHANGELOG.md.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

pytestmark = pytest.mark.once

KEPT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    return dict(json.loads(json.dumps(document, default=str)))


def test_the_document_is_as_agreed(generated: dict[str, Any]) -> None:
    if os.environ.get("WRITE_OPENAPI"):
        KEPT.write_text(
            json.dumps(generated, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    assert json.loads(KEPT.read_text(encoding="utf-8")) == generated


@pytest.mark.slow
def test_the_document_is_valid_and_nothing_in_it_was_guessed(generated: dict[str, Any]) -> None:
    validate_schema(generated)
    assert GENERATOR_STATS._warn_cache | GENERATOR_STATS._error_cache == {}


def test_every_operation_says_how_to_sign_in_and_how_it_refuses(generated: dict[str, Any]) -> None:
    for path, operations in generated["paths"].items():
        for method, operation in operations.items():
            here = f"{method} {path}"
            assert {next(iter(way)) for way in operation["security"]} == {"client", "session"}, here
            assert {"400", "401", "403", "406", "429"} <= set(operation["responses"]), here
            if method != "get":
                assert {"409", "415"} <= set(operation["responses"]), here
            for number, answer in operation["responses"].items():
                if number >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], here


def shape_of(document: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return dict(schema)


def test_no_answer_is_a_bare_list(generated: dict[str, Any]) -> None:
    bare = [
        f"{method} {path} {number}"
        for path, operations in generated["paths"].items()
        for method, operation in operations.items()
        for number, answer in operation["responses"].items()
        if shape_of(generated, answer).get("type") == "array"
    ]
    assert bare == []


# contract.md: fields that stay. Adding is free; missing one is a breaking change.
STAY = {
    "/api/v1/organizations/": "code name short_name kind unit_kind parent depth activity_day established_on "
    "dissolved_on member_count full_member_count",
    "/api/v1/members/": "id name gender birth_year organization group status joined_on full_on",
    "/api/v1/meetings/": "id organization kinds theme held_on starts_at ends_at place host recorder status expected "
    "present on_leave absent submitted_at is_late version",
    "/api/v1/rules/": "code name kind applies_to cadence count basis valid_from valid_until",
    "/api/v1/owed/": "rule organization period required held state due_on meetings",
    "/api/v1/reports/": "id organization month status built_at version digest",
    "/api/v1/reports/{uuid}/lines/": "organization rule required held completion expected present on_leave absent "
    "attendance late_records missed_in_a_row",
    "/api/v1/meetings/{uuid}/attendances/": "member state reason_code reason source at",
}
FILTERS = {
    "/api/v1/organizations/": "below kind unit_kind q",
    "/api/v1/members/": "organization below status q",
    "/api/v1/meetings/": "organization below month held_from held_until kind status is_late",
    "/api/v1/reports/": "organization month",
    "/api/v1/reports/{uuid}/lines/": "rule organization below",
    "/api/v1/owed/": "organization month",
}


def row_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The shape of one row of a list."""
    answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for _ in range(4):
        if "$ref" in answer:
            answer = document["components"]["schemas"][answer["$ref"].rsplit("/", 1)[1]]
        elif "results" in answer.get("properties", {}):
            answer = answer["properties"]["results"]
        elif answer.get("type") == "array":
            answer = answer["items"]
    return dict(answer["properties"])


@pytest.mark.parametrize("path", STAY)
def test_the_fields_of_the_contract_are_there(generated: dict[str, Any], path: str) -> None:
    assert set(STAY[path].split()) - set(row_of(generated, path)) == set()


@pytest.mark.parametrize("path", FILTERS)
def test_the_filters_of_the_contract_are_there(generated: dict[str, Any], path: str) -> None:
    given = {item["name"] for item in generated["paths"][path]["get"]["parameters"] if item["in"] == "query"}
    assert set(FILTERS[path].split()) - given == set()
