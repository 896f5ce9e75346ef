"""The Celery application; its schedule is data in the settings, so that a test can read it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

import core.queue  # noqa: F401  (names the transport of the settings)

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
