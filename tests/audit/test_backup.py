"""What was backed up is there again elsewhere, whole and readable; what is not whole, or has another key, writes nothing.

Every command runs as its own process on a database of its own, as an operator's does.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from audit.management import backup
from tests.conftest import MIGRATED

pytestmark = pytest.mark.slow
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], dict[str, str]]]:
    """place() → the environment of an installation of its own, with an empty or a migrated database."""
    made: list[str] = []

    def environment(migrated: bool = False) -> dict[str, str]:
        directory = tmp_path_factory.mktemp("installation")
        own = {
            "VAR_DIR": str(directory),
            "MEDIA_ROOT": str(directory / "media"),
            "DEMO": "off",
            "DEBUG": "on",
        }
        if connection.vendor == "sqlite":
            file = directory / "x.sqlite3"
            if migrated and MIGRATED:
                shutil.copy(MIGRATED, file)
            return own | {"DATABASE_URL": f"sqlite:///{file}"}
        database = f"backup_{uuid4().hex[:8]}"
        made.append(database)
        administer(
            f'CREATE DATABASE "{database}"' + (f' TEMPLATE "{MIGRATED}"' if migrated and MIGRATED else "")
        )
        given = connection.settings_dict
        who = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
        where = f"{given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"
        return own | {"DATABASE_URL": f"postgres://{who}@{where}/{database}"}

    yield environment
    for database in made:
        administer(f'DROP DATABASE "{database}" WITH (FORCE)')


def administer(statement: str) -> None:
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    server = psycopg2.connect(
        dbname="postgres", **{key: given[name] for key, name in names.items() if given[name]}
    )
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()


def tables(own: dict[str, str]) -> list[str]:
    """The names of the tables in the database of an installation."""
    url = own["DATABASE_URL"]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as there:
            return [name for (name,) in there.execute("SELECT name FROM sqlite_master")]
    with closing(psycopg2.connect(url)) as there, there.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def run(own: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR, env={**given, **own}, capture_output=True, text=True, check=False,
    )  # fmt: skip


FILL = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests import world
world.act()
default_storage.save("attachments/a.txt", ContentFile(b"kept"))
default_storage.save("polls/key", ContentFile(b"of a secret vote"))
"""
TELL = """
from audit.models import Entry
from django.core.files.storage import default_storage
from members.models import Member
from tests.facts import fact_of
print(Entry.objects.count(), [fact_of(one, "phone") for one in Member.objects.order_by("pk")], default_storage.open("attachments/a.txt").read())
"""


@pytest.fixture(scope="module")
def backed_up(place: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    own, target = place(migrated=True), tmp_path_factory.mktemp("backups") / "backup"
    for command in (("migrate", "--verbosity=0"), ("shell", "-c", FILL), ("backup", str(target))):
        done = run(own, *command)
        assert done.returncode == 0, done.stderr[-2000:]
    return own, target


def test_a_backup_is_there_again_elsewhere(backed_up: Any, place: Any) -> None:
    own, target = backed_up
    other = place()
    done = run(other, "restore", str(target))
    assert done.returncode == 0, done.stderr[-2000:]
    told = [run(each, "shell", "-c", TELL).stdout for each in (own, other)]
    assert told[0] == told[1] != ""
    assert "b'kept'" in told[0]
    assert b"kept" not in (Path(other["MEDIA_ROOT"]) / "attachments/a.txt").read_bytes()
    assert "链完整" in done.stdout
    assert not (target / "files/polls").exists()
    # and nothing is ever written over
    again = run(other, "restore", str(target))
    assert (again.returncode, "not empty" in again.stderr) == (1, True)
    assert run(own, "backup", str(target)).returncode == 1


@pytest.mark.parametrize("target", ["backup", "deep/backup", "../media/backup", "."])
def test_a_backup_among_the_files_it_backs_up_is_refused(settings: Any, tmp_path: Path, target: str) -> None:
    (tmp_path / "media").mkdir()
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with pytest.raises(backup.CannotBackUp, match="outside MEDIA_ROOT"):
        backup.write(tmp_path / "media" / target, {})
    assert list(tmp_path.rglob("*")) == [tmp_path / "media"]


def test_a_backup_that_cannot_be_finished_leaves_nothing(
    settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media/a").touch()

    def is_full(database: Path) -> None:
        database.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(
        backup, f"_back_up_{'sqlite' if connection.vendor == 'sqlite' else 'postgres'}", is_full
    )
    with pytest.raises(OSError, match="No space"):
        backup.write(tmp_path / "backup", {})
    assert [each.name for each in tmp_path.iterdir()] == ["media"]


def test_a_file_thrown_away_while_it_is_backed_up_is_left_out(tmp_path: Path, monkeypatch: Any) -> None:
    for name in ("gone", "kept"):
        (tmp_path / "media").mkdir(exist_ok=True)
        (tmp_path / "media" / name).write_bytes(b"x")
    is_file = Path.is_file

    def goes(file: Path) -> bool:
        found = is_file(file)
        if file.name == "gone":
            file.unlink()
        return found

    monkeypatch.setattr(Path, "is_file", goes)
    backup._copy_tree(tmp_path / "media", tmp_path / "copy")
    assert [file.name for file in (tmp_path / "copy").iterdir()] == ["kept"]


@pytest.mark.parametrize("host", ["", "db.example.org", "/run/postgresql"])
def test_what_the_address_leaves_out_is_found_as_the_product_finds_it(monkeypatch: Any, host: str) -> None:
    """Without a host by the socket: pg_dump on localhost would ask for a password nobody has."""
    seen: dict[str, str] = {}
    facts = {"HOST": host, "PORT": "", "USER": "zuzhi", "PASSWORD": "", "NAME": "zuzhi"}
    monkeypatch.setattr(backup, "connection", SimpleNamespace(settings_dict=facts))
    monkeypatch.setattr(backup.shutil, "which", lambda program: program)
    monkeypatch.delenv("PGHOST", raising=False)
    done = SimpleNamespace(returncode=0)
    monkeypatch.setattr(backup.subprocess, "run", lambda *_, env, **given: seen.update(env) or done)
    backup._run("pg_dump")
    assert (seen.get("PGHOST", ""), seen["PGUSER"], seen["PGDATABASE"]) == (host, "zuzhi", "zuzhi")
    assert not {"PGPORT", "PGPASSWORD"} & seen.keys()


def spoil_database(target: Path) -> None:
    [file] = target.glob("database.*")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def lose_file(target: Path) -> None:
    next((target / "files").rglob("*.txt")).unlink()


def lose_manifest(target: Path) -> None:
    (target / "manifest.json").write_text("{")


def forge_database(target: Path) -> None:
    manifest = json.loads((target / "manifest.json").read_text())
    (target / "manifest.json").write_text(json.dumps(manifest | {"database": "oracle"}))


@pytest.fixture(scope="module")
def empty(place: Any) -> dict[str, str]:
    return place()


@pytest.mark.parametrize("spoil", [spoil_database, lose_file, lose_manifest, forge_database, None])
def test_what_is_not_whole_or_has_another_key_writes_nothing(
    backed_up: Any, empty: Any, tmp_path: Path, spoil: Any
) -> None:
    target = Path(shutil.copytree(backed_up[1], tmp_path / "backup"))
    if spoil:
        spoil(target)
    done = run(empty if spoil else empty | {"DATA_KEY": settings.DATA_KEY[::-1]}, "restore", str(target))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert tables(empty) == []
    assert not any(Path(empty["MEDIA_ROOT"]).rglob("*.txt"))
