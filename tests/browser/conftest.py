"""A real browser against a live server, with the cast signed in."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services import find_chromium
from tests.world import World, enroll

# Playwright's loop runs in this thread; the ORM is only used between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database in a file: in memory the server's threads would share one connection, and one transaction."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def no_permissions() -> None:
    """Emptying the database writes Django's own permissions anew, which nobody here has: a tenth of every journey."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


def sign_in(context: Any, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def becomes(page: Page, asked: str) -> None:
    """Ask the page until it says yes. wait_for_function waits for frames, which a page without a window may not draw,
    and takes a promise for a yes, whatever comes of it."""
    until = time.monotonic() + 30
    while not page.evaluate(asked):
        assert time.monotonic() < until, asked
        page.wait_for_timeout(50)


@pytest.fixture
def visit(
    browser: Browser, real_commits: None, world: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """visit("lin", "/", phone=True) → a page of Lin's own browser; what the console complains of is in page.said."""
    # Asked for late: named as an argument it would set the database up before, and empty it after, the audit's
    # trigger is put back.
    live_server = request.getfixturevalue("live_server")
    contexts = []

    def visited(who: str | None, path: str = "/", *, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", **(PHONE if phone else DESKTOP), **options
        )
        contexts.append(context)
        if who:
            sign_in(context, getattr(world, who).user, live_server.url)
        page = context.new_page()
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("console", lambda line: page.said.append(line.text) if line.type == "error" else None)
        page.on(
            "response",
            lambda answer: (
                page.said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
            ),
        )
        page.goto(path)
        return page

    yield visited
    for context in contexts:
        context.close()


@pytest.fixture
def twelve(real_commits: None, world: World) -> World:
    """Lin's branch with 12 members on its roll."""
    for n in range(3):
        enroll(world.branch, f"党员{'甲乙丙'[n]}", group=world.groups[0])
    return world


@pytest.fixture
def phone(
    browser: Browser, twelve: World, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """phone("lin") → a page of a browser that keeps what it stores when it is closed: phone.context.close() kills it."""
    live_server = request.getfixturevalue("live_server")
    opened = []

    def switched_on(
        who: str | None = "lin", path: str = "/meetings/record/?kinds=theme_day", *, away: bool = False
    ) -> Page:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=find_chromium(),
            args=ARGUMENTS,
            base_url=live_server.url,
            locale="zh-CN",
            **PHONE,
        )
        opened.append(context)
        context.set_offline(away)
        if who:
            sign_in(context, getattr(twelve, who).user, live_server.url)
        page = context.pages[0]
        page.goto(path)
        return page

    yield switched_on
    for context in opened:
        context.close()
