"""What the audit contributes elsewhere: the looks of its states, and what it keeps sealed."""

import datetime as dt

from audit import keys
from audit.models import Head, Job, KeptAnswer, Tick
from core import clock
from core.parts import StateLook
from core.sealing import SealedTable

STATE_LOOKS = {
    "queued": StateLook("排队中", "clock", "open"),
    "running": StateLook("进行中", "refresh", "info"),
    "done": StateLook("已完成", "circle-check", "met"),
    "failed": StateLook("没有完成", "circle-x", "error"),
}

SEALED_HEAD = SealedTable(Head, "head", ("entry_key",), key=("pk",))
SEALED_ANSWERS = SealedTable(KeptAnswer, "answer", ("body",), key=("user_id", "key"))

PATIENCE = dt.timedelta(minutes=5)


def key_fits() -> str:
    """What is wrong with the key at hand, for /readyz."""
    return keys.why_wrong()


def scheduler_lives() -> str:
    """What is wrong with scheduler and worker: the worker says every half minute that the scheduler has called it."""
    tick = Tick.objects.first()
    if tick is None:
        return "has not run yet"
    silent = abs(clock.now() - tick.at)
    return f"silent for {int(silent.total_seconds())} s" if silent > PATIENCE else ""


def jobs_go_on() -> str:
    """What is wrong with jobs: the oldest open one that nobody has worked on for long."""
    waiting = Job.objects.stale().filter(created_at__lt=clock.now() - PATIENCE).count()
    return f"{waiting} wait" if waiting else ""
