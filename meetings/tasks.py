"""Celery doors of meetings: load by id, call one action, return."""

from celery import shared_task
from django.urls import reverse

from audit import jobs
from audit.models import Job
from branches.actors import SYSTEM, Actor
from meetings import actions
from members.models import Import


@shared_task
def make_workbook(job_id: int) -> None:
    actions.make_workbook(job_id=job_id)


@shared_task
def throw_away_old_papers() -> int:
    """Every night."""
    return actions.throw_away_papers(by=SYSTEM)


@shared_task
def apply_meetings(job_id: int) -> None:
    """Record and hand in the rows of a confirmed workbook in the name of whoever confirmed it."""

    def work(job: Job) -> str:
        by = Actor.of(job.owner, request_id=str(job.uuid)) if job.owner else SYSTEM
        batch = Import.objects.select_related("organization").get(uuid=job.params["import"])
        actions.apply_meetings(batch=batch, beat=lambda done, total: jobs.beat(job, done, total), by=by)
        return reverse("meetings:arrival", args=[batch.uuid])

    jobs.run(job_id, work)
