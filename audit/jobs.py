"""The life of a background job (queue, claim, heartbeat, finish, requeue when stale) and of the files jobs make.

Progress lives in the cache, not in the row: a job works in one transaction, and nobody could see its row change.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import Error as DatabaseFault
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from audit import chain
from audit.models import Job, Tick
from audit.states import JOB_MOVES
from core import clock, queue
from core.errors import Gone, Refusal
from core.faults import passing_fault
from core.logs import work_id
from core.moves import swap

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
LONGEST_PAUSE = 8
"""A job waits once, twice, four times JOB_STALE_SECONDS before it is tried again, and at most so many times: a disk that is
full or a store that is away for most of an hour ends none."""
MOST_SILENT = dt.timedelta(minutes=10)
STEADY_AFTER = dt.timedelta(hours=1)
FAILED = "处理时出了意外，没有做完。请看一下已经写入了什么，再试一次；还不行，请把任务编号告诉管理员。"


def start(
    task: str,
    title: str,
    *,
    params: dict[str, Any],
    where: chain.EntryPlace | None = None,
    key: str = "",
    by: chain.EntryAuthor,
) -> Job:
    """Queue a job once the running transaction has committed. `task` is the Celery name of its door.

    While a job with the same `key` is open, that one is returned and nothing is queued.
    """
    path = where.path if where else ""
    try:
        with transaction.atomic():
            job = Job.objects.create(task=task, title=title, owner=by.user, path=path, params=params, key=key)
    except IntegrityError:
        is_open = [Job.Status.QUEUED, Job.Status.RUNNING]
        if not key or not (already := Job.objects.filter(key=key, status__in=is_open).first()):
            raise
        return already
    chain.record("job.start", by=by, subject=job, where=where, after={"task": task, "params": params})
    queue.send(task, job.pk)
    return job


def claim(job_id: int) -> Job | None:
    """Take the job, or None when another worker has it or it is over."""
    job, now = Job.objects.filter(pk=job_id).first(), clock.now()
    if job is None:
        return None
    stale = dt.timedelta(seconds=settings.JOB_STALE_SECONDS)
    # A heartbeat of the future was written by a wrong clock and says nothing.
    is_stale = job.beat_at is not None and not now - stale <= job.beat_at <= now + stale
    move = "take_over" if job.status == Job.Status.RUNNING and is_stale else "start"
    try:
        swap(
            job,
            JOB_MOVES,
            move,
            seen={"beat_at": job.beat_at},
            attempts=F("attempts") + 1,
            beat_at=now,
            started_at=now,
        )
    except Gone:
        return None
    return job


def beat(job: Job, done: int, total: int) -> None:
    """Say how far the work is; cheap enough for every few hundred rows, and safe inside a transaction."""
    cache.set(f"job:{job.pk}", (done, total, clock.now().timestamp()), 3600)


@contextmanager
def alive(job: Job, done: int, total: int) -> Iterator[None]:
    """Keep beating while one long step, which cannot say how far it is, goes on: nobody takes the job for lost."""
    over = Event()

    def beating() -> None:
        beat(job, done, total)
        while not over.wait(settings.JOB_STALE_SECONDS / 4):
            beat(job, done, total)

    thread = Thread(target=beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def progress(job: Job) -> tuple[int, int]:
    """(done, total), newest known."""
    seen = cache.get(f"job:{job.pk}") if job.status == Job.Status.RUNNING else None
    return (seen[0], seen[1]) if seen else (job.done, job.total)


def run(job_id: int, work: Callable[[Job], str]) -> None:
    """Claim the job, do the work, keep the outcome. `work` returns the address of its result.

    A refusal ends the job with its sentence. A passing fault (core.faults) leaves it to be queued again, up to
    MOST_ATTEMPTS; any other exception ends it and is logged.
    """
    job = claim(job_id)
    if job is None:
        return
    token = work_id.set(str(job.uuid))
    try:
        _work(job, work)
    finally:
        work_id.reset(token)


def _work(job: Job, work: Callable[[Job], str]) -> None:
    try:
        result_url = work(job)
    except Refusal as refusal:
        _finish(job, "fail", error=str(refusal))
    except Exception as error:
        fault = passing_fault(error)
        log.error("job %s: %s", job.task, fault.code if fault else "failed", exc_info=error)
        if fault is None or job.attempts >= MOST_ATTEMPTS:
            _finish(job, "fail", error=FAILED)
        else:
            _put_back(job)
    else:
        log.info("job %s: done", job.task)
        _finish(job, "finish", result_url=result_url)


def _put_back(job: Job) -> None:
    """Leave the job to requeue_stale, which finds it as soon as its last heartbeat is old. The database may be away:
    then the row says running, and its heartbeat grows old by itself."""
    with suppress(Gone, DatabaseFault):
        swap(job, JOB_MOVES, "requeue", seen={"beat_at": job.beat_at}, beat_at=clock.now())


def _finish(job: Job, move: str, *, error: str = "", result_url: str = "") -> None:
    done, total = progress(job)
    try:
        swap(
            job,
            JOB_MOVES,
            move,
            error=error,
            result_url=result_url,
            done=done,
            total=total,
            finished_at=clock.now(),
        )
    except Gone:
        log.warning("job %s had been finished by another worker", job.uuid)


def _pause_after(attempts: int) -> dt.timedelta:
    return dt.timedelta(seconds=settings.JOB_STALE_SECONDS) * min(2 ** max(0, attempts - 1), LONGEST_PAUSE)


def requeue_stale() -> int:
    """Queue again what has lost its worker; give up after MOST_ATTEMPTS. Returns how many were queued."""
    _tick()
    queued = 0
    for job in Job.objects.stale():
        seen = cache.get(f"job:{job.pk}")
        if seen and clock.now().timestamp() - seen[2] < settings.JOB_STALE_SECONDS:
            Job.objects.filter(pk=job.pk, status=job.status).update(beat_at=clock.now())
            continue
        if job.attempts >= MOST_ATTEMPTS:
            _finish(job, "fail", error=f"试了{MOST_ATTEMPTS}次都没有做完，已停止。请联系管理员。")
            continue
        if job.beat_at and abs(clock.now() - job.beat_at) <= _pause_after(job.attempts):
            continue
        try:
            swap(job, JOB_MOVES, "requeue", seen={"beat_at": job.beat_at}, beat_at=clock.now())
        except Gone:
            continue
        queue.send(job.task, job.pk)
        queued += 1
    return queued


# ── the scheduler's heartbeat ──


def _tick() -> None:
    """Say that the scheduler lives, and since when its clock has gone on without a jump."""
    now, last = clock.now(), Tick.objects.first()
    has_jumped = last is not None and not _follows(last, now)
    steady_since = now if has_jumped else last.steady_since if last else None
    Tick.objects.update_or_create(pk=1, defaults={"at": now, "steady_since": steady_since})


def _follows(last: Tick, now: dt.datetime) -> bool:
    return dt.timedelta() <= now - last.at <= MOST_SILENT


def clock_is_steady() -> bool:
    """Whether the clock may be trusted with what cannot be taken back: for an hour it has neither jumped nor been out of
    sight, and the database's own agrees with it. A new installation has nothing to compare with, and is trusted.
    """
    now, last = clock.now(), Tick.objects.first()
    if connection.vendor == "postgresql" and abs(database_time() - now) > STEADY_AFTER:
        return False
    if last is None:
        return True
    return _follows(last, now) and (last.steady_since is None or now - last.steady_since >= STEADY_AFTER)


def database_time() -> dt.datetime:
    """By the clock of the PostgreSQL server, which may be another machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        time: dt.datetime = cursor.fetchone()[0]
    return time


# ── files kept for some days ──


class ExpiringFiles(NamedTuple):
    """The files of one row, which has `thrown_at`, and what the audit says when they go."""

    row: Any
    where: chain.EntryPlace | None
    names: Sequence[str]
    after: dict[str, Any] | None = None


def keep_file(name: str, content: bytes) -> None:
    """Store a file in place of what an earlier attempt left under its name. Nobody may be able to guess the name."""
    default_storage.replace(name, content)  # type: ignore[attr-defined]


def read_file(name: str) -> bytes | None:
    """The content of a kept file, or None once it was thrown away."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name, "rb") as file:
        return bytes(file.read())


def throw_away_files(action: str, over: Iterable[ExpiringFiles], *, days: int, by: chain.EntryAuthor) -> int:
    """Delete files whose days are over; their rows stay and say when it was. Returns how many rows that were.

    The caller has asked whether `by` may.
    """
    thrown = 0
    for row, where, names, after in over:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(thrown_at=clock.now())
            chain.record(action, by=by, subject=row, where=where, after=after, note=f"留了{days}天")
            for name in names:
                default_storage.delete(name)
        thrown += 1
    return thrown
