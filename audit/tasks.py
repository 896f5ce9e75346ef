"""Celery tasks of jobs, of the audit's verification and of the API's kept answers."""

from celery import shared_task

from audit import actions as audit_actions
from audit import chain, jobs
from audit.chain import NamedAuthor, anchors
from audit.models import Job, KeptAnswer


@shared_task
def requeue_stale_jobs() -> int:
    return jobs.requeue_stale()


@shared_task
def verify_chain(job_id: int) -> None:
    """For the audit administrator who asked."""

    def work(job: Job) -> str:
        audit_actions.verify(by=NamedAuthor(job.owner, str(job.owner or "系统"), request_id=str(job.uuid)))
        return "/audit/"

    jobs.run(job_id, work)


@shared_task
def verify_chain_nightly() -> None:
    """What was found whole is anchored, also after a line that was cut off; what was not keeps its last anchor."""
    found = audit_actions.verify(by=NamedAuthor(None, "系统"))
    if found.after and {*found.after["first"]} <= {anchors.CUT_OFF}:
        head = chain.head()
        anchors.write(head.count, head.digest)


@shared_task
def throw_away_kept_answers() -> int:
    return KeptAnswer.objects.over().delete()[0]


@shared_task
def throw_away_lost_files() -> int:
    return audit_actions.throw_away_lost_files(by=NamedAuthor(None, "系统"))
