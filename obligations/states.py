"""States of a duty, as plain data."""

from django.db import models

from core.moves import Move, Moves
from meetings.states import Kind


class DutyState(models.TextChoices):
    """How a duty stands on a day (contract, owed/)."""

    NOT_APPLICABLE = "not_applicable", "不适用"
    WAIVED = "waived", "应开未开·已说明"
    OPEN = "open", "待开"
    DUE_SOON = "due_soon", "快到期"
    MET = "met", "已开"
    MET_LATE = "met_late", "逾期补录"
    MISSED = "missed", "未开展"


CARRIED_BY_THEME_DAY = (Kind.GENERAL, Kind.LECTURE)  # kinds that can be held together with a theme day
UNMET = frozenset({DutyState.OPEN, DutyState.DUE_SOON, DutyState.MISSED})

# A waiver is ended by another last day; `seen` is the one it had.
WAIVER_MOVES = Moves("until", {"end": Move(None, action="rule.end_waiver")})
