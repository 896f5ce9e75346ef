"""The filters that tell where and by which fields a message's deed is taken back (core.http.undo_message)."""

from urllib.parse import parse_qsl

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes it back, or nothing."""
    tag, _, address = (message.extra_tags or "").partition(" ")
    return address.partition("?")[0] if tag == "undo" else ""


@register.filter
def undo_fields(message: Message) -> list[tuple[str, str]]:
    """Name → value of what is sent there."""
    return parse_qsl((message.extra_tags or "").partition("?")[2], keep_blank_values=True)
