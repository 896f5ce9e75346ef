"""Celery tasks that build, freeze and correct reports."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from reports import actions


@shared_task
def draw_up_reports(job_id: int) -> None:
    actions.work(job_id)


@shared_task
def freeze_reports(job_id: int) -> None:
    actions.work(job_id)


@shared_task
def build_monthly_reports() -> int:
    """Every night, and when the scheduler starts: the months that have ended and were not drawn up."""
    return len(actions.build_missed(by=SYSTEM))


@shared_task
def freeze_monthly_reports() -> int:
    """Every hour, and when the scheduler starts: the months past their cut-off that are not frozen."""
    return len(actions.freeze_missed(by=SYSTEM))


@shared_task
def amend_frozen_reports() -> int:
    """Every night: drafts are drawn up anew, corrections of frozen months are noticed."""
    actions.rebuild_drafts(by=SYSTEM)
    return len(actions.notice_corrections(by=SYSTEM))
