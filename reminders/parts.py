"""What reminders shows on desk and dashboard."""

from typing import Any

from reminders.selectors import inbox


def bell(user: Any, by: Any) -> tuple[str, dict[str, Any]]:
    """A link to one's reminders, with how many of today's one has not looked at. One query."""
    return "reminders/_bell.html", {"unseen": inbox.unseen(user)}
