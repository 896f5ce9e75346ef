"""The Celery application; its schedule is data in the settings, so that a test can read it."""

import os

from celery import Celery

import core.queue  # noqa: F401  (names the transport of the settings)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("zuzhi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
