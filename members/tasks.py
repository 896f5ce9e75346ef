"""Celery task of accounts that are opened by the hundred."""

from celery import shared_task
from django.urls import reverse

from audit import jobs
from audit.models import Job
from branches.selectors.actors import SYSTEM, Actor
from members import actions


@shared_task(name="members.tasks.open_accounts")
def open_accounts(job_id: int) -> None:
    """Open accounts on behalf of who asked for them; the result is the page of their slips."""

    def work(job: Job) -> str:
        by = Actor.of(job.owner, request_id=str(job.uuid)) if job.owner else SYSTEM
        batch = actions.open_accounts(
            usernames={int(key): name for key, name in job.params["usernames"].items()},
            role=job.params["role"],
            progress=lambda done, total: jobs.beat(job, done, total),
            by=by,
        )
        return reverse("linking:slips", args=[batch.pk])

    jobs.run(job_id, work)
