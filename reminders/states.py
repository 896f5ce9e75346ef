"""The states of reminders' channels, deliveries and calendar addresses, as plain data."""

from django.db import models

from core import clock
from core.moves import Move, Moves


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有发出"


# A delivery being tried counts as failed, so that what a killed worker leaves is not sent twice.
_TRIED = {DeliveryStatus.FAILED}

DELIVERY_MOVES = Moves(
    "status",
    {
        "try": Move({DeliveryStatus.WAITING}, DeliveryStatus.FAILED),
        "sent": Move(_TRIED, DeliveryStatus.SENT),
        "waiting": Move(_TRIED, DeliveryStatus.WAITING),
        "failed": Move(_TRIED, DeliveryStatus.FAILED),
    },
    labels=DeliveryStatus,
)
SWITCH_MOVES = Moves(
    "is_on",
    {
        "switch_on": Move({False}, True, action="channel.switch"),
        "switch_off": Move({True}, False, action="channel.switch"),
    },
    place="",
)
CONFIRMATION_MOVES = Moves(
    "confirmed_at", {"confirm": Move({None}, clock.now, action="channel.confirm")}, place=""
)
FEED_MOVES = Moves("revoked_at", {"close": Move({None}, clock.now, action="calendar.close")}, place="")
