"""Sends a background task by name, so that no domain module needs to import Celery."""

from typing import Any

from celery import current_app
from django.db import transaction


def send(task: str, *args: Any) -> None:
    """Queue a task by name once the running transaction has committed."""
    transaction.on_commit(lambda: current_app.send_task(task, args=list(args)))
