"""Channels: the ways out of the product by which a person hears of a digest, one file each.

A channel is a module with `kind` and `send(digest, channel)`. What travels names meetings and organizations and nobody
else: a reviewer's own words stay in the product.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from core.dates_zh import short_date
from reminders.models import Channel, Digest

Send = Callable[[Digest, Channel], None]


class ChannelFailed(Exception):
    """It could not be delivered; the text says why, in words for the person."""


def absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}"


def title_of(digest: Digest) -> str:
    return f"{short_date(digest.day)}提醒：{len(digest.lines)}项"


def outward(digest: Digest) -> list[dict[str, str]]:
    """The lines as they may travel."""
    return [
        {"sentence": line["sentence"], "url": absolute(line["url"]), "basis": line.get("basis", "")}
        for line in digest.lines
    ]


def sender_of(kind: str) -> Send:
    """The `send` of a kind of channel."""
    from reminders.channels import email, webhook

    senders: dict[Any, Send] = {Channel.Kind.EMAIL: email.send, Channel.Kind.WEBHOOK: webhook.send}
    return senders[kind]
