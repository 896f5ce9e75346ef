"""Judges untrusted files in a child process with limits of memory, processor and time, so that none can stop the product.

The child (core.judging_child) knows neither Django nor the database nor any key. What it answers is read as data: a refusal of
core or plain values, nothing that could run.
"""

import fcntl
import io
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from core.errors import Refusal, RuleBroken

AT_ONCE = 2
LONGEST_WAIT = 8.0
"""Seconds for a file to wait until one of the others is through."""
LONGEST_SECONDS = 30
"""By the clock; the child limits its own processor time and memory."""
MOST_ANSWERED = 128 * 1024 * 1024
"""Bytes: what a child answers takes several times as many here."""
CHILD = (sys.executable, "-B", "-P", "-m", "core.judging_child")
PLAIN = frozenset(
    [
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("uuid", "UUID"),
        ("core.uploads", "CleanUpload"),
        ("core.workbooks.sheets", "RawSheet"),
        ("core.workbooks.sheet_marks", "SheetMarks"),
    ]
)
log = logging.getLogger(__name__)


class TooCostly(RuleBroken):
    code = "file_too_costly"
    sentence = "这个文件读起来太费时间或者内存，没有收下。请重新另存一份，去掉多余的内容再传。"


class JudgesBusy(RuleBroken):
    code = "judges_busy"
    sentence = "正在检查别人上传的文件，请过一会儿再传。"


def judge(verdict: str, content: bytes, *facts: Any) -> Any:
    """What the function of this name ("core.uploads:clean_upload") makes of the content, in a child.

    Raises what it refuses with, TooCostly when it needs more than it may or breaks down, JudgesBusy.
    """
    with _place():
        answer = _ask(pickle.dumps((verdict, facts)), content)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _ask(question: bytes, content: bytes) -> Any:
    environment = {
        "PYTHONPATH": str(settings.BASE_DIR),
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", ""),
    }
    pipe = subprocess.PIPE
    with subprocess.Popen(
        CHILD, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=settings.BASE_DIR
    ) as child:
        end = threading.Timer(LONGEST_SECONDS, child.kill)
        end.start()
        try:
            return _read_answer(child, question, content)
        finally:
            end.cancel()
            child.kill()


def _read_answer(child: Any, question: bytes, content: bytes) -> Any:
    """Nothing is read before everything is sent, and never more than MOST_ANSWERED."""
    begun = time.monotonic()
    with suppress(BrokenPipeError):  # it ended before it had read everything
        child.stdin.write(question)
        child.stdin.write(content)
        child.stdin.close()
    answered = child.stdout.read(MOST_ANSWERED + 1)
    if len(answered) > MOST_ANSWERED:
        log.warning("judging: a child answered with more than %s bytes", MOST_ANSWERED)
        raise TooCostly
    if child.wait() != 0:
        if time.monotonic() - begun >= LONGEST_SECONDS:
            log.warning("judging: a file took more than %s seconds", LONGEST_SECONDS)
        else:
            last = child.stderr.read().decode(errors="replace").strip().rpartition("\n")[2][:200]
            log.warning("judging: a file ended its child with %s (%s)", child.returncode, last)
        raise TooCostly
    try:
        return _Answer(io.BytesIO(answered)).load()
    except pickle.UnpicklingError as forged:
        log.warning("judging: a child answered with what is no answer: %s", forged)
        raise TooCostly from forged


class _Answer(pickle.Unpickler):
    """Plain values and refusals that are known here already, nothing else: no module is loaded for an answer."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and issubclass(found, Refusal):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no answer")


@contextmanager
def _place() -> Iterator[None]:
    """One of the places of this machine; a place is free again when its process ends, however it ends."""
    directory = Path(settings.VAR_DIR) / "judging"
    directory.mkdir(parents=True, exist_ok=True)
    last = time.monotonic() + LONGEST_WAIT
    while True:
        for number in range(AT_ONCE):
            with (directory / f"{number}.lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > last:
            raise JudgesBusy
        time.sleep(0.05)
