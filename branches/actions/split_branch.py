"""The action split: some members of a branch found a new one beside it, as one deed."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.carry_holdings import carry, must_be_open
from branches.actions.organizations import register
from branches.actions.tree_places import lock, must_have_come, must_not_precede, must_stand
from branches.models import Organization, TreeDeed
from branches.selectors.actors import Actor
from branches.states import DeedKind
from branches.workflow.holdings import PlannedDeed


@transaction.atomic
def split(
    *,
    organization: Organization,
    code: str,
    name: str,
    short_name: str,
    members: Iterable[UUID],
    effective_on: dt.date,
    document: str,
    approved_on: dt.date | None = None,
    applied_on: dt.date | None = None,
    reason: str = "",
    decision_document: str = "",
    decided_on: dt.date | None = None,
    by: Actor,
) -> TreeDeed:
    """Set up a new branch under the same parent with the members named; three full members on both sides (R-ORG-01).

    A group of which everybody goes goes along; plans, records and posts stay with the former branch.

    Raises NotYours, AlreadyDissolved, OnlyBetweenBranches, MergerDocumentMissing, ApprovedTooLate, AppliedAfterApproval, TooEarly, NotYet, FrozenDay,
    NobodyGoes, NotOfThisBranch, TooFewForSplit, CameLater, CodeTaken, CodeMalformed.
    """
    organization, *above = (
        lock(organization, organization.parent) if organization.parent else lock(organization)
    )
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    if not organization.is_branch:
        kind = organization.get_kind_display()
        raise errors.OnlyBetweenBranches(
            organization=organization.short_name, kind=kind, deed=DeedKind.SPLIT.label
        )
    people = frozenset(members)
    if not people:
        raise errors.NobodyGoes.at("members")
    must_not_precede(organization, effective_on)
    must_have_come(effective_on)
    approval = ApprovalFromAbove(document, approved_on, applied_on=applied_on)
    approval.must_be_whole(errors.MergerDocumentMissing, with_body=False, deed=DeedKind.SPLIT.label)
    approval.must_precede(effective_on, "分设日期")
    must_be_open(effective_on, [organization], ApprovalFromAbove(decision_document, decided_on))
    receiver = register(
        code=code,
        name=name,
        short_name=short_name,
        kind=organization.kind,
        unit_kind=organization.unit_kind,
        parent=above[0] if above else None,
        established_on=effective_on,
        activity_day=organization.activity_day,
        units=organization.units,
        planned_end_on=organization.planned_end_on,
        special_provision=organization.special_provision,
        document=document,
        approved_on=approved_on,
        applied_on=applied_on,
        by=by,
    )
    row = TreeDeed(
        kind=DeedKind.SPLIT,
        organization=organization,
        receiver=receiver,
        effective_on=effective_on,
        document=document.strip(),
        approved_on=approved_on,
        decision_document=decision_document.strip(),
        decided_on=decided_on,
        reason=reason.strip()[:300],
    )
    deed = PlannedDeed(DeedKind.SPLIT, organization, effective_on, receiver, people=people, document=document)
    carry(deed, row, by)
    chain.record(
        "organization.split",
        by=by,
        subject=organization,
        where=organization,
        after={"receiver": receiver.name, "effective_on": effective_on, "document": document},
        note=row.reason,
    )
    return row
