"""Background tasks: sending one by name, and a Celery transport over the file system whose messages appear whole.

The stock transport names a message's file before its content is written; a worker that looks in between reads
nothing, and stops. Here the content is written first and named afterwards, which the file system does at once.
"""

import os
import time
import uuid
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "files"


class AtomicChannel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Put a message onto a queue."""
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}"
        hidden = os.path.join(self.data_folder_out, f".{name}")
        with open(hidden, "wb") as file:
            file.write(dumps(payload).encode())  # type: ignore[no-untyped-call]
        os.replace(hidden, os.path.join(self.data_folder_out, f"{name}.{queue}.msg"))


class AtomicTransport(filesystem.Transport):
    Channel = AtomicChannel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:AtomicTransport"


def send(task: str, *args: Any) -> None:
    """Queue a task by name once the running transaction has committed, so that no domain module imports Celery."""
    transaction.on_commit(lambda: current_app.send_task(task, args=list(args)))
