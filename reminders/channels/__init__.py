"""Channels that deliver a digest outside the product: e-mail and webhook, one module each.

A channel is a module with `send(digest, channel)`. What is sent names meetings and organizations, never persons; comments
of reviewers stay in the product.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from core.dates_zh import short_date
from reminders.models import Channel, Digest

Send = Callable[[Digest, Channel], None]


class ChannelFailed(Exception):
    """The digest could not be delivered; the text gives the reason to the person."""


def absolute_url(url: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}"


def title_of(digest: Digest) -> str:
    return f"{short_date(digest.day)}提醒：{len(digest.lines)}项"


def outward_lines(digest: Digest) -> list[dict[str, str]]:
    """The lines as they may leave the product."""
    return [
        {"sentence": line["sentence"], "url": absolute_url(line["url"]), "basis": line.get("basis", "")}
        for line in digest.lines
    ]


def sender_of(kind: str) -> Send:
    """The `send` of a kind of channel."""
    from reminders.channels import email, webhook

    senders: dict[Any, Send] = {Channel.Kind.EMAIL: email.send, Channel.Kind.WEBHOOK: webhook.send}
    return senders[kind]
