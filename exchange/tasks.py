"""Celery tasks of imports and exports."""

from celery import shared_task
from django.urls import reverse

from audit import jobs
from audit.models import Job
from branches.selectors.actors import SYSTEM, Actor
from exchange import actions
from exchange.models import Import


@shared_task(name="members.tasks.make_export")
def make_export(job_id: int) -> None:
    actions.make_export(job_id=job_id)


@shared_task(name="members.tasks.throw_away_old_files")
def throw_away_old_files() -> int:
    """Every night: delete the files of exports and uploads past their last day."""
    return actions.throw_away_exports(by=SYSTEM) + actions.throw_away_imports(by=SYSTEM)


@shared_task(name="members.tasks.apply_import")
def apply_import(job_id: int) -> None:
    """Store a confirmed workbook on behalf of who confirmed it."""

    def work(job: Job) -> str:
        by = Actor.of(job.owner, request_id=str(job.uuid)) if job.owner else SYSTEM
        batch = Import.objects.get(uuid=job.params["import"])
        actions.apply(batch=batch, progress=lambda done, total: jobs.beat(job, done, total), by=by)
        return reverse("members:import_preview", args=[batch.uuid])

    jobs.run(job_id, work)
