"""Page parts that reminders adds to desk and dashboard, and what is sealed of its channels."""

from typing import Any

from core.sealing import SealedTable
from reminders.models import Channel
from reminders.selectors import inbox

SEALED_CHANNELS = SealedTable(Channel, ("secret",))


def bell(user: Any, by: Any) -> tuple[str, dict[str, Any]]:
    """A link to the person's reminders with the number of unseen ones of today. One query."""
    return "reminders/_bell.html", {"unseen": inbox.unseen_count(user)}
