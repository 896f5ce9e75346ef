"""Digests as they are read: one's own of the past days, what was sent of them, and the rows an office was told of."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from branches.models import Organization
from core import clock
from reminders.models import Delivery, Digest
from reminders.rules.schedule import Days, clock_time
from reminders.selectors.recipients import held, offices_of
from reminders.selectors.sources import Known, told_to


def of(user: Any, *, since: dt.date) -> QuerySet[Digest]:
    """A person's own, newest first, with `sendings` of each."""
    sendings = Prefetch("deliveries", Delivery.objects.select_related("channel").order_by("id"), "sendings")
    return Digest.objects.filter(user=user, day__gte=since).prefetch_related(sendings).order_by("-day")


def see(rows: Iterable[Digest]) -> None:
    """Note that they were seen; the rows in hand still say whether they were new."""
    new = [row.pk for row in rows if row.seen_at is None]
    if new:
        Digest.objects.filter(pk__in=new, seen_at=None).update(seen_at=clock.now())


def unseen(user: Any) -> int:
    """How many things of today the person has not looked at: for the bell. One query."""
    row = (
        Digest.objects.filter(user=user, day=clock.today(), seen_at=None)
        .values_list("lines", flat=True)
        .first()
    )
    return len(row or ())


def rest_of(today: dt.date) -> str:
    """Why there is nothing today, where it is for the calendar's sake."""
    if Days.around(today).is_quiet(today):
        return "今天是休息日，不提醒。"
    if timezone.localtime(clock.now()).time() < clock_time(settings.REMIND_AT):
        return f"每个工作日{settings.REMIND_AT}提醒一次，今天的还没有到时间。"
    return ""


def told(organization: Organization, on: dt.date) -> list[Known]:
    """What the office of an organization hears of today, in tree order."""
    offices = offices_of(held(on))
    office = offices.get(organization.path)
    if office is None:
        return []
    rows = told_to(office, on, offices, organization)
    groups = {each.row.organization.parent_id for each in rows if each.row.organization.is_group}
    branches = Organization.objects.in_bulk(list(groups))
    for each in rows:
        if each.row.organization.is_group:  # a group is shown with its branch
            each.row.organization.parent = branches[each.row.organization.parent_id]
    return rows


def manners() -> dict[str, Any]:
    """The settings a person should know of."""
    return {
        "remind_at": settings.REMIND_AT,
        "quiet_from": settings.QUIET_FROM,
        "quiet_until": settings.QUIET_UNTIL,
        "rests_on_days_off": settings.QUIET_DAYS_OFF,
        "days_before": settings.REMIND_DAYS_BEFORE,
        "escalate_after": settings.ESCALATE_AFTER_DAYS,
    }
