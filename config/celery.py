"""The Celery application; its schedule is data in the settings, so that a test can read it."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

import core.queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("zuzhi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_another_key(**kwargs: Any) -> None:
    """A worker runs no system checks of its own, and an ordinary exception here would only be logged."""
    from audit import keys

    if wrong := keys.why_wrong():
        raise SystemExit(wrong)


@setup_logging.connect
def keep_the_log_of_the_settings(**kwargs: Any) -> None:
    """Django has set it up; whoever answers this signal keeps Celery from doing so again."""


@beat_init.connect
def catch_up(**kwargs: Any) -> None:
    """What was missed while no scheduler ran is queued now, not tomorrow night; the heartbeat first, which knows of the clock."""
    for task in (
        "audit.tasks.requeue_stale_jobs",
        "reports.tasks.build_monthly_reports",
        "reports.tasks.freeze_monthly_reports",
    ):
        core.queue.send(task)
