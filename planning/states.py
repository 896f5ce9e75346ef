"""The states of plans and themes, as plain data."""

from core import clock
from core.moves import Move, Moves
from planning.errors import ThemeWithdrawn

THEME_MOVES = Moves(
    "withdrawn_at",
    {
        "withdraw": Move(
            {None},
            clock.now,
            sentence="这个主题方案已经撤回，不用再撤。",
            action="theme.withdraw",
        )
    },
    refusal=ThemeWithdrawn,
)
