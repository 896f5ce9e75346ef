"""What a passing fault does to a job: it is queued again, up to ten attempts, and its sentence claims nothing unknown."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches

from audit import jobs
from audit.models import Job
from branches.selectors.actors import SYSTEM
from core.clock import now
from core.errors import RuleBroken

STALE = dt.timedelta(seconds=configured.JOB_STALE_SECONDS)


def full() -> None:
    with open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")


def gone() -> None:
    raise ConnectionResetError


def defect() -> None:
    raise KeyError("x")


def refusal() -> None:
    raise RuleBroken("不行。")


def begin(key: str = "") -> Job:
    return jobs.start("audit.tasks.requeue_stale_jobs", "测试", params={}, key=key, by=SYSTEM)


@pytest.mark.parametrize(
    ("what", "status", "sentence"),
    [
        (full, "queued", ""),
        (gone, "queued", ""),
        (defect, "failed", jobs.FAILED),
        (refusal, "failed", "不行。"),
        (lambda: None, "done", ""),
    ],
)
def test_only_what_passes_is_tried_again(db: None, what: Any, status: str, sentence: str) -> None:
    job = begin()
    jobs.run(job.pk, lambda job: what() or "/")
    job.refresh_from_db()
    assert (job.status, job.error) == (status, sentence)


def test_ten_attempts_are_the_end_and_nothing_unknown_is_claimed(db: None) -> None:
    job, tried = begin(), []
    for _ in range(jobs.MOST_ATTEMPTS + 2):
        jobs.run(job.pk, lambda job: tried.append(1) or full() or "/")
    job.refresh_from_db()
    assert (job.status, len(tried)) == ("failed", jobs.MOST_ATTEMPTS)
    assert "没有写入任何内容" not in job.error


def test_a_job_put_back_is_found_by_the_scheduler(db: None) -> None:
    job = begin()
    jobs.run(job.pk, lambda job: full() or "/")
    Job.objects.update(beat_at=now() - STALE - dt.timedelta(seconds=1))
    assert jobs.requeue_stale() == 1


@pytest.mark.parametrize(("attempts", "times"), [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (9, 8)])
@pytest.mark.parametrize("patience", [60, 5])
def test_a_job_waits_longer_after_each_attempt(
    db: None, clock: Any, settings: Any, attempts: int, times: int, patience: int
) -> None:
    """A disk that is full for most of an hour ends no job."""
    settings.JOB_STALE_SECONDS = patience
    begin()
    for seconds, queued in ((times * patience, 0), (times * patience + 1, 1)):
        Job.objects.update(attempts=attempts, beat_at=now() - dt.timedelta(seconds=seconds))
        assert jobs.requeue_stale() == queued


@pytest.mark.parametrize(
    ("beat", "stale"),
    [
        (dt.timedelta(), False),
        (-STALE, False),
        (-STALE - dt.timedelta(seconds=1), True),
        (STALE, False),
        (STALE + dt.timedelta(seconds=1), True),
        (dt.timedelta(days=1), True),
    ],
)
def test_a_heartbeat_of_the_future_is_no_sign_of_life(
    db: None, clock: Any, beat: dt.timedelta, stale: bool
) -> None:
    job = begin()
    Job.objects.update(status="running", beat_at=now() + beat)
    assert Job.objects.stale().exists() is stale
    assert (jobs.claim(job.pk) is not None) is stale


def test_progress_that_cannot_be_kept_ends_no_job(db: None, settings: Any, tmp_path: Any) -> None:
    (tmp_path / "file").touch()
    backend = "core.cache.ForgivingFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "file" / "cache")}}
    caches._settings = caches.configure_settings(settings.CACHES)
    job = begin()
    jobs.run(job.pk, lambda job: jobs.beat(job, 1, 2) or "/done/")
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", "/done/")


def test_the_same_work_is_open_once(db: None) -> None:
    first, same, other, free = begin("a"), begin("a"), begin("b"), begin()
    assert first == same
    assert len({first.pk, other.pk, free.pk, begin().pk}) == 4
    Job.objects.filter(pk=first.pk).update(status="done")
    assert begin("a") != first
