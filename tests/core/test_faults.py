"""What passes by itself is told apart from what is broken, by what the system itself says."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection, transaction
from django.test import Client

from core import faults
from core.cache import ForgivingFileCache
from core.faults import AWAY, BUSY, FULL, Fault, passing_fault
from tests.threads import at_once
from tests.tokens import token_of


def full_disk(tmp_path: Path) -> None:
    with open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")


def full_database(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "full")
    database.execute("PRAGMA max_page_count=2")
    database.execute("CREATE TABLE t (x)")
    database.execute("INSERT INTO t VALUES (zeroblob(1000000))")


def locked_database(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "held").execute("BEGIN EXCLUSIVE")
    other = sqlite3.connect(tmp_path / "locked", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    sqlite3.connect(tmp_path / "locked", timeout=0).execute("BEGIN IMMEDIATE")


def read_only_database(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "r").execute("CREATE TABLE t (x)")
    sqlite3.connect(f"file:{tmp_path / 'r'}?mode=ro", uri=True).execute("INSERT INTO t VALUES (1)")


def missing_file(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "no" / "where").execute("SELECT 1")


def spoilt_database(tmp_path: Path) -> None:
    (tmp_path / "spoilt").write_bytes(b"no database, but long enough to be taken for one" * 100)
    sqlite3.connect(tmp_path / "spoilt").execute("SELECT * FROM sqlite_master")


def missing_table(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x").execute("SELECT * FROM nothing")


def no_database_server(tmp_path: Path) -> None:
    psycopg2.connect(host="127.0.0.1", port=9, connect_timeout=1)


def no_memory(tmp_path: Path) -> None:
    raise MemoryError


def defect(tmp_path: Path) -> None:
    {}["x"]


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (full_disk, FULL),
        (full_database, FULL),
        (locked_database, BUSY),
        (read_only_database, AWAY),
        (missing_file, AWAY),
        (spoilt_database, AWAY),
        (no_database_server, AWAY),
        (no_memory, AWAY),
        (missing_table, None),
        (defect, None),
    ],
)
def test_a_fault_is_known_by_what_the_system_says(
    break_it: Callable[[Path], None], fault: Fault | None, tmp_path: Path
) -> None:
    with pytest.raises(Exception) as direct:  # noqa: PT011
        break_it(tmp_path)
    assert passing_fault(direct.value) is fault
    with pytest.raises(OperationalError) as wrapped:
        raise OperationalError(str(direct.value)) from direct.value
    assert passing_fault(wrapped.value) is fault
    words = faults.words_for_operator(wrapped.value)
    assert (str(direct.value).partition("\n")[0] in words, bool(words)) == (
        fault is not None,
        fault is not None,
    )


@pytest.mark.strict  # SQLite has one writer: see locked_database
def test_who_waits_for_a_held_row_gives_up_and_hears_that_it_is_busy(real_commits: None, world: Any) -> None:
    held, limit = connection.copy(), "SET lock_timeout = '300ms'"

    def wait() -> Any:
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(limit)
            try:
                cursor.execute("UPDATE audit_head SET count = count")
            except OperationalError as error:
                return passing_fault(error)

    with held.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM audit_head FOR UPDATE")
        found = at_once([wait])
        cursor.execute("ROLLBACK")
    held.close()
    assert found == [BUSY]


def test_no_sentence_claims_what_nobody_knows() -> None:
    for fault in (faults.AWAY, faults.UNKNOWN):
        assert "不确定有没有写入" in fault.sentence
    assert "没有写入" in faults.BUSY.sentence


# ── the cache may vanish ──


@pytest.fixture
def broken(tmp_path: Path) -> ForgivingFileCache:
    return ForgivingFileCache(str(tmp_path / "cache"), {})


@pytest.mark.parametrize("garbage", [b"", b"\x80", b"x" * 50, b"\x80\x05K\x01.", bytes(range(50))])
def test_an_entry_that_cannot_be_read_is_absent_and_goes(broken: ForgivingFileCache, garbage: bytes) -> None:
    broken.set("name", 1)
    [file] = Path(broken._dir).glob("*.djcache")
    file.write_bytes(garbage)
    assert broken.get("name", "absent") == "absent"
    file.write_bytes(garbage)
    assert broken.add("name", 2)
    assert broken.get("name") == 2


def test_a_cache_that_cannot_be_written_keeps_nothing_and_refuses_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    away = ForgivingFileCache(str(tmp_path / "file" / "cache"), {})
    away.set("name", 1)
    assert (away.get("name", 0), away.add("name", 1), away.delete("name")) == (0, True, False)


def test_the_api_answers_without_its_cache(world: Any, sign_in: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    backend = "core.cache.ForgivingFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "file" / "cache")}}
    caches._settings = caches.configure_settings(settings.CACHES)
    api = Client(headers=token_of(world.branch, "secretary"))
    assert api.get("/api/v1/meetings/").status_code == 200
    assert sign_in("lin").get("/").status_code == 200


def test_an_unknown_error_number_is_a_defect() -> None:
    assert passing_fault(OSError(errno.ENOENT, "no such file")) is None
