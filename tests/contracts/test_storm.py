"""One part after another killed while clients write: what they were told is there, whole and once. The long one: make storm."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import storm_rows
from tests.storm import Installation, storm, wrong_in

pytestmark = pytest.mark.slow
KILLED = ("web worker", "worker", "scheduler", "web server")
"""The worker's child and `serve` itself are left to the long one: to start everything again takes most of the time."""


@pytest.fixture
def installation(real_commits: None, settings: Any, tmp_path: Path) -> Iterator[Installation]:
    """The product on the database of this test, on SQLite on a copy of it that is read back."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher"
    ]  # the tests' own is unknown to it
    facts = connection.settings_dict
    file = tmp_path / "storm.sqlite3"
    given = {"MEDIA_ROOT": settings.MEDIA_ROOT, "AUDIT_ANCHORS": settings.AUDIT_ANCHORS}
    if connection.vendor == "sqlite":
        given["DATABASE_URL"] = f"sqlite:///{file}"
    else:
        who = f"{facts['USER']}:{facts['PASSWORD']}" if facts["PASSWORD"] else facts["USER"]
        given["DATABASE_URL"] = f"postgres://{who}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
        given["REDIS_URL"] = f"{settings.REDIS_URL.rpartition('/')[0]}/9"
    started = Installation(tmp_path, given)
    yield started
    started.stop()


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    if connection.vendor == "sqlite":
        source.backup(target)


def test_nothing_told_is_lost_or_doubled_whatever_is_killed(
    installation: Installation, tmp_path: Path
) -> None:
    prepared, chance = storm_rows.prepare(), random.Random(14)
    with closing(sqlite3.connect(tmp_path / "storm.sqlite3")) as file:
        copy(connection.connection, file)
    told = storm(installation, prepared, KILLED, chance, clients=2, pause=(0.5, 1))
    installation.stop()
    with closing(sqlite3.connect(tmp_path / "storm.sqlite3")) as file:
        copy(file, connection.connection)
    assert (list(told.faults), wrong_in(told, storm_rows.count())) == ([*KILLED], [])
    assert len(told.days) > len(KILLED)
    assert told.files
