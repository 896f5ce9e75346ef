"""What every deed of the tree does: check its day, carry what the organization holds, keep how to give it back."""

import datetime as dt
from collections.abc import Sequence

from branches import errors
from branches.actions.approvals import ApprovalFromAbove
from branches.models import Organization, TreeDeed
from branches.selectors import tree_deeds
from branches.selectors.actors import Actor
from branches.workflow.holdings import PlannedDeed
from core.dates_zh import full_date, full_month
from core.errors import RuleBroken
from core.parts import parts


def must_be_open(day: dt.date, organizations: Sequence[Organization], decision: ApprovalFromAbove) -> None:
    """A day in a frozen month needs the decision's own document, of that day or before it, and is a correction.

    Raises FrozenDay, CorrectionPaperMissing, ApprovedTooLate, NothingToCorrect (R-RPT-04).
    """
    first = tree_deeds.first_open_day(organizations)
    if first is None or day >= first:
        if not decision.is_empty:
            raise errors.NothingToCorrect.at("decision_document", day=full_date(day))
        return
    if decision.is_empty:
        raise errors.FrozenDay.at(
            "effective_on", day=full_date(day), month=full_month(day), first=full_date(first)
        )
    try:
        decision.must_be_whole(errors.CorrectionPaperMissing, with_body=False)
        decision.must_precede(day, "生效日期")
    except RuleBroken as refusal:
        fields = {"document": "decision_document", "approved_on": "decided_on"}
        (field,) = refusal.fields or {"document": ""}
        raise refusal.beside(fields.get(field, field)) from None


def carry(deed: PlannedDeed, row: TreeDeed, by: Actor) -> TreeDeed:
    """Carry every kind of thing and keep the deed. Raises StillHolds where something has no place to go."""
    holdings = parts("TREE_HOLDINGS")
    lines = [each.line(deed) for each in holdings]
    if stopped := [line.stops for line in lines if line.stops]:
        raise errors.StillHolds(organization=deed.organization.short_name, what="、".join(stopped))
    carried = {each.code: each.carry(deed, by) for each in holdings}
    row.carried = {code: kept for code, kept in carried.items() if kept}
    row.recorded_by = by.user
    row.save()
    return row


def give_back(row: TreeDeed, deed: PlannedDeed, by: Actor) -> None:
    """Give back what the deed carried, the last thing first. Raises DeedUsed."""
    for each in reversed(parts("TREE_HOLDINGS")):
        if each.code in row.carried:
            each.give_back(deed, row.carried[each.code], by)
