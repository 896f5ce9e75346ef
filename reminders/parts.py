"""Page parts that reminders adds to desk and dashboard, and what is sealed of its channels."""

import datetime as dt
from typing import Any

from django.conf import settings

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.sealing import SealedTable
from reminders.forms import AnswerForm
from reminders.models import BranchReminder, Channel
from reminders.selectors import inbox

SEALED_CHANNELS = SealedTable(Channel, "channel", ("secret",), key=("user_id", "kind"))


def bell(user: Any, by: Any) -> tuple[str, dict[str, Any]]:
    """A link to the person's reminders with the number of unseen ones of today. One query."""
    return "reminders/_bell.html", {"unseen": inbox.unseen_count(user)}


ON_DESK = dt.timedelta(days=31)


def branch_reminder(organization: Organization, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """The last reminder by an office, on the desk of the branch for a month. One query."""
    if not by.may(Capability.RECORD_MEETING, organization):
        return None
    recent = BranchReminder.objects.filter(organization=organization, at__gte=clock.now() - ON_DESK)
    last = recent.order_by("-at", "-pk").first()
    if last is None:
        return None
    form = AnswerForm(initial={"answer": last.answer}, auto_id="reminder_%s")
    return "reminders/_branch_reminder.html", {
        "reminder": last,
        "form": form,
        "frequent": settings.REMINDER_ANSWERS,
    }


def way_to_remind(user: Any, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """Beside the branches that lack something: the link to where they are reminded."""
    return ("reminders/_way_to_remind.html", {}) if by.reach.has(Capability.VERIFY) else None
