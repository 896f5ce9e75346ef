"""Unmet duties: those of the running periods and of the last month until it is frozen, and those of one month as figures."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from branches.models import Organization
from core.clock import Period
from obligations.models import FrozenMonth, Rule
from obligations.selectors.duties import duties
from obligations.selectors.explanations import Explanations
from obligations.selectors.owed import OwedDuty, owed_duties
from obligations.sql.fulfilled import FigureStatement
from obligations.states import UNMET


@dataclass(frozen=True, slots=True)
class UnmetFigures:
    """What one organization has not held of a rule, in the rule's own period. missed_in_a_row: ended periods without any."""

    organization_id: int
    path: str
    rule: Rule
    period: Period
    required: int
    held: int
    missed_in_a_row: int

    @property
    def missing(self) -> int:
        return self.required - self.held


def unmet_figures(root: Organization, month: Period, on: dt.date) -> list[UnmetFigures]:
    """What is unmet at and below `root` in the periods that hold the month, in tree order; what is explained is left out.

    Meetings count from the moment they are submitted. Four queries, and no row for whoever has held what is asked.
    """
    statement = FigureStatement(
        duties=duties(month, root.path), month=month, path=root.path, on=on, before=None
    )
    if not statement.duties:
        return []
    by_rule = {duty.rule.pk: duty for duty in statement.duties}
    explained = Explanations.of([duty.rule for duty in statement.duties], {})
    found = [
        UnmetFigures(organization_id, path, by_rule[rule_id].rule, by_rule[rule_id].period, *counts)
        for organization_id, path, rule_id, *counts in statement.rows(statement.unmet())
    ]
    left = [each for each in found if not explained.covers(each.rule, each.path, each.period)]
    return sorted(left, key=lambda each: (each.path, each.period.until, each.rule.code))


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
