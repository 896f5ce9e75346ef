"""The states of a job and the moves between them, as plain data."""

from django.db import models

from core.moves import Move, Moves


class JobStatus(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有完成"


# A worker taken for lost may still end what it does: what it says counts, also after the job was queued again or given up.
_UNDER_WAY = frozenset({JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.FAILED})

JOB_MOVES = Moves(
    "status",
    {
        "start": Move({JobStatus.QUEUED}, JobStatus.RUNNING),
        "take_over": Move({JobStatus.RUNNING}, JobStatus.RUNNING),
        "requeue": Move({JobStatus.QUEUED, JobStatus.RUNNING}, JobStatus.QUEUED),
        "finish": Move(_UNDER_WAY, JobStatus.DONE),
        "fail": Move(_UNDER_WAY, JobStatus.FAILED),
    },
    labels=JobStatus,
)
