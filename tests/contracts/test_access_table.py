"""Who may enter where: every door × everyone of the cast, and tokens beside the people whose role they hold.

A door that is not in access.txt fails, a method that is not in it must be refused with 405. ACCESS_TABLE=show prints
what the doors answer now, to be read (not copied) when a door is new.
"""

import os
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.contracts import parts
from tests.contracts.access import CAST, knock, table, word_of
from tests.contracts.doors import Door, doors
from tests.contracts.house import House, visit
from tests.tokens import token_of

pytestmark = pytest.mark.once

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TABLE = table()
DOORS = {door.name: door for door in doors()}
# role → (its holder in the cast, the organization the token's mandate stands at)
TOKENS = {
    "member": ("hua", "branch"),
    "committee_member": ("he", "branch"),
    "secretary": ("lin", "branch"),
    "staff": ("shao", "street"),
    "reviewer": ("wei", "district"),
    "system_administrator": ("sys", "district"),
    "security_administrator": ("sec", "district"),
    "audit_administrator": ("aud", "district"),
}


def browser_of(house: House, name: str) -> Client:
    browser = Client()
    if name != "nobody":
        browser.cookies[settings.SESSION_COOKIE_NAME] = house.sessions[name]
    return browser


def answers(house: House, door: str, method: str) -> list[str]:
    found = []
    for name in CAST:
        with visit():
            browser = browser_of(house, name)
            browser.raise_request_exception = False
            found.append(word_of(knock(browser, house, door, method)))
    return found


def test_every_door_stands_in_the_table() -> None:
    assert {name for name, _ in TABLE} == set(DOORS)
    assert {
        (door.name, method)
        for door in DOORS.values()
        for method in door.actions
        if (door.name, method) not in TABLE
    } == set()
    assert all(len(row) == len(CAST) for row in TABLE.values())


@pytest.mark.parametrize(("door", "method"), TABLE, ids=[" ".join(key) for key in TABLE])
def test_who_may_enter(house: House, door: str, method: str) -> None:
    assert dict(zip(CAST, answers(house, door, method), strict=True)) == dict(
        zip(CAST, TABLE[door, method], strict=True)
    )


@pytest.mark.parametrize("name", DOORS)
def test_a_method_not_in_the_table_is_refused(house: House, name: str) -> None:
    left = [method for method in METHODS if (name, method) not in TABLE]
    known = next(method for door, method in TABLE if door == name)
    for method in left:
        with visit():
            answer = knock_as(browser_of(house, "wei"), house, name, known, method)
            assert answer.status_code == 405, f"{method} {name}"


def knock_as(browser: Client, house: House, name: str, known: str, method: str) -> Any:
    """The door's own address with another method."""
    from django.urls import reverse

    from tests.contracts.access import Knock, knocks

    made = knocks().get(f"{name} {known}", lambda h: Knock())(house)
    return browser.generic(method, reverse(name, args=made.args))


@pytest.fixture(scope="module")
def tokens(furnished: Any) -> dict[str, dict[str, str]]:
    world = furnished[0].world
    return {role: token_of(getattr(world, place), role) for role, (_, place) in TOKENS.items()}


API = [key for key in TABLE if DOORS[key[0]].is_api]


@pytest.mark.parametrize(
    ("number", "door", "method"), [(n, *key) for n, key in enumerate(API)], ids=map(" ".join, API)
)
def test_a_token_enters_where_its_role_does(
    house: House, tokens: dict[str, dict[str, str]], number: int, door: str, method: str
) -> None:
    """One token for each answer the table has for this door; which one, turns from door to door."""
    row = dict(zip(CAST, TABLE[door, method], strict=True))
    wanted = {role: row[holder] for role, (holder, _) in TOKENS.items()}
    wanted |= parts.gathered("PERSONAL").get(f"{door} {method}", {})
    turned = [*TOKENS, *TOKENS][number % len(TOKENS) :][: len(TOKENS)]
    knocking = {wanted[role]: role for role in turned}.values()
    found = {}
    for role in knocking:
        with visit():
            found[role] = word_of(knock(Client(headers=tokens[role]), house, door, method))
    assert found == {role: wanted[role] for role in knocking}


if os.environ.get("ACCESS_TABLE") == "show":

    def test_show(house: House, capsys: Any) -> None:
        """Print the table as the doors answer now: `ACCESS_TABLE=show pytest -k test_show`."""
        lines = []
        for door in DOORS.values():
            named = [method for name, method in TABLE if name == door.name]
            lines += [
                table_row(house, door, method) for method in named or list(door.actions) or ["GET", "POST"]
            ]
        with capsys.disabled():
            print("\n" + "\n".join(lines))
        assert not [line for line in lines if "Error:" in line], "a door could not be knocked at"


def table_row(house: House, door: Door, method: str) -> str:
    try:
        words = answers(house, door.name, method)
    except Exception as fault:
        words = [f"{type(fault).__name__}: {fault}"[:60]]
    return f"{door.name:31} {method:6} " + " ".join(f"{word:6}" for word in words).rstrip()
