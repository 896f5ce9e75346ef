"""The action move: an organization goes under another parent with everything below it, as a deed of the tree."""

import datetime as dt

from django.db import transaction

from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.carry_holdings import carry, must_be_open
from branches.actions.tree_places import (
    lock,
    must_be_number,
    must_have_come,
    must_manage,
    must_not_precede,
    must_stand,
    put_under,
)
from branches.models import Organization, TreeDeed
from branches.selectors.actors import Actor
from branches.states import DeedKind
from branches.workflow.holdings import PlannedDeed


@transaction.atomic
def move(
    *,
    organization: Organization,
    parent: Organization | None,
    effective_on: dt.date,
    document: str = "",
    reason: str = "",
    decision_document: str = "",
    decided_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """Put an organization, with everything below it, under another parent.

    The right is needed at both ends: where it stands and where it goes. Whoever receives it is told (reminders).

    Raises NotYours, WouldCircle, MayNotStandThere, AlreadyDissolved, AlreadyUnderThisParent, NoRoom, TooEarly, NotYet,
    FrozenDay, NoPaperNumber.
    """
    organization, *held = lock(organization, parent) if parent else lock(organization)
    parent = held[0] if held else None
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_manage(parent, by)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    must_have_come(effective_on)
    must_be_number(document)
    decision = ApprovalFromAbove(decision_document, decided_on)
    must_be_open(effective_on, [each for each in (organization, parent) if each], decision)
    former = organization.parent
    put_under(organization, parent, effective_on, document, by)
    if parent is not None:
        deed = PlannedDeed(DeedKind.MOVED, organization, effective_on, parent, document=document)
        row = TreeDeed(
            kind=DeedKind.MOVED,
            organization=organization,
            receiver=parent,
            former_parent=former,
            effective_on=effective_on,
            document=document.strip(),
            decision_document=decision.document.strip(),
            decided_on=decided_on,
            reason=reason.strip()[:300],
        )
        carry(deed, row, by)
    return organization
