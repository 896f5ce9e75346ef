"""Background tasks: sending one by name, the scheduler, and a Celery transport over the file system whose messages appear whole.

The stock transport names a message's file before its content is written; a worker that looks in between reads
nothing, and stops. Here the content is written first and named afterwards, which the file system does at once.
A file that was cut off all the same, by a full disk or a failing power, stops nobody: it is set aside.
"""

import logging
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from celery import current_app
from celery.beat import PersistentScheduler
from django.db import transaction
from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

from core.durable import write_whole

SCHEME = "files"
BROKEN = "broken"
log = logging.getLogger(__name__)


class AtomicChannel(filesystem.Channel):
    """Messages and exchange tables as files: each is there whole, or not at all."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Put a message onto a queue. Raises ChannelError when the file system takes nothing."""
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        try:
            write_whole(Path(self.data_folder_out) / name, dumps(payload).encode())  # type: ignore[no-untyped-call]
        except OSError as full:
            raise ChannelError(f"Cannot add {name} to the queue: {full}") from full

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """The oldest message of a queue. One that cannot be read is set aside; a job's row brings its work back."""
        try:
            names = sorted(os.listdir(self.data_folder_in))
        except FileNotFoundError as gone:
            raise Empty from gone
        for name in names:
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            file, taken = Path(self.data_folder_in) / name, Path(self.data_folder_in) / f".{name}"
            try:
                os.rename(file, taken)
            except OSError:
                continue  # another process has it
            try:
                payload = loads(taken.read_text())  # type: ignore[no-untyped-call]
            except (OSError, ValueError):
                self._set_aside(taken, name)
                continue
            taken.unlink(missing_ok=True)
            return payload
        raise Empty

    def _set_aside(self, file: Path, name: str) -> None:
        broken = Path(self.data_folder_in) / BROKEN
        broken.mkdir(exist_ok=True)
        os.replace(file, broken / name)
        log.error("queue: a message could not be read and was set aside as %s", broken / name)

    def get_table(self, exchange: str) -> list[Any]:
        """The queues bound to an exchange. A table that is gone or cannot be read is what this process has bound."""
        own = self.state.exchanges.get(exchange, {}).get("table", [])
        return self._read_table(exchange) or [
            filesystem.exchange_queue_t(key or "", pattern or "", queue) for key, pattern, queue in own
        ]

    def _read_table(self, exchange: str) -> list[Any]:
        try:
            return list(super().get_table(exchange))  # type: ignore[no-untyped-call]
        except ValueError:
            log.error("queue: the table of %s could not be read and is written anew", exchange)
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table = self._read_table(exchange)
        if bound not in table:
            content = dumps([bound, *table]).encode()  # type: ignore[no-untyped-call]
            try:
                write_whole(Path(self._exchange_file(exchange)), content)  # type: ignore[no-untyped-call]
            except OSError as full:
                raise ChannelError(f"Cannot write the table of {exchange}: {full}") from full


class AtomicTransport(filesystem.Transport):
    Channel = AtomicChannel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:AtomicTransport"


class Scheduler(PersistentScheduler):
    """What was last done in the future was done by a wrong clock: it counts as done now, and the next time comes."""

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        ahead = [
            each
            for each in self.schedule.values()
            if each.last_run_at and each.last_run_at > each.default_now()
        ]
        for each in ahead:
            each.last_run_at = each.default_now()
        if ahead:
            self._heap = None  # when each is due next is reckoned anew
        return super().tick(*args, **kwargs)


def send(task: str, *args: Any) -> None:
    """Queue a task by name once the running transaction has committed, so that no domain module imports Celery.

    A queue that takes nothing now ends nothing: what was written is written, and a job nobody took is queued again.
    """
    transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[Any, ...]) -> None:
    try:
        current_app.send_task(task, args=list(args), retry=False)
    except Exception as gone:  # every transport has its own, and none may undo what was committed
        log.error("queue: %s was not sent (%s); it is sent again", task, gone)
