"""Celery doors of jobs."""

from celery import shared_task

from audit import jobs


@shared_task
def requeue_stale_jobs() -> int:
    return jobs.requeue_stale()
