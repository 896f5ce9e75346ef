"""Celery tasks that build, freeze and correct reports."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from core import clock
from core.clock import Period
from reports import actions


@shared_task
def draw_up_reports(job_id: int) -> None:
    actions.work(job_id)


@shared_task
def freeze_reports(job_id: int) -> None:
    actions.work(job_id)


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
    """Every night: drafts are drawn up anew, corrections of frozen months are noticed."""
    actions.rebuild_drafts(by=SYSTEM)
    return len(actions.notice_corrections(by=SYSTEM))
