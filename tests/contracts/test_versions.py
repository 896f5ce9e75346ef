"""Every change of a row of the API takes the version it has seen: an old one is refused, the one just read is taken."""

import json
from typing import Any

import pytest

from core.views import document
from core.writes import OVERWRITING, find_row
from tests.contracts.doors import DONE, Door, browser_of, table
from tests.contracts.house import House, visit
from tests.contracts.routes import routes
from tests.contracts.test_openapi import row_of

pytestmark = pytest.mark.once

IS_API = {route.name for route in routes() if route.is_api}
WRITES = {
    str(door): door
    for door in table().values()
    if door.name in IS_API and door.method not in ("GET", "HEAD") and door.first(*DONE)
}
# Who casts a vote reads no row of it, and a plan is read by its query: there is nothing to have seen.
READS_NO_ROW = {"api_poll_cast POST", "api_plans POST"}
STALE = '"999999"'


def change(house: House, door: Door, who: str, seen: str) -> int:
    """The status of the door's own knock with this If-Match; its content names no version."""
    made = door.made(house)
    browser = browser_of(house, who, If_Match=seen)
    address = door.address(house)
    with visit():
        if made.is_form:
            return int(browser.post(address, made.content).status_code)
        content = {name: value for name, value in made.content.items() if name != "version"}
        said = json.dumps(content, default=str)
        return int(browser.generic(door.method, address, said, "application/json").status_code)


@pytest.mark.parametrize("key", WRITES)
def test_a_change_takes_the_version_it_has_seen(house: House, key: str) -> None:
    door = WRITES[key]
    who = door.first(*DONE)
    row = find_row(door.address(house).split("?")[0])
    if row is None:
        return
    assert change(house, door, who, STALE) in (409, 412)
    with visit():
        read = browser_of(house, who).get(row.address)
    if read.status_code == 200:
        assert change(house, door, who, read["ETag"]) == int(door.words[who])
    else:
        assert key in READS_NO_ROW, read.status_code


def test_a_row_that_can_be_changed_says_its_version() -> None:
    described: dict[str, Any] = document()
    paths = described["paths"]
    mute = []
    for path, operations in paths.items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "json" not in next(iter(answer), "") or "{" in path.removesuffix("/").rsplit("/", 1)[1]:
            continue
        changed = [
            other
            for other, verbs in paths.items()
            if other.startswith(f"{path}{{") and set(verbs) - {"get", "parameters"}
        ]
        if changed and not {"version", "etag"} & set(row_of(described, path)):
            mute.append(path)
    assert mute == []


@pytest.mark.parametrize("key", [key for key, door in WRITES.items() if door.method in OVERWRITING])
def test_what_overwrites_without_a_version_is_refused(house: House, key: str) -> None:
    door = WRITES[key]
    browser = browser_of(house, door.first(*DONE))
    content = {name: value for name, value in door.made(house).content.items() if name != "version"}
    with visit():
        said = json.dumps(content, default=str)
        answer = browser.generic(door.method, door.address(house), said, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (428, "application/problem+json")
    assert answer.json()["code"] == "version_missing"
