"""Page parts that reminders adds to desk and dashboard."""

from typing import Any

from reminders.selectors import inbox


def bell(user: Any, by: Any) -> tuple[str, dict[str, Any]]:
    """A link to the person's reminders with the number of unseen ones of today. One query."""
    return "reminders/_bell.html", {"unseen": inbox.unseen_count(user)}
