"""Fixtures everyone shares: the cast, signed-in browsers, API tokens, a fixed day."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from audit import triggers
from tests import world as the_world

# Sunday, 22 November 2026, 15:00 in Shanghai: a month under way, a quarter not yet over.
TODAY = dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Any, settings: Any) -> None:
    """Uploads and the cache of one test are nobody else's."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The day is TODAY; `clock.move_to(...)` changes it."""
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: Any, clock: Any) -> the_world.World:
    """The cast: a district, two streets, three branches each (tests.world)."""
    return the_world.build()


@pytest.fixture
def sign_in(world: the_world.World) -> Callable[[str], Client]:
    """sign_in("lin") → a browser in which Lin is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(world, name).user, backend=settings.AUTHENTICATION_BACKENDS[1])
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
