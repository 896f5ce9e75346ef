"""Which days lie in months whose figures are frozen."""

import datetime as dt

from django.db.models import Max, Q

from branches.rules import tree
from core.clock import months_later
from obligations.models import FrozenMonth


def first_open_day(paths: tuple[str, ...]) -> dt.date | None:
    """The first day after the last month frozen at or above one of these paths; None where none is. One query."""
    wanted = {above for path in paths for above in (*tree.ancestors(path), path)}
    last = FrozenMonth.objects.filter(path__in=wanted).aggregate(last=Max("month"))["last"]
    return months_later(last, 1) if last else None


def last_frozen_month(path: str) -> dt.date | None:
    """The last month that is frozen for anything a rule of this path binds (empty: everything). One query."""
    binds = Q(path__in=tree.ancestors(path)) | tree.subtree(path) if path else Q()
    found: dt.date | None = FrozenMonth.objects.filter(binds).aggregate(last=Max("month"))["last"]
    return found
