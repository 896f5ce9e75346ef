"""What contract.md says of every door of the API at once: keys and versions of writes, last slashes, filters, files."""

import json
import re
from collections.abc import Callable
from typing import Any

import django_filters as df
import pytest
from django.contrib.admindocs.views import simplify_regex
from django.http import HttpResponse

from audit.models import Entry
from core.views import document
from core.writes import IDEMPOTENCY_KEY, OVERWRITING, SAFE
from tests.contracts.doors import DONE, Door, browser_of, table
from tests.contracts.house import House, visit
from tests.contracts.routes import routes
from tests.contracts.test_openapi import row_of

pytestmark = pytest.mark.once

API = {route.name: route for route in routes() if route.is_api}
DOORS = {key: door for key, door in table().items() if door.name in API and door.first(*DONE)}
WRITES = [key for key, door in DOORS.items() if door.method not in SAFE]
PLAIN_NAME = re.compile(r"""attachment; filename="[ -!#-\[\]-~]+\.[a-z0-9]+"; filename\*=UTF-8''[!-~]+""")


def sender(house: House, door: Door) -> Callable[..., HttpResponse]:
    """Sends the door's own knock, the same each time, with an Idempotency-Key and perhaps something more in it."""
    made, browser, address = door.made(house), browser_of(house, door.first(*DONE)), door.address(house)
    head = {IDEMPOTENCY_KEY: "one"} | ({"If-Match": "*"} if door.method in OVERWRITING else {})

    def send(**more: str) -> HttpResponse:
        if made.is_form:
            for file in made.content.values():
                if hasattr(file, "seek"):
                    file.seek(0)
            return browser.post(address, {**made.content, **more}, headers=head)
        said = json.dumps({**made.content, **more}, default=str)
        return browser.generic(door.method, address, said, "application/json", headers=head)

    return send


@pytest.mark.parametrize("key", WRITES)
def test_a_write_sent_twice_with_one_key_is_done_once(house: House, key: str) -> None:
    with visit():
        send = sender(house, DOORS[key])
        first = send()
        entries = Entry.objects.count()
        again, other = send(), send(colour="red")
        assert first.status_code < 300, first.content.decode()
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again["Idempotency-Replayed"] == "true"
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
        assert Entry.objects.count() == entries


@pytest.mark.parametrize("key", WRITES)
def test_a_write_without_the_last_slash_is_refused(house: House, key: str) -> None:
    door = DOORS[key]
    with visit():
        address = door.address(house).partition("?")[0].rstrip("/")
        answer = browser_of(house, door.first(*DONE)).generic(door.method, address, "{}", "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert (answer.json()["code"], "Location" in answer) == ("last_slash_missing", False)


@pytest.mark.parametrize("key", [key for key in DOORS if key != "schema GET"])
def test_a_file_says_what_it_is_and_has_a_plain_name(house: House, key: str) -> None:
    door = DOORS[key]
    answers = described(door)["responses"]
    kinds = {kind for number in DONE for kind in answers.get(number, {}).get("content", {})}
    if not kinds - {"application/json", "text/html"}:
        return
    with visit():
        answer = door.knock(browser_of(house, door.first(*DONE)), house)
    assert answer["Content-Type"].partition(";")[0] in kinds
    assert PLAIN_NAME.fullmatch(answer["Content-Disposition"]), answer["Content-Disposition"]


def described(door: Door) -> dict[str, Any]:
    """The door as the document describes it."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", simplify_regex(API[door.name].route)).replace("{pk}", "{id}")
    return dict(document()["paths"][path][door.method.lower()])


def test_every_write_takes_a_key_and_every_row_its_version() -> None:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            if method.upper() in SAFE:
                continue
            here = f"{method} {path}"
            headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
            assert IDEMPOTENCY_KEY in headers, here
            answers = set(operation["responses"])
            if method.upper() in OVERWRITING:
                assert "If-Match" in headers, here
                assert {"412", "428"} <= answers, here
            elif "{" in path:
                assert "If-Match" in headers, here
                assert "412" in answers, here


def test_every_list_takes_the_same_parameters() -> None:
    described = document()
    for path, operations in described["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        shape = answer.get("application/json", {}).get("schema", {})
        while "$ref" in shape:
            shape = described["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
        if "results" in shape.get("properties", {}):
            assert {"next", "previous", "results"} <= set(shape["required"]), path
            assert {"cursor", "page_size", "count"} <= {
                each["name"] for each in operations["get"]["parameters"]
            }, path
            assert row_of(described, path), path


@pytest.mark.parametrize("name", API)
def test_a_filter_by_choice_names_its_choices(name: str) -> None:
    view = API[name].callback.cls
    filters = getattr(getattr(view, "filterset_class", None), "base_filters", {})
    if f"{name} GET" in DOORS and filters:
        parameters = described(DOORS[f"{name} GET"])["parameters"]
        chosen = {key for key, each in filters.items() if isinstance(each, df.ChoiceFilter)}
        free = {each["name"] for each in parameters if "enum" not in each["schema"]}
        assert chosen & free == set()
