"""Whether this installation can do its work, a line for each thing it needs. For monitors: no personal data.

`/healthz` says that the process answers; `/readyz` says what is wrong while it does.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from core.parts import parts

LEAST_FREE = 500 * 1024 * 1024  # bytes below which a disk counts as full


class Condition(NamedTuple):
    """One thing looked at: what it is, whether it is well, and what is wrong in a few words."""

    name: str
    is_well: bool
    words: str = "ok"


def conditions() -> Iterator[Condition]:
    """Look at everything, one after another; what breaks while it is looked at is not well."""
    for name, look in {**OWN, **parts("READINESS")}.items():
        try:
            wrong = look()
        except Exception as error:
            wrong = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200]
        yield Condition(name, not wrong, wrong or "ok")


def _database() -> str:
    """A row is written and taken back."""
    with transaction.atomic():
        MigrationRecorder(connection).record_applied("readiness", uuid.uuid4().hex)
        transaction.set_rollback(True)
    return ""


def _tables() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are missing: run manage.py migrate" if missing else ""


def _space(place: Callable[[], str]) -> Callable[[], str]:
    def look() -> str:
        directory = Path(place())
        directory.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(directory).free
        if free < LEAST_FREE:
            return f"{free // 1024 // 1024} MB free in {directory}"
        return "" if os.access(directory, os.W_OK) else f"{directory} cannot be written"

    return look


def _cache() -> str:
    token = uuid.uuid4().hex
    cache.set("readiness", token, 60)
    return "" if cache.get("readiness") == token else "the cache keeps nothing"


def _queue() -> str:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=3)
    return ""


OWN: dict[str, Callable[[], str]] = {
    "database": _database,
    "tables": _tables,
    "space for data": _space(lambda: str(settings.VAR_DIR)),
    "space for files": _space(lambda: str(settings.MEDIA_ROOT)),
    "cache": _cache,
    "queue": _queue,
}
"""Name → what is wrong, empty when nothing is. Upper apps add theirs as READINESS."""
