"""The action merge: one branch goes into another with everything it holds, as one deed."""

import datetime as dt

from django.db import transaction

from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.dissolve_organization import end
from branches.actions.tree_places import lock, must_not_precede, must_stand
from branches.models import Organization, TreeDeed
from branches.selectors.actors import Actor
from branches.states import HANDED_OVER_DAYS, DeedKind, GroupsGo, PlansGo
from branches.workflow.holdings import PlannedDeed
from core import clock


@transaction.atomic
def merge(
    *,
    organization: Organization,
    receiver: Organization,
    effective_on: dt.date,
    document: str,
    approved_on: dt.date | None = None,
    applied_on: dt.date | None = None,
    groups: str = GroupsGo.CARRIED,
    plans: str = PlansGo.CANCELLED,
    reason: str = "",
    decision_document: str = "",
    decided_on: dt.date | None = None,
    by: Actor,
) -> TreeDeed:
    """Merge a branch into another one on the approval from above; the day before is the last as two (R-ORG-18).

    Raises NotYours, AlreadyDissolved, MergerDocumentMissing, ApprovedTooLate, AppliedAfterApproval, IntoItself, OnlyBetweenBranches, TooEarly, NotYet,
    FrozenDay, CameLater.
    """
    organization, receiver = lock(organization, receiver)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    if not organization.is_branch:
        kind = organization.get_kind_display()
        raise errors.OnlyBetweenBranches(
            organization=organization.short_name, kind=kind, deed=DeedKind.MERGED.label
        )
    approval = ApprovalFromAbove(document, approved_on, applied_on=applied_on)
    approval.must_be_whole(errors.MergerDocumentMissing, with_body=False, deed=DeedKind.MERGED.label)
    approval.must_precede(effective_on, "合并日期")
    deed = PlannedDeed(
        DeedKind.MERGED,
        organization,
        effective_on,
        receiver,
        groups=GroupsGo(groups),
        plans=PlansGo(plans),
        document=document,
        recording_ends_on=clock.today() + dt.timedelta(days=HANDED_OVER_DAYS),
    )
    decision = ApprovalFromAbove(decision_document, decided_on)
    return end(deed, approval=approval, decision=decision, reason=reason, by=by)
