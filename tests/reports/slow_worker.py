"""The project's Celery app with a worker that stops for a long time after the first committee of a report.

Started by test_killed_worker as `celery -A tests.reports.slow_worker`; where it has stopped it leaves a mark.
"""

import os
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from audit import jobs  # noqa: E402
from config.celery import app  # noqa: E402

beat = jobs.beat


def beat_and_stop(job: Any, done: int, total: int) -> None:
    beat(job, done, total)
    if done == 1:
        Path(os.environ["STOPPED_AT"]).write_text(f"{done}/{total}")
        time.sleep(120)


jobs.beat = beat_and_stop

__all__ = ["app"]
