"""No action can be taken that leaves no entry: takes every action of the house once, at the doors and where no door leads.

What a door leaves stands in its row (tests.contracts.doors). An action that no door takes needs a call in JOBS beside the
doors of its app, or it fails here: a new one cannot be forgotten.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from functools import partial
from io import BytesIO
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from audit import chain
from audit.models import Entry
from branches.selectors.actors import Actor
from tests.contracts.doors import APPS, DONE, browser_of, jobs, table
from tests.contracts.golden import differences
from tests.contracts.house import House, visit
from tests.hand import table_of

pytestmark = pytest.mark.once  # no database can change its answer

REQUEST = "request-of-the-test"
HEADS = {"X-Request-ID": REQUEST, "User-Agent": "Mobile"}
TABLE = {key: door for key, door in table().items() if door.first(*DONE)}
JOBS = jobs()


def every_action() -> dict[str, Callable[..., Any]]:
    """Public functions with a keyword-only `by`, defined in the actions rooms, by the shortest public name."""
    found = {}
    for room in (Path(settings.BASE_DIR, app, "actions") for app in APPS if app != "core"):
        package = importlib.import_module(f"{room.parent.name}.actions")
        public = {name for name, value in vars(package).items() if isinstance(value, FunctionType)}
        for path in sorted(room.glob("*.py")) or [room.with_suffix(".py")]:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                    continue
                if "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                    continue
                module = package.__name__ + ("" if node.name in public else f".{path.stem}")
                found[f"{module}.{node.name}"] = getattr(importlib.import_module(module), node.name)
    return found


class Watch:
    """Which actions run, and during which of them an entry is written."""

    def __init__(self) -> None:
        self.actions = every_action()
        self.running: list[str] = []
        self.taken: set[str] = set()
        self.recorded: set[str] = set()

    def take(self, name: str, action: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        self.running.append(name)
        self.taken.add(name)
        try:
            return action(*args, **given)
        finally:
            self.running.pop()

    def write(self, record: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        if answer := record(*args, **given):  # the entries, or their number
            self.recorded |= {*self.running}
        return answer

    @contextmanager
    def watching(self) -> Iterator[None]:
        with ExitStack() as watched:
            for name, action in self.actions.items():
                watched.enter_context(route_calls(action, partial(self.take, name)))
            for record in (chain.record_all, chain.record_each):
                watched.enter_context(route_calls(record, self.write))
            yield


def forward(*args: Any, _through: Callable[..., Any], **given: Any) -> Any:
    return _through(*args, **given)


@contextmanager
def route_calls(function: Callable[..., Any], guard: Callable[..., Any]) -> Iterator[None]:
    """Whoever calls the function, wherever they imported it, calls guard(function, …). A profiler would be told of every
    other call in the house as well, at three times the price."""
    target: Any = inspect.unwrap(function)
    code, defaults, by_keyword = target.__code__, target.__defaults__, target.__kwdefaults__
    original = FunctionType(code, target.__globals__, target.__name__, defaults, target.__closure__)
    original.__kwdefaults__ = by_keyword
    target.__code__, target.__kwdefaults__ = forward.__code__, {"_through": partial(guard, original)}
    try:
        yield
    finally:
        target.__code__, target.__kwdefaults__ = code, by_keyword


class Deeds:
    """Every door and every job, each done once, and what it left behind."""

    def __init__(self, house: House) -> None:
        self.house, self.watch, self.left = house, Watch(), dict[str, list[Entry]]()

    def at(self, key: str) -> list[Entry]:
        if key not in self.left:
            with visit():
                last = Entry.objects.latest("id").pk
                with self.watch.watching():
                    self._knock(key) if key in TABLE else self._call(key)
                self.left[key] = [*Entry.objects.filter(pk__gt=last).order_by("pk").select_related("user")]
        return self.left[key]

    def all(self) -> list[Entry]:
        """Jobs last: to throw a file away cannot be rolled back."""
        return [entry for key in [*TABLE, *JOBS] for entry in self.at(key)]

    def who(self, key: str) -> Any:
        name = TABLE[key].first(*DONE) if key in TABLE else JOBS[key][0]
        return self.house.user(name) if name != "nobody" else None

    def _knock(self, key: str) -> None:
        door = TABLE[key]
        browser = browser_of(self.house, door.first(*DONE), **HEADS)
        browser.defaults["REMOTE_ADDR"] = "10.0.0.1"
        door.knock(browser, self.house)

    def _call(self, key: str) -> None:
        by = Actor.of(self.who(key), request_id=REQUEST, address="10.0.0.1", device="手机")
        JOBS[key][1](self.house, by)


@pytest.fixture(scope="module")
def deeds(furnished: Any) -> Deeds:
    return Deeds(furnished[0])


def tells(entry: Entry, who: Any) -> None:
    assert (entry.user, entry.who) == (
        (None, BY_LINK[entry.action]) if entry.action in BY_LINK else (who, str(who))
    )
    assert (entry.address, entry.device) == ("10.0.0.1", "手机")
    assert entry.path or entry.action in WITHOUT_PLACE, f"{entry.action} does not say where"
    assert entry.before or entry.after or entry.note or entry.action in WITHOUT_CONTENT
    assert entry.subject or entry.action in WITHOUT_SUBJECT


@pytest.mark.parametrize("key", TABLE)
def test_a_door_leaves_its_entries(house: House, deeds: Deeds, key: str) -> None:
    """These and no others, all of them its visitor's."""
    left = deeds.at(key)
    assert list(dict.fromkeys(entry.action for entry in left)) == table()[key].entries
    for entry in left:
        assert entry.request_id == REQUEST
        tells(entry, deeds.who(key))


@pytest.mark.parametrize("name", JOBS)
def test_an_action_leaves_an_entry(house: House, deeds: Deeds, name: str) -> None:
    left = [entry for entry in deeds.at(name) if (entry.request_id, entry.user) == (REQUEST, deeds.who(name))]
    assert left, f"{name} leaves no entry"
    tells(left[-1], deeds.who(name))


@pytest.mark.slow
def test_every_action_is_taken_here(house: House, deeds: Deeds) -> None:
    """At a door or as a job; and an entry is written while it runs."""
    deeds.all()
    assert deeds.watch.taken == {*every_action()}
    assert deeds.watch.taken - deeds.watch.recorded == SECRET | WITHIN
    assert not {*JOBS} - deeds.watch.taken, "a job that takes another action than it says"
    assert not [key for key, door in table().items() if door.entries and key not in TABLE]


def at_the_door(house: House) -> None:
    """What no action does: somebody signs in and out, and is refused a page."""
    browser = Client()
    browser.post("/sign-in/", {"username": "hua", "password": "Demo-party-life-1"})
    browser.get("/audit/")
    browser.post("/sign-out/")


@pytest.mark.slow
def test_actions_and_their_subjects_stay_what_they_were(house: House, deeds: Deeds) -> None:
    """Each action with its label, and with the subjects it occurs with and their labels (tests.contracts.golden)."""
    found = {(entry.action, entry.subject): entry for entry in [*Entry.objects.all(), *deeds.all()]}
    with visit():
        last = Entry.objects.latest("id").pk
        at_the_door(house)
        found |= {(entry.action, entry.subject): entry for entry in Entry.objects.filter(pk__gt=last)}
    with visit():
        for number, entry in enumerate(map(copy, found.values()), Entry.objects.latest("id").pk + 1):
            entry.pk, entry._state.adding, entry.digest = number, True, f"{number:064}"
            entry.request_id, entry.note = "golden", f"{entry.action} {entry.subject}".strip()
            entry.save()
        browser = Client()
        browser.force_login(house.user("aud"), backend=settings.AUTHENTICATION_BACKENDS[1])
        page = browser.get("/audit/").content.decode()
        answer = browser.post("/audit/export/?request_id=golden", {"reason": "核对"})
    heads, *rows = table_of(load_workbook(BytesIO(answer.content)).active)
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    offered = [
        f"{group}: {action} {label}"
        for group, options in re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', page, re.DOTALL)
        for action, label in re.findall(r'<option value="(.*?)">(.*?)</option>', options)
    ]
    assert not differences(
        "audit",
        [*offered, *(f"{row['说明']}: {row['何事']} {row['对象类别'] or ''}".strip() for row in told)],
    )


WITHOUT_PLACE = {
    "rule.set",
    "draft.empty_bin",
    "files.throw_away_lost",
}  # a rule and the store of files are the whole district's
WITHOUT_SUBJECT = {
    "draft.empty_bin",
    "meeting.export_list",
    "meeting.export_review",
    "life.export_year",
    "audit.export",
    "audit.verify",
    "files.throw_away_lost",
    "member.export",
    "member.look_up",
    "reminder.build",
    "reminder.file",
    "reminder.phones",
    "reminder.send",
}  # done to the chain, or to many at once
BY_LINK = {"stand_in.take": "赵小红（代为考勤）"}  # whoever's browser it is: the link is the stand-in's
WITHOUT_CONTENT = {"session.end", "member.open"}
SECRET = {"life.actions.cast", "life.actions.grade"}  # an entry would hold voter and time (ADR 0004)
WITHIN = {"drafts.actions.lay_in_bin"}  # the entry is that of the action which strikes


def test_signing_in_and_out_leaves_entries(house: House) -> None:
    with visit():
        browser, last = Client(headers={"X-Request-ID": REQUEST}), Entry.objects.latest("id").pk
        browser.post("/sign-in/", {"username": "lin", "password": "wrong"})
        browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
        browser.post("/sign-out/")
        left = Entry.objects.filter(pk__gt=last).order_by("pk").values_list("action", "request_id")
        assert list(left) == [
            ("session.failed", REQUEST),
            ("session.start", REQUEST),
            ("session.end", REQUEST),
        ]


@pytest.mark.parametrize("address", ["/audit/", "/imports/"])
def test_a_refusal_leaves_an_entry(house: House, address: str) -> None:
    with visit():
        browser, last = Client(headers={"X-Request-ID": REQUEST}), Entry.objects.latest("id").pk
        browser.force_login(house.user("hua"), backend=settings.AUTHENTICATION_BACKENDS[1])
        assert browser.get(address).status_code == 403
        entry = Entry.objects.filter(pk__gt=last, action="access.refused").get()
        assert (entry.user, entry.after["address"]) == (house.user("hua"), address)
        assert (entry.request_id, entry.path) == (REQUEST, house.world.branch.path)
