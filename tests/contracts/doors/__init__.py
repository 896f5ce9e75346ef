"""The one table of doors: a module an app, and in it a row a door and method.

TABLE    door, method, what each of the CAST is answered, how many queries it takes whoever is let in first to read it,
         and the audit codes that whoever is let in first to do it leaves behind (`Door.first`). 200 and 201 done, 302
         done and led on, in: led to sign in, 401 not signed in, 403 visible but not permitted, 404 out of reach,
         itself or what is named in it (400 on pages), 405 wrong method, 409 and 422 refused by a rule. `-`: nothing to be counted
KNOCKS   door → how it is knocked at; a door not named there has no arguments, no query and nothing to send
PERSONAL door → role → what a token of that role gets where the person himself decides: it is nobody's member
PERSONS  doors where a person lets in whom a machine of the same role is refused (branches.access.roles.PERSONS_ONLY)
JOBS     action that no door takes, or not in this house → (who, the call)
furnish  (house) → None: puts what these doors need into the house, as `house.things["name"] = row`

Any but TABLE may be missing. What is sent is right, so that whoever may do it gets it done, and a refusal can only come
from the reach. All of it concerns Lin's branch, or the street above it.
"""

import functools
import importlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.writes import OVERWRITING

# As the floors of the product: what one furnishes, the next may need.
APPS = (
    *(
        "core",
        "accounts",
        "audit",
        "branches",
        "members",
        "drafts",
        "meetings",
        "life",
        "procedures",
        "obligations",
        "planning",
    ),
    *("reports", "documents", "exchange", "dashboards", "reminders"),
)
CAST = ("nobody", "hua", "he", "lin", "shao", "wei", "shen", "sys", "sec", "aud")
# Who asks: the first of these whom the table lets in.
ASKING = ("wei", "lin", "shao", "aud", "sec", "sys", "hua", "he", "shen", "nobody")
DONE = ("200", "201", "202", "204", "302")


@dataclass(frozen=True)
class Knock:
    """args of the address, its query, and the content: a form on pages, JSON at the API."""

    args: tuple[Any, ...] = ()
    query: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    is_form: bool = False


@dataclass(frozen=True, eq=False)
class Door:
    """One row."""

    name: str
    method: str
    words: dict[str, str]  # who → the answer
    queries: int | None
    entries: list[str]
    made: Callable[[Any], Knock]
    personal: dict[str, str]
    takes_a_person: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.method}"

    def first(self, *words: str) -> str:
        """Who asks, of those who get one of these answers; nobody's name where there is none."""
        return next((name for name in ASKING if self.words[name] in words), "")

    def address(self, house: Any) -> str:
        made = self.made(house)
        return reverse(self.name, args=made.args) + (f"?{made.query}" if made.query else "")

    def knock(self, browser: Client, house: Any) -> Any:
        """The answer."""
        address, made = self.address(house), self.made(house)
        if self.method in ("GET", "HEAD"):
            return browser.generic(self.method, address)
        is_api = address.startswith("/api/") and not made.is_form
        if is_api:
            said = json.dumps(made.content, default=str)
            # What is overwritten was seen, whatever it says.
            seen = {} if "version" in made.content else {"If-Match": "*"}
            head = seen if self.method in OVERWRITING else {}
            return browser.generic(self.method, address, said, "application/json", headers=head)
        if self.method == "POST":
            return browser.post(address, made.content)
        return browser.generic(self.method, address)


def modules() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{app}") for app in APPS]


@functools.cache
def table() -> dict[str, Door]:
    """`name METHOD` → the door."""
    doors = [door for module in modules() for door in _rows(module)]
    found = {str(door): door for door in doors}
    assert len(found) == len(doors), "a door stands in two rows"
    return found


def _rows(module: ModuleType) -> Iterator[Door]:
    knocks, personal = getattr(module, "KNOCKS", {}), getattr(module, "PERSONAL", {})
    persons = getattr(module, "PERSONS", frozenset())
    known = set()
    for line in module.TABLE.splitlines():
        cells = line.split("#")[0].split()
        if not cells:
            continue
        name, method, *words = cells[: 2 + len(CAST)]
        queries, *entries = cells[2 + len(CAST) :]
        key = f"{name} {method}"
        known.add(key)
        yield Door(
            name,
            method,
            dict(zip(CAST, words, strict=True)),
            None if queries == "-" else int(queries),
            entries,
            knocks.get(key, lambda _: Knock()),
            personal.get(key, {}),
            key in persons,
        )
    assert {*knocks, *personal, *persons} <= known, f"{module.__name__} knocks where it has no row"


def jobs() -> dict[str, tuple[str, Callable[[Any, Any], Any]]]:
    return {name: job for module in modules() for name, job in getattr(module, "JOBS", {}).items()}


def browser_of(house: Any, name: str, **head: str) -> Client:
    browser = Client(headers=head)
    if name != "nobody":
        browser.cookies[settings.SESSION_COOKIE_NAME] = house.sessions[name]
    return browser


def word_of(answer: Any) -> str:
    """The status; `in` for being led to sign in."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/?"):
        return "in"
    return str(answer.status_code)
