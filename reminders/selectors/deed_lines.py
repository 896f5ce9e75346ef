"""Lines about deeds of the tree: whoever receives a branch, and those above on both sides, are told once."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import TreeDeed
from core.dates_zh import short_date
from reminders.rules.schedule import clock_time
from reminders.selectors.active_mandates import ActiveMandate
from reminders.selectors.sources import DueReminders, ReminderLine

DEED = "deed"
DEED_DAYS = 14  # holidays may lie between a deed and the morning on which it is told
VERBS = {"merged": "并入", "split": "分设出", "moved": "划归", "dissolved": "撤销，并入"}


def deed_lines(mandates: Sequence[ActiveMandate], found: DueReminders) -> Iterator[tuple[int, ReminderLine]]:
    """(account, line) of each deed told on that day; who entered it knows already. One query."""
    recent = found.on - dt.timedelta(days=DEED_DAYS)
    rows = TreeDeed.objects.filter(recorded_at__date__gte=recent, taken_back_at=None)
    for deed in rows.select_related("organization", "receiver", "former_parent").order_by("pk"):
        first = first_morning(deed.recorded_at)
        shown = deed.receiver or deed.organization
        url = reverse("organizations:detail", args=[shown.code])
        line = ReminderLine(DEED, deed_sentence(deed), url)
        sides = [each for each in (deed.organization, deed.receiver, deed.former_parent) if each]
        places = {each.pk for each in sides} | {each.parent_id for each in sides}
        concerned = {
            each.user_id
            for each in mandates
            if each.organization_id in places
            and found.days.at(each.path).on_or_after(first) == found.on
            and (each.may(Capability.RECORD_MEETING) or each.may(Capability.MANAGE_ORGANIZATIONS))
        }
        for user_id in sorted(concerned - {deed.recorded_by_id}):
            yield user_id, line


def deed_sentence(deed: TreeDeed) -> str:
    """滨江社区第二党支部12月10日起并入滨江社区第一党支部。"""
    to = f"{VERBS[deed.kind]}{deed.receiver}" if deed.receiver else "撤销"
    return f"{deed.organization}{short_date(deed.effective_on)}起{to}。"


def first_morning(at: dt.datetime) -> dt.date:
    """The first day whose reminders come after the instant."""
    local = timezone.localtime(at)
    return local.date() + dt.timedelta(days=local.time() >= clock_time(settings.REMIND_AT))
