"""Who may enter where: every door × everyone of the cast, and tokens beside the people whose role they hold.

A door that is not in tests.contracts.doors fails, a method that is not there must be refused with 405. ACCESS_TABLE=show
prints what the doors answer now, to be read (not copied) when a door is new.
"""

import os
from typing import Any

import pytest
from django.test import Client

from tests.contracts.doors import CAST, DONE, Door, Knock, browser_of, table, word_of
from tests.contracts.house import House, visit
from tests.contracts.routes import routes
from tests.tokens import token_of

pytestmark = pytest.mark.once

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TABLE = table()
ROUTES = {route.name: route for route in routes()}
# role of machines → (its holder in the cast, the organization the token's mandate stands at)
TOKENS = {
    "member": ("hua", "branch"),
    "committee_member": ("he", "branch"),
    "secretary": ("lin", "branch"),
    "staff": ("shao", "street"),
    "reviewer": ("wei", "district"),
}


def answers(house: House, door: Door) -> dict[str, str]:
    found = {}
    for name in CAST:
        with visit():
            browser = browser_of(house, name)
            browser.raise_request_exception = False
            found[name] = word_of(door.knock(browser, house))
    return found


def test_every_door_stands_in_the_table() -> None:
    assert {door.name for door in TABLE.values()} == set(ROUTES)
    known = {f"{route.name} {method}" for route in ROUTES.values() for method in route.actions}
    assert known - set(TABLE) == set()


@pytest.mark.parametrize("key", TABLE)
def test_who_may_enter(house: House, key: str) -> None:
    assert answers(house, TABLE[key]) == TABLE[key].words


@pytest.mark.parametrize("name", ROUTES)
def test_a_method_not_in_the_table_is_refused(house: House, name: str) -> None:
    here = {door.method: door for door in TABLE.values() if door.name == name}
    address = next(iter(here.values())).address(house).split("?")[0]
    for method in METHODS:
        if method not in here:
            with visit():
                answer = browser_of(house, "wei").generic(method, address)
                assert answer.status_code == 405, f"{method} {name}"


@pytest.fixture(scope="module")
def tokens(furnished: Any) -> dict[str, dict[str, str]]:
    world = furnished[0].world
    return {role: token_of(getattr(world, place), role) for role, (_, place) in TOKENS.items()}


API = [key for key, door in TABLE.items() if ROUTES[door.name].is_api]


@pytest.mark.parametrize(("number", "key"), list(enumerate(API)), ids=API)
def test_a_token_enters_where_its_role_does(
    house: House, tokens: dict[str, dict[str, str]], number: int, key: str
) -> None:
    """One token for each answer the table has for this door; which one, turns from door to door."""
    door = TABLE[key]
    wanted = {role: door.words[holder] for role, (holder, _) in TOKENS.items()}
    if door.takes_a_person:
        wanted = {role: "403" if word in DONE else word for role, word in wanted.items()}
    wanted |= door.personal
    turned = [*TOKENS, *TOKENS][number % len(TOKENS) :][: len(TOKENS)]
    knocking = {wanted[role]: role for role in turned}.values()
    found = {}
    for role in knocking:
        with visit():
            found[role] = word_of(door.knock(Client(headers=tokens[role]), house))
    assert found == {role: wanted[role] for role in knocking}


if os.environ.get("ACCESS_TABLE") == "show":

    def test_show(house: House, capsys: Any) -> None:
        """Print the table as the doors answer now: `ACCESS_TABLE=show pytest -k test_show`."""
        lines = []
        for route in ROUTES.values():
            named = [door for door in TABLE.values() if door.name == route.name]
            lines += [table_row(house, door) for door in named or bare(route.name, *route.actions)]
        with capsys.disabled():
            print("\n" + "\n".join(lines))
        assert not [line for line in lines if "Error:" in line], "a door could not be knocked at"


def bare(name: str, *methods: str) -> list[Door]:
    return [Door(name, each, {}, None, [], lambda _: Knock(), {}) for each in methods or ("GET", "POST")]


def table_row(house: House, door: Door) -> str:
    try:
        words = list(answers(house, door).values())
    except Exception as fault:
        words = [f"{type(fault).__name__}: {fault}"[:60]]
    return f"{door.name:31} {door.method:6} " + " ".join(f"{word:3}" for word in words).rstrip()
