"""Celery tasks of workbooks of a year."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from documents import actions


@shared_task(name="meetings.tasks.make_workbook")
def make_workbook(job_id: int) -> None:
    actions.make_workbook(job_id=job_id)


@shared_task(name="meetings.tasks.throw_away_old_papers")
def throw_away_old_papers() -> int:
    """Every night: delete the files of workbooks older than PAPER_DAYS."""
    return actions.throw_away_papers(by=SYSTEM)
