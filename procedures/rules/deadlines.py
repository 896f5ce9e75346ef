"""Until when the body above decides on what the general meeting resolved (R-DEV-15, R-DEV-33)."""

import datetime as dt

from core import clock
from core.instruments import FZ25_TIME_LIMIT, FZ33_FULL_ON, Article
from procedures.states import DecisionKind

APPROVAL_MONTHS = 3
TIME_LIMITS: dict[str, Article] = {
    DecisionKind.ADMITTED: FZ25_TIME_LIMIT,
    DecisionKind.CONVERSION: FZ33_FULL_ON,
}
"""Kinds that are to be decided within three months after the meeting → the article."""
SOON_DAYS = 30


def approval_due_on(kind: str, held_on: dt.date | None) -> dt.date | None:
    """The last day in time; None for a kind without a time limit or a proposal without a resolution."""
    if held_on is None or kind not in TIME_LIMITS:
        return None
    return clock.months_later(held_on, APPROVAL_MONTHS)
