"""The way to the workers, so that no domain room needs to know Celery."""

from typing import Any

from celery import current_app
from django.db import transaction


def send(task: str, *args: Any) -> None:
    """Queue a task by name once the running transaction has committed."""
    transaction.on_commit(lambda: current_app.send_task(task, args=list(args)))
