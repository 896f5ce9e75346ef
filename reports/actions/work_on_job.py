"""Runs a job that builds or freezes reports, for Celery tasks and the management command."""

import functools

from audit import jobs
from audit.models import Job
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from core.clock import Period
from reports.actions.build_report import draw_up
from reports.actions.freeze_report import freeze
from reports.errors import ReportFrozen
from reports.models import Report


def work(job_id: int) -> None:
    """Claim the job and build or freeze what it names, on behalf of its owner. Nothing happens if it is already claimed."""
    jobs.run(job_id, _work)


def _work(job: Job) -> str:
    organization = Organization.objects.get(pk=job.params["organization"])
    month, by = Period.parse(job.params["month"]), Actor.of(job.owner) if job.owner else SYSTEM
    action = freeze if job.task.endswith("freeze_reports") else draw_up
    try:
        tick = functools.partial(jobs.beat, job)
        report = action(organization=organization, month=month, job=job, tick=tick, by=by)
    except ReportFrozen:  # by another job meanwhile: there is nothing left to do
        report = Report.objects.frozen().get(organization=organization, month=month.since)
    return f"/reports/{report.uuid}/"
