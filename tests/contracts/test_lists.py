"""Every list of the API comes in pages and in one envelope; read page by page it is what it is read at once."""

import pytest
from django.test import Client

from tests.contracts.doors import browser_of, table
from tests.contracts.house import House

pytestmark = pytest.mark.once

DOORS = [door for door in table().values() if door.method == "GET" and door.first("200")]
# Answers of one row, or files, have no pages.
ENVELOPE = {"next", "previous", "results"}


@pytest.fixture(scope="module")
def lists(furnished: tuple[House, str]) -> list[tuple[str, Client]]:
    """(address, who reads it) of every API door that answers a list."""
    house, found = furnished[0], []
    for door in DOORS:
        address = door.address(house)
        if not address.startswith("/api/v1/"):
            continue
        reader = browser_of(house, door.first("200"))
        answer = reader.get(address)
        if answer["Content-Type"] == "application/json" and set(answer.json()) >= ENVELOPE:
            found.append((address, reader))
    return found


def test_a_list_read_page_by_page_is_the_whole_list(house: House, lists: list[tuple[str, Client]]) -> None:
    assert len(lists) > 40
    for address, reader in lists:
        whole = reader.get(address).json()
        query = f"{address}{'&' if '?' in address else '?'}page_size=1&count=true"
        rows, page = [], reader.get(query).json()
        if whole["next"] is None:
            assert page["count"] == len(whole["results"]), address
        while True:
            rows += page["results"]
            if page["next"] is None or len(rows) == len(whole["results"]):
                break
            page = reader.get(page["next"]).json()
            assert page["previous"], address
        assert rows == whole["results"], address
        if len(rows) > 1:
            back = reader.get(page["previous"]).json()
            assert back["results"] == rows[-2:-1], address


# No base64; [0], {}, null and [0,0,1,2,3,4] in it.
NO_CURSORS = ("x", "WzBd", "e30", "bnVsbA", "WzAsMCwxLDIsMyw0XQ")


def test_a_cursor_that_is_none_is_refused_in_every_list(
    house: House, lists: list[tuple[str, Client]]
) -> None:
    for address, reader in lists:
        for cursor in NO_CURSORS:
            answer = reader.get(f"{address}{'&' if '?' in address else '?'}cursor={cursor}")
            assert answer.status_code == 404, (address, cursor)
