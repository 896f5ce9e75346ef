"""Celery tasks that build and send reminders."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from core import clock
from reminders import actions as reminders_actions


@shared_task(name="reports.tasks.remind_of_what_is_owed")
def remind_of_what_is_owed() -> bool:
    """Every morning: queue the job that writes today's digests."""
    return reminders_actions.start_reminding(day=clock.today(), by=SYSTEM) is not None


@shared_task(name="reports.tasks.build_digests")
def build_digests(job_id: int) -> None:
    reminders_actions.work_reminders(job_id)


@shared_task(name="reports.tasks.send_reminders")
def send_reminders() -> int:
    """Every minute: send waiting deliveries outside quiet hours."""
    return reminders_actions.send_waiting(by=SYSTEM)[0]
