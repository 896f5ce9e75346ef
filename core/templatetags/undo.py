"""The filter that tells where a message's deed is taken back (core.http.undo_message)."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes it back, or nothing."""
    tag, _, address = (message.extra_tags or "").partition(" ")
    return address if tag == "undo" else ""
