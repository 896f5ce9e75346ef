"""The bell: a link to one's reminders, with how many of today's one has not looked at."""

from typing import Any

from django import template

from reminders.selectors import inbox

register = template.Library()


@register.inclusion_tag("reminders/_bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """One query."""
    return {"unseen": inbox.unseen(context["request"].user)}
