"""Celery doors of reports: load by id, call one action, return."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from core import clock
from core.clock import Period
from reports import actions
from reminders import actions as reminders_actions
from reports.models import Report


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
    """Every night: drafts are brought up to date, corrections of frozen months are noticed."""
    for report in Report.objects.filter(status=Report.Status.DRAFTED, built_at__isnull=False):
        actions.refresh(report=report, by=SYSTEM)
    return len(actions.notice_corrections(by=SYSTEM))


@shared_task
def remind_of_what_is_owed() -> bool:
    """Every morning: who should hear what today is decided by a job."""
    return reminders_actions.start_reminding(day=clock.today(), by=SYSTEM) is not None


@shared_task
def build_digests(job_id: int) -> None:
    reminders_actions.work_reminders(job_id)


@shared_task
def send_reminders() -> int:
    """Every minute: what waits to be sent, outside quiet hours."""
    return reminders_actions.send_waiting(by=SYSTEM)[0]
