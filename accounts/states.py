"""The states of an account (open, closed) and of its printed slip, and the moves between them, as plain data."""

from django.db import models

from accounts.errors import AlreadyClosed, NotAwaiting, StillOpen
from core import clock
from core.moves import Move, Moves

ACCOUNT_MOVES = Moves(
    "is_active",
    {
        "close": Move({True}, False, refusal=AlreadyClosed),
        "reopen": Move({False}, True, refusal=StillOpen),
    },
    facts=lambda user: {"name": str(user)},
)

VOUCH_MOVES = Moves(
    "vouched_at",
    {"vouch": Move({None}, clock.now, action="account.vouch")},
    refusal=NotAwaiting,
    facts=lambda user: {"name": str(user)},
    place="",
)

CODE_TRIES = 5
"""So many wrong codes of the second factor lock it for as long as wrong passwords lock the account (R-SEC-06)."""
SLIP_DAYS = 14
"""How many days after it was given out a slip still opens its account."""
SLIP_TRIES = 5
"""So many wrong tries lock a slip for good."""


class SlipState(models.TextChoices):
    """What a printed slip is at, in the order in which it is asked."""

    ACTIVATED = "activated", "已启用"
    VOID = "void", "已作废"
    LOCKED = "locked", "对错5次，已锁"
    EXPIRED = "expired", "过期"
    WAITING = "waiting", "未启用"
