"""Several people at the same moment: each deed in a thread with a database connection of its own."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import OperationalError, connection


def until_answered(deed: Callable[[], Any]) -> Any:
    """A phone that got no answer sends the same again. SQLite in memory, which only tests have, does not wait for a
    lock; in a file, and PostgreSQL, do."""
    for _ in range(400):
        try:
            return deed()
        except OperationalError:
            time.sleep(0.02)
    return deed()


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Every deed in a thread of its own, begun together; its answer or its refusal."""
    answers: list[Any] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def do(number: int) -> None:
        start.wait()
        try:
            answers[number] = until_answered(deeds[number])
        except Exception as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
