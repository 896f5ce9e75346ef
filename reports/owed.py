"""What is owed: each organization's duties in a month, what of them was held, and by when the rest is due.

Reading only. One branch with its groups or a whole district costs the same number of queries.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from branches.models import Organization
from core.clock import Period
from reports.models import Rule
from reports.states import State


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one organization in the rule's own period.

    required is None when nothing is asked (not_applicable, waived). `meetings` are those counted, oldest first.
    """

    rule: Rule
    organization: Organization
    period: Period
    required: int | None
    held: int
    state: State
    due_on: dt.date
    meetings: Sequence[UUID] = field(default=())

    @property
    def missing(self) -> int:
        """How many are still to be held; 0 when nothing is asked."""
        return max(0, (self.required or 0) - self.held)


def owed(root: Organization, month: Period, on: dt.date) -> list[Owed]:
    """Every duty at and below `root` in the periods that hold the month, in tree order, then by rule.

    A branch gets a row for each rule of branches, also where it does not apply (no committee, no groups, founded
    later); a group only its own rule. Committees owe nothing themselves and have no row. `on` decides between open,
    due_soon and missed; meetings count from the moment they are submitted, whatever the cut-off.
    """
    raise NotImplementedError
