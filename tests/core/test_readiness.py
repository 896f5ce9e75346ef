"""/readyz names what is wrong, a line each; /healthz only says that the process answers."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from audit import jobs
from audit.models import Job, Tick
from branches.selectors.actors import SYSTEM
from core import clock, readiness


@pytest.fixture
def ready(world: Any) -> None:
    """A scheduler that has just run."""
    jobs.requeue_stale()


def lines() -> dict[str, str]:
    answer = Client().get("/readyz")
    found = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.status_code == (200 if set(found.values()) == {"ok"} else 503)
    return {name: words for name, words in found.items() if words != "ok"}


def missing_migration(settings: Any, tmp_path: Path) -> None:
    MigrationRecorder.Migration.objects.filter(app="meetings").delete()


def silent_scheduler(settings: Any, tmp_path: Path) -> None:
    Tick.objects.update(at=clock.now() - dt.timedelta(minutes=6))


def scheduler_of_tomorrow(settings: Any, tmp_path: Path) -> None:
    Tick.objects.update(at=clock.now() + dt.timedelta(days=1))


def stuck_job(settings: Any, tmp_path: Path) -> None:
    jobs.start("audit.tasks.verify_chain", "x", params={}, by=SYSTEM)
    Job.objects.update(created_at=clock.now() - dt.timedelta(hours=1))


def no_cache(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    backend = "core.cache.ForgivingFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "file" / "cache")}}
    caches._settings = caches.configure_settings(settings.CACHES)


def full_disk(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = "/proc/self"  # of which nothing is free


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (lambda settings, tmp_path: None, None),
        (missing_migration, "tables"),
        (silent_scheduler, "scheduler"),
        (scheduler_of_tomorrow, "scheduler"),
        (stuck_job, "jobs"),
        (no_cache, "cache"),
        (full_disk, "space for files"),
    ],
)
def test_what_is_wrong_has_its_line_and_nothing_else(
    ready: None, settings: Any, tmp_path: Path, break_it: Callable[..., None], name: str | None
) -> None:
    break_it(settings, tmp_path)
    assert list(lines()) == ([name] if name else [])
    assert Client().get("/healthz").content == b"ok"


def test_looking_writes_nothing(ready: None) -> None:
    before = MigrationRecorder.Migration.objects.count()
    assert all(one.is_well for one in readiness.conditions())
    assert MigrationRecorder.Migration.objects.count() == before
