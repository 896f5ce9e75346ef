"""Fixtures everyone shares: the cast, signed-in browsers, API tokens, a fixed day."""

import datetime as dt
import gc
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from audit.sql import triggers
from core.sessions import SessionStore
from tests import world as the_world
from tests.forest_fixtures import forest  # noqa: F401
from tests.meeting_fixtures import make, record_by_lin  # noqa: F401
from tests.pages import PageClient

# Sunday, 22 November 2026, 15:00 in Shanghai: a month under way, a quarter not yet over.
TODAY = dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC)


# A database in which every migration has run, made once by tests.services: a path (SQLite) or a name (PostgreSQL).
MIGRATED = os.environ.get("MIGRATED_DATABASE", "")


def pytest_configure() -> None:
    gc.disable()  # until all is collected


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes seconds begins first, or one worker would wait for the other's last test. Whatever commits stays
    behind the rest: it leaves an empty database."""
    items.sort(key=lambda item: not item.get_closest_marker("slow") or "real_commits" in item.fixturenames)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end. To look through it for garbage after every 700 objects costs a
    tenth of all the time (docs/measured.md)."""
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return bool(MIGRATED)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """This worker's database as a copy of the migrated one: migrating takes longer than many tests."""
    if MIGRATED:
        copy = copy_postgres if connection.vendor == "postgresql" else copy_sqlite
        with closing(copy(connection.creation._get_test_db_name())):
            yield
    else:
        yield


def copy_postgres(name: str) -> Any:
    to = connection.get_connection_params() | {"dbname": "postgres"}
    server = psycopg2.connect(
        **{key: to[key] for key in ("dbname", "host", "port", "user", "password") if key in to}
    )
    server.autocommit = True
    server.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{MIGRATED}"')
    return server


def copy_sqlite(name: str) -> Any:
    """In memory it stands for as long as the connection that is returned."""
    kept = sqlite3.connect(name, uri=True)
    with closing(sqlite3.connect(MIGRATED)) as migrated:
        migrated.backup(kept)
    return kept


@pytest.fixture(scope="session", autouse=True)
def one_chain() -> None:
    """Every test client goes through the same middleware: to build it for each one takes longer than many requests."""
    handler = ClientHandler()
    handler.load_middleware()
    ClientHandler._middleware_chain = staticmethod(handler._middleware_chain)


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Directories that exist once something is written there."""
    base = tmp_path_factory.mktemp("files")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_files(places: Iterator[Any], settings: Any) -> None:
    """Uploads and the cache of one test are nobody else's."""
    place = str(next(places))
    settings.MEDIA_ROOT = f"{place}/media"
    settings.AUDIT_ANCHORS = f"{place}/audit.anchors"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": place}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """The day is TODAY, for the database's server too; `clock.move_to(...)` changes it."""
    monkeypatch.setattr("audit.jobs.database_time", timezone.now)
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: Any, clock: Any) -> the_world.World:
    """The cast: a district, two streets, three branches each (tests.world)."""
    return the_world.build()


@pytest.fixture
def sign_in(world: the_world.World) -> Callable[[str], Client]:
    """sign_in("lin") → a browser in which Lin is signed in. Of signing in itself it does nothing (tests.accounts)."""

    def signed_in(name: str) -> Client:
        user, session = getattr(world, name).user, SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        session.create()
        client = PageClient()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return signed_in


@pytest.fixture(autouse=True)
def triggers_stand(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Put the audit's trigger back after a test that had to take it away (torn down last, being set up first)."""
    yield
    if "real_commits" in request.fixturenames:
        with django_db_blocker.unblock():
            triggers.install(connection)


@pytest.fixture
def real_commits(django_db_serialized_rollback: None, transactional_db: None) -> Iterator[None]:
    """For tests that need real commits (threads, jobs, browsers): the database is emptied afterwards.

    Audit entries refuse deletion, so the trigger steps aside for the emptying.
    """
    yield
    triggers.remove(connection)
