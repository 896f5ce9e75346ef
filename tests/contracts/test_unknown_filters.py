"""Unknown filters are refused with 400 at every JSON door that lists: a mistyped one would hand out everything."""

import pytest

from tests.contracts.doors import browser_of, table
from tests.contracts.house import House, visit
from tests.contracts.routes import routes

pytestmark = pytest.mark.once

LISTED = [
    route.name
    for route in routes()
    if route.is_api
    and "GET" in route.actions
    and route.name != "schema"
    and table()[f"{route.name} GET"].first("200")
]


@pytest.mark.parametrize("name", LISTED)
def test_an_unknown_filter_is_refused(house: House, name: str) -> None:
    door = table()[f"{name} GET"]
    with visit():
        browser, address = browser_of(house, door.first("200")), door.address(house)
        answer = browser.get(address)
        found = answer.json() if "json" in answer.headers["Content-Type"] else {}
        if isinstance(found, dict) and "results" not in found:
            return  # one thing, or a file
        answer = browser.get(f"{address}{'&' if '?' in address else '?'}colour=red")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["colour"])


def test_an_approval_takes_no_fields(house: House) -> None:
    with visit():
        address = table()["api_export_approve POST"].address(house)
        answer = browser_of(house, "wei").post(address, {"rows": 3}, "application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["rows"])
