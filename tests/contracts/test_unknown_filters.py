"""Unknown filters are refused with 400 at every JSON door that lists: a mistyped one would hand out everything."""

import pytest
from django.urls import reverse

from tests.contracts.access import CAST, Knock, knocks, table
from tests.contracts.doors import doors
from tests.contracts.house import House, visit
from tests.contracts.test_access_table import browser_of

pytestmark = pytest.mark.once

TABLE = table()
LISTED = [door.name for door in doors() if door.is_api and "GET" in door.actions and door.name != "schema"]


@pytest.mark.parametrize("name", LISTED)
def test_an_unknown_filter_is_refused(house: House, name: str) -> None:
    words = dict(zip(CAST, TABLE[name, "GET"], strict=True))
    who = next(
        (each for each in ("wei", "lin", "shao", "aud", "sec", "sys", "hua") if words[each] == "200"), ""
    )
    made = knocks().get(f"{name} GET", lambda h: Knock())(house)
    address = f"{reverse(name, args=made.args)}?{made.query}"
    with visit():
        browser = browser_of(house, who)
        answer = browser.get(address)
        found = answer.json() if "json" in answer.headers["Content-Type"] else {}
        if isinstance(found, dict) and "results" not in found:
            return  # one thing, or a file
        answer = browser.get(f"{address}&colour=red")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["colour"])


def test_an_approval_takes_no_fields(house: House) -> None:
    with visit():
        address = reverse("api_export_approve", args=knocks()["api_export_approve POST"](house).args)
        answer = browser_of(house, "wei").post(address, {"rows": 3}, "application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["rows"])
