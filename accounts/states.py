"""The states of an account (open, closed) and the moves between them, as plain data."""

from accounts.errors import AlreadyClosed, StillOpen
from core.moves import Move, Moves

ACCOUNT_MOVES = Moves(
    "is_active",
    {
        "close": Move({True}, False, refusal=AlreadyClosed),
        "reopen": Move({False}, True, refusal=StillOpen),
    },
    facts=lambda user: {"name": str(user)},
)
