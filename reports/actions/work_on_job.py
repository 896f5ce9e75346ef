"""Runs a job that builds or freezes reports, for Celery tasks and the management command."""

import functools

from audit import jobs
from audit.models import Job
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from core.clock import Period
from reports.actions.build_report import draw_up
from reports.actions.freeze_report import freeze


def work(job_id: int) -> None:
    """Claim the job and build or freeze what it names, on behalf of its owner. Nothing happens if it is already claimed."""
    jobs.run(job_id, _work)


def _work(job: Job) -> str:
    action = freeze if job.task.endswith("freeze_reports") else draw_up
    report = action(
        organization=Organization.objects.get(pk=job.params["organization"]),
        month=Period.parse(job.params["month"]),
        job=job,
        tick=functools.partial(jobs.beat, job),
        by=Actor.of(job.owner) if job.owner else SYSTEM,
    )
    return f"/reports/{report.uuid}/"
