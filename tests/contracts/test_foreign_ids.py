"""R-SEC-09: every door of the table, knocked at from the other street with ids of this one, opens nothing and changes nothing.

Who knocks is whoever holds, in the other street, the role that is let in here: others are refused for want of the right,
which tests.contracts.test_access_table shows.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from audit.models import Entry
from branches.models import Organization
from tests.contracts.doors import DONE, Door, browser_of, table
from tests.contracts.house import House, visit
from tests.tokens import token_of
from tests.world import person

pytestmark = pytest.mark.once

# one of the cast → the role they have here, and the place in the other street where somebody else has it
COUNTERPARTS = {
    "lin": ("secretary", "other_branch"),
    "he": ("committee_member", "other_branch"),
    "hua": ("member", "other_branch"),
    "shao": ("staff", "other_street"),
    "wei": ("reviewer", "other_street"),
    "sys": ("system_administrator", "other_street"),
    "sec": ("security_administrator", "other_street"),
    "aud": ("audit_administrator", "other_street"),
}
TABLE = {key: door for key, door in table().items() if door.first(*DONE)}
HARMLESS = {"access.refused", "session.start"}


@pytest.fixture(scope="module")
def token(furnished: Any) -> dict[str, str]:
    """Signs the counterparts in as far-…; the head of a machine that has the widest role of machines."""
    house: House = furnished[0]
    places = {"other_branch": house.world.other_branches[0], "other_street": house.world.other_street}
    for name, (role, place) in COUNTERPARTS.items():
        user = person(f"far-{name}", f"{role}在别处", places[place], role).user
        browser = Client()
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        house.sessions[f"far-{name}"] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return token_of(house.world.other_street, "reviewer")


@pytest.fixture(scope="module")
def names_here(furnished: Any) -> frozenset[str]:
    """What names something here: codes, accounts, ids of the branch's people and records."""
    world = furnished[0].world
    here = Organization.objects.exclude(path__startswith=world.other_street.path)
    accounts = User.objects.exclude(username__startswith="far-").values_list("username", flat=True)
    return frozenset(
        [*here.values_list("code", flat=True), *accounts, *(str(each.uuid) for each in world.members)]
    )


def words_of(value: Any) -> Iterator[str]:
    """Every value in what is sent."""
    if isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from words_of(each)
    else:
        yield str(value)


def names_ours(door: Door, house: House, names_here: frozenset[str]) -> tuple[bool, bool]:
    """Whether its address is about something of this street or above it; whether what is sent to change something is."""
    made = door.made(house)
    ids = [arg for arg in made.args if isinstance(arg, uuid.UUID) or (isinstance(arg, int) and arg < 2000)]
    sent: set[str] = set()
    if door.method not in ("GET", "HEAD"):
        sent = {*words_of(made.content), *re.findall(r"=([^&]+)", made.query)}
    return bool(ids or {*map(str, made.args)} & names_here), bool(sent & names_here)


def secrets(house: House, door: Door) -> list[str]:
    """What is known here only, as far as whoever knocks has not sent it."""
    made = door.made(house)
    sent = f"{made.args}{made.query}{made.content}"
    known = [member.name for member in house.world.members] + ["走访老党员", "学习全会精神"]
    return [word for word in known if word not in sent]


def knocking(door: Door, number: int) -> list[str]:
    """Two of those whose counterpart is let in here, other ones from door to door, and the machine where one may be."""
    found = [name for name in COUNTERPARTS if door.words[name] in DONE]
    start = number % len(found) if found else 0
    found = [*found, *found][start : start + min(2, len(found))]
    is_api = door.name.startswith("api_") or ":" not in door.name
    return [*found, "machine"] if is_api and door.words["wei"] in DONE and not door.takes_a_person else found


@pytest.mark.parametrize("app", sorted({door.made.__module__ for door in TABLE.values()}))
def test_ids_of_another_street_open_nothing(
    house: House, token: dict[str, str], names_here: frozenset[str], app: str
) -> None:
    """What is open to who holds the same post elsewhere is open by rule, as a theme of the district is; what is open to
    nobody in particular is opened by its link."""
    faults = []
    for number, (key, door) in enumerate(TABLE.items()):
        is_ours, sends_ours = names_ours(door, house, names_here)
        is_open = door.words["nobody"] in DONE or (door.words["shen"] in DONE and (is_ours or sends_ours))
        if door.made.__module__ != app or is_open:
            continue
        hidden = secrets(house, door)
        for name in knocking(door, number):
            with visit():
                last = Entry.objects.latest("pk").pk
                browser = Client(headers=token) if name == "machine" else browser_of(house, f"far-{name}")
                browser.raise_request_exception = False
                answer = door.knock(browser, house)
                left = {*Entry.objects.filter(pk__gt=last).values_list("action", flat=True)} - HARMLESS
                body = b"" if answer.streaming else answer.content
                leaks = [word for word in hidden if word.encode() in body]
                is_done = is_ours and str(answer.status_code) in DONE
                if answer.status_code >= 500 or leaks or is_done or (left and (is_ours or sends_ours)):
                    faults.append((key, name, answer.status_code, sorted(left), leaks))
    assert faults == []
