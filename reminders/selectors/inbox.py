"""Read models of a person's own digests, and of the rows that were escalated to an office."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from branches.models import Organization
from core import clock
from reminders.models import Delivery, Digest
from reminders.rules.schedule import ReminderDays, clock_time
from reminders.selectors.escalation import EscalationState, escalated_to
from reminders.selectors.recipients import active_mandates, offices_of


def digests_of(user: Any, *, since: dt.date) -> QuerySet[Digest]:
    """The digests of a person, newest first, each with its deliveries as `sendings`."""
    sendings = Prefetch("deliveries", Delivery.objects.select_related("channel").order_by("id"), "sendings")
    return Digest.objects.filter(user=user, day__gte=since).prefetch_related(sendings).order_by("-day")


def mark_seen(rows: Iterable[Digest]) -> None:
    """Store that the digests were seen; the given instances stay unchanged."""
    new = [row.pk for row in rows if row.seen_at is None]
    if new:
        Digest.objects.filter(pk__in=new, seen_at=None).update(seen_at=clock.now())


def unseen_count(user: Any) -> int:
    """How many lines of today's digest the person has not seen. One query."""
    row = (
        Digest.objects.filter(user=user, day=clock.today(), seen_at=None)
        .values_list("lines", flat=True)
        .first()
    )
    return len(row or ())


def reason_for_silence(today: dt.date, path: str) -> str:
    """Why whoever stands at this path has no digest today, if the schedule is the reason."""
    if ReminderDays.around(today).at(path).is_quiet(today):
        return "今天是休息日，不提醒。"
    if timezone.localtime(clock.now()).time() < clock_time(settings.REMIND_AT):
        return f"每个工作日{settings.REMIND_AT}提醒一次，今天的还没有到时间。"
    return ""


def escalated_rows(organization: Organization, on: dt.date) -> list[EscalationState]:
    """The duties escalated to the office of an organization today, in tree order."""
    offices = offices_of(active_mandates(on))
    office = offices.get(organization.path)
    if office is None:
        return []
    rows = escalated_to(office, on, offices, organization)
    groups = {each.row.organization.parent_id for each in rows if each.row.organization.is_group}
    branches = Organization.objects.in_bulk(list(groups))
    for each in rows:
        if each.row.organization.is_group:  # a group is shown with its branch
            each.row.organization.parent = branches[each.row.organization.parent_id]
    return rows


def reminder_settings() -> dict[str, Any]:
    """The settings that the page explains to the person."""
    return {
        "remind_at": settings.REMIND_AT,
        "quiet_from": settings.QUIET_FROM,
        "quiet_until": settings.QUIET_UNTIL,
        "rests_on_days_off": settings.QUIET_DAYS_OFF,
        "days_before": settings.REMIND_DAYS_BEFORE,
        "escalate_after": settings.ESCALATE_AFTER_DAYS,
    }
