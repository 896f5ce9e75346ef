"""Celery doors of reports: load by id, call one action, return."""

import functools

from celery import shared_task

from audit import jobs
from audit.models import Job
from branches.actors import SYSTEM, Actor
from branches.models import Organization
from core import clock
from core.clock import Period
from reports import actions
from reports.models import Report


def _actor(job: Job) -> Actor:
    return Actor.of(job.owner) if job.owner else SYSTEM


def _work(job: Job, deed: str) -> str:
    report = getattr(actions, deed)(
        organization=Organization.objects.get(pk=job.params["organization"]),
        month=Period.parse(job.params["month"]),
        job=job,
        tick=functools.partial(jobs.beat, job),
        by=_actor(job),
    )
    return f"/reports/{report.uuid}/"


@shared_task
def draw_up_reports(job_id: int) -> None:
    jobs.run(job_id, lambda job: _work(job, "draw_up"))


@shared_task
def freeze_reports(job_id: int) -> None:
    jobs.run(job_id, lambda job: _work(job, "freeze"))


@shared_task
def build_monthly_reports() -> int:
    """On the first: the month that has just ended, a job for each root of the forest."""
    return len(actions.build_all(month=Period.month(clock.today()).previous(), by=SYSTEM))


@shared_task
def freeze_monthly_reports() -> int:
    """The day after the cut-off."""
    return len(actions.freeze_all(month=Period.month(clock.today()).previous(), by=SYSTEM))


@shared_task
def amend_frozen_reports() -> int:
    """Every night: drafts are brought up to date, corrections of frozen months are noticed."""
    for report in Report.objects.filter(status=Report.Status.DRAFTED, built_at__isnull=False):
        actions.refresh(report=report, by=SYSTEM)
    return len(actions.notice_corrections(by=SYSTEM))
