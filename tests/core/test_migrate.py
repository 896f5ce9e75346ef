"""A migration that is cut off leaves nothing: neither tables without their note nor notes without their tables."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from core.management.commands.migrate import WholeExecutor

pytestmark = pytest.mark.once
WANTED = ("accounts", "0001_tables")


class CutOff(Exception):
    pass


@pytest.fixture
def empty(tmp_path: Path, settings: Any) -> Any:
    """A connection to an empty database of its own."""
    facts = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "empty.sqlite3")}
    made = connections.create_connection  # keeps the alias, which migrations ask for
    connections.settings["empty"] = connections.configure_settings({"default": facts})["default"]
    connection = made("empty")
    connections["empty"] = connection
    yield connection
    connection.close()
    del connections["empty"]
    del connections.settings["empty"]


def state_of(connection: Any) -> tuple[bool, set[str]]:
    notes = (
        MigrationRecorder(connection).applied_migrations() if connection.introspection.table_names() else {}
    )
    return "accounts_user" in connection.introspection.table_names(), {
        name for app, name in notes if app == "accounts"
    }


def test_a_migration_is_noted_with_what_it_did_or_neither_is(
    empty: Any, monkeypatch: Any, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        note = MigrationRecorder.record_applied

        def cut_off(self: Any, app: str, name: str) -> None:
            if app == "accounts":
                raise CutOff
            note(self, app, name)

        monkeypatch.setattr(MigrationRecorder, "record_applied", cut_off)
        with pytest.raises(CutOff):
            WholeExecutor(empty).migrate([WANTED])
        assert state_of(empty) == (False, set())
        monkeypatch.undo()
        WholeExecutor(empty).migrate([WANTED])
        assert state_of(empty) == (True, {WANTED[1]})
