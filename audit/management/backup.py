"""The whole installation as one directory, and back: the database as it was at one moment, then the kept files.

    manifest.json      what is in it, each with its digest, and whatever the caller adds (the chain's head, the key's print)
    database.sqlite3   or database.dump, in pg_dump's own format
    files/             what the default storage keeps on this machine

The database comes first: a file added meanwhile is one too many, never one too few. Keys are not in it, nor are those of open
secret votes: of the votes in a backup nothing can be read, such a vote is taken again.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, connections

from core import clock
from core.durable import sync_directory, write_whole

MANIFEST, FILES = "manifest.json", "files"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
LIBPQ = {"HOST": "HOST", "PORT": "PORT", "USER": "USER", "PASSWORD": "PASSWORD", "NAME": "DATABASE"}
FORMAT = 1


class CannotBackUp(Exception):
    """What is missing or wrong, and what to do. Nothing has been changed."""


def write(directory: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Back everything up into a new directory; returns its manifest. Raises CannotBackUp."""
    directory = directory.resolve()
    if directory.exists() and any(directory.iterdir()):
        raise CannotBackUp(f"{directory} is not empty: name a new directory.")
    if directory.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise CannotBackUp(f"{directory} lies among the files to be backed up: name one outside MEDIA_ROOT.")
    unfinished = directory.with_name(f"{directory.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        return _write(unfinished, directory, facts)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(unfinished: Path, directory: Path, facts: dict[str, Any]) -> dict[str, Any]:
    database = unfinished / DATABASE[connection.vendor]
    (_back_up_sqlite if connection.vendor == "sqlite" else _back_up_postgres)(database)
    is_local = isinstance(default_storage, FileSystemStorage)
    if is_local:
        _copy_tree(Path(settings.MEDIA_ROOT), unfinished / FILES, without="polls")
    manifest = {
        "format": FORMAT,
        "at": clock.now().isoformat(),
        "database": connection.vendor,
        "files_are_in_a_store": not is_local,
        **facts,
        "digests": {name: digest_of(unfinished / name) for name in _names(unfinished)},
    }
    write_whole(unfinished / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    if directory.exists():
        directory.rmdir()
    os.rename(unfinished, directory)
    sync_directory(directory.parent)
    return manifest


def read(directory: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole: every file there, none changed. Raises CannotBackUp."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text())
    except (OSError, ValueError) as broken:
        raise CannotBackUp(f"{directory} is no backup: its {MANIFEST} cannot be read.") from broken
    if manifest.get("format") != FORMAT:
        raise CannotBackUp("This backup was written by another version of the product.")
    if manifest["database"] != connection.vendor:
        raise CannotBackUp(
            f"This backup is of {manifest['database']}, DATABASE_URL names {connection.vendor}."
        )
    for name, digest in manifest["digests"].items():
        if not (directory / name).is_file():
            raise CannotBackUp(f"{name} is missing from the backup.")
        if digest_of(directory / name) != digest:
            raise CannotBackUp(f"{name} is not what was backed up: its digest differs.")
    return manifest


def restore(directory: Path) -> None:
    """Put a backup that `read` found whole in place of an empty installation. Raises CannotBackUp when it is not empty."""
    if connection.introspection.table_names():
        raise CannotBackUp("The database is not empty: name a new one, nothing is ever written over.")
    files, media = directory / FILES, Path(settings.MEDIA_ROOT)
    if files.exists() and media.exists() and any(path.is_file() for path in media.rglob("*")):
        raise CannotBackUp(
            f"{media} is not empty: name a new place for files (MEDIA_ROOT), nothing is ever written over."
        )
    if files.exists():
        _copy_tree(files, media)
    source = directory / DATABASE[connection.vendor]
    (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgres)(source)


def _back_up_sqlite(target: Path) -> None:
    """SQLite's own online backup: as of one moment, while others write. A copy of the file alone would lose the newest."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    _sync(target)


def _restore_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(source)) as copy:
        copy.backup(connection.connection)
    connections.close_all()


def _back_up_postgres(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    _sync(target)


def _restore_postgres(source: Path) -> None:
    connections.close_all()
    name = f"--dbname={connection.settings_dict['NAME']}"
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        name,
        str(source),
    )


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs, on the database of the settings. The password stands in no list of processes."""
    if not (found := shutil.which(program) or _newest_of(program)):
        raise CannotBackUp(f"{program} is missing: apt-get install postgresql-client.")
    # What DATABASE_URL leaves out is found as the product itself finds it: without a host, by the socket.
    own = {f"PG{name}": str(given) for key, name in LIBPQ.items() if (given := connection.settings_dict[key])}
    done = subprocess.run(
        [found, *arguments], env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotBackUp(
            f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}"
        )


def _newest_of(program: str) -> str | None:
    """Debian keeps them beside the server of their version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else None


def _copy_tree(source: Path, target: Path, without: str = "") -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in source.rglob("*"):
        if (
            file.is_file()
            and not file.name.endswith(".part")
            and file.parent != source / (without or ".part")
        ):
            with suppress(FileNotFoundError), file.open("rb") as content:  # thrown away meanwhile
                write_whole(target / file.relative_to(source), iter(lambda: content.read(1 << 20), b""))


def _names(directory: Path) -> Iterator[str]:
    for file in sorted(directory.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(directory))


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb+") as content:
        os.fsync(content.fileno())
