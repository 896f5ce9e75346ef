"""Unmet duties of the running periods, and of the last month until its report is frozen."""

import datetime as dt
from collections.abc import Sequence

from branches.models import Organization
from core.clock import Period
from obligations.models import FrozenMonth
from obligations.selectors.owed import OwedDuty, owed_duties
from obligations.states import UNMET


def unmet_duties(on: dt.date, roots: Sequence[Organization]) -> list[OwedDuty]:
    """Unmet duties at and below `roots` in the periods of this month, and of the last month until it is frozen."""
    this = Period.month(on)
    last = this.previous()
    frozen = tuple(FrozenMonth.objects.filter(month=last.since).values_list("path", flat=True))
    rows = [row for root in roots for row in owed_duties(root, this, on) if row.state in UNMET]
    rows += [
        row
        for root in roots
        if not root.path.startswith(frozen)
        for row in owed_duties(root, last, on)
        if row.state in UNMET
        and row.period.until == last.until
        and not row.organization.path.startswith(frozen)
    ]
    return rows
