"""Channels that deliver digests and offices' reminders outside the product: e-mail and webhook, one module each.

A channel is a module with `send(message, channel)`. What is sent names meetings and organizations, never persons; comments
of reviewers stay in the product.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.dates_zh import short_date
from reminders.models import Channel, Delivery


@dataclass(frozen=True)
class Message:
    """What leaves the product: `key` names it to the receiver, so that one that comes twice is shown once."""

    key: str
    day: dt.date
    title: str
    lines: list[dict[str, str]]


Send = Callable[[Message, Channel], None]


class ChannelFailed(Exception):
    """The message could not be delivered; the text gives the reason to the person."""


def absolute_url(url: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{url}"


def message_of(delivery: Delivery) -> Message:
    """What a delivery sends: the lines as they may leave the product."""
    digest, reminder = delivery.digest, delivery.reminder
    if digest is not None:
        lines = [
            {"sentence": line["sentence"], "url": absolute_url(line["url"]), "basis": line.get("basis", "")}
            for line in digest.lines
        ]
        title = f"{short_date(digest.day)}提醒：{len(lines)}项"
        return Message(str(digest.pk), digest.day, title, lines)
    assert reminder is not None  # delivery_of_one_thing
    url = absolute_url(f"{reverse('reports:desk')}?organization={reminder.organization.code}")
    lines = [{"sentence": item, "url": url, "basis": ""} for item in reminder.items]
    title = f"{reminder.office}提醒：还有{len(lines)}项没开"
    return Message(f"reminder-{reminder.pk}", reminder.on, title, lines)


def sender_of(kind: str) -> Send:
    """The `send` of a kind of channel."""
    from reminders.channels import email, webhook

    senders: dict[Any, Send] = {Channel.Kind.EMAIL: email.send, Channel.Kind.WEBHOOK: webhook.send}
    return senders[kind]
