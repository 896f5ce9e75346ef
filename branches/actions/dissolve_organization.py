"""Actions dissolve and call_off_dissolution: end an organization, and take back an end whose day has not come."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from audit import chain
from branches import errors
from branches.access.roles import Capability
from branches.actions.approvals import ApprovalFromAbove
from branches.actions.carry_holdings import carry, give_back, must_be_open
from branches.actions.tree_places import (
    dissolved_refusal,
    lock,
    must_be_number,
    must_have_come,
    must_not_precede,
    must_stand,
)
from branches.models import Change, Organization, Term, TreeDeed
from branches.selectors.actors import Actor
from branches.states import HANDED_OVER_DAYS, DeedKind, GroupsGo, PlansGo
from branches.workflow.holdings import PlannedDeed
from core import clock


@transaction.atomic
def dissolve(
    *,
    organization: Organization,
    effective_on: dt.date,
    document: str = "",
    approved_on: dt.date | None = None,
    applied_on: dt.date | None = None,
    receiver: Organization | None = None,
    groups: str = GroupsGo.CARRIED,
    plans: str = PlansGo.CANCELLED,
    reason: str = "",
    decision_document: str = "",
    decided_on: dt.date | None = None,
    by: Actor,
) -> Organization:
    """End an organization on a day; from that day on it stands no more, and its term of office ends.

    With a receiver everything it holds goes there, as in a merger. Without one it holds nobody and nothing that waits
    any more. The day may lie ahead where nothing is to be carried; until it comes it can be entered anew, and the later
    entry counts, or be called off. Only a party group needs no approval (支部工作条例 Art. 7, R-ORG-18).

    Raises NotYours, AlreadyDissolved, DissolutionDocumentMissing, ApprovedTooLate, NotYet, StillHasPeopleOrUnits, StillHolds,
    TooEarly, FrozenDay, and what receiving raises.
    """
    organization, *taken = lock(organization, receiver) if receiver else lock(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    must_stand(organization)
    must_not_precede(organization, effective_on)
    must_be_number(document)
    approval = ApprovalFromAbove(document, approved_on, applied_on=applied_on)
    if not organization.is_group:
        called = organization.short_name
        approval.must_be_whole(errors.DissolutionDocumentMissing, with_body=False, organization=called)
        approval.must_precede(effective_on, "撤销日期")
    deed = PlannedDeed(
        DeedKind.DISSOLVED,
        organization,
        effective_on,
        taken[0] if taken else None,
        groups=GroupsGo(groups),
        plans=PlansGo(plans),
        document=document,
        recording_ends_on=clock.today() + dt.timedelta(days=HANDED_OVER_DAYS),
    )
    decision = ApprovalFromAbove(decision_document, decided_on)
    end(deed, approval=approval, decision=decision, reason=reason, by=by)
    organization.refresh_from_db()
    return organization


def end(
    deed: PlannedDeed, *, approval: ApprovalFromAbove, decision: ApprovalFromAbove, reason: str, by: Actor
) -> TreeDeed:
    """End a held organization with everything it holds: what a dissolution and a merger have in common."""
    organization, receiver, effective_on = deed.organization, deed.receiver, deed.effective_on
    if receiver is not None:
        must_receive(deed, by)
    must_be_open(effective_on, [each for each in (organization, receiver) if each], decision)
    above = organization.parent
    if above is not None and above.dissolved_on and above.dissolved_on < effective_on:
        raise dissolved_refusal(above, above.dissolved_on).beside("effective_on")
    before = organization.dissolved_on
    if before is not None:
        _forget_earlier(organization, by)
    row = TreeDeed(
        kind=deed.kind,
        organization=organization,
        receiver=receiver,
        effective_on=effective_on,
        document=approval.document.strip(),
        approved_on=approval.approved_on,
        decision_document=decision.document.strip(),
        decided_on=decision.approved_on,
        reason=reason.strip()[:300],
    )
    if receiver is None:
        _must_be_empty_below(deed)
    carry(deed, row, by)
    _must_be_empty_below(deed)
    Organization.objects.filter(pk=organization.pk).update(
        dissolved_on=effective_on, version=F("version") + 1
    )
    open_still = Q(until__isnull=True) | Q(until=before) if before else Q(until__isnull=True)
    for term in Term.objects.filter(open_still, organization=organization):
        term.until = max(term.since, effective_on)
        term.save(update_fields=["until"])
    Change.objects.update_or_create(
        organization=organization,
        deed=Change.Deed.DISSOLVED,
        defaults={
            "effective_on": effective_on,
            "document": approval.document.strip(),
            "approved_on": approval.approved_on,
            "applied_on": approval.applied_on,
            "old_name": organization.name,
            "new_name": receiver.name if receiver else "",
            "old_parent_id": organization.parent_id,
            "recorded_by": by.user,
        },
    )
    after = {
        "dissolved_on": effective_on,
        "document": approval.document,
        "approved_on": approval.approved_on,
    }
    if receiver is not None:
        after |= {"receiver": receiver.name}
    if decision.document:
        after |= {"decision_document": decision.document, "decided_on": decision.approved_on}
    action = "organization.merge" if deed.kind == DeedKind.MERGED else "organization.dissolve"
    chain.record(
        action,
        by=by,
        subject=organization,
        where=organization,
        before={"dissolved_on": before},
        after=after,
        note=row.reason,
    )
    return row


def must_receive(deed: PlannedDeed, by: Actor) -> None:
    """Whether the receiver may take in what the organization holds.

    Raises NotYours, IntoItself, OnlyBetweenBranches, AlreadyDissolved, TooEarly, NotYet.
    """
    receiver, organization = deed.receiver, deed.organization
    if receiver is None:
        return
    word = deed.kind.label
    by.must(Capability.MANAGE_ORGANIZATIONS, receiver)
    if receiver.pk == organization.pk:
        raise errors.IntoItself.at("receiver", organization=receiver.short_name, deed=word)
    for each in (organization, receiver):
        are_groups = organization.is_group and each.is_group and receiver.parent_id == organization.parent_id
        if not each.is_branch and not are_groups:
            raise errors.OnlyBetweenBranches.at(
                "receiver", organization=each.short_name, kind=each.get_kind_display(), deed=word
            )
    if receiver.dissolved_on:
        raise dissolved_refusal(receiver, receiver.dissolved_on).beside("receiver")
    must_not_precede(receiver, deed.effective_on)
    must_have_come(deed.effective_on)


def _must_be_empty_below(deed: PlannedDeed) -> None:
    """Raises StillHasPeopleOrUnits."""
    still = Organization.objects.filter(parent=deed.organization).filter(
        Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=deed.effective_on)
    )
    if count := still.count():
        raise errors.StillHasPeopleOrUnits(organization=deed.organization.short_name, count=count)


def _forget_earlier(organization: Organization, by: Actor) -> None:
    """A dissolution still to come that is entered anew: what the earlier entry ended goes on until the later day."""
    for row in TreeDeed.objects.filter(
        organization=organization, kind=DeedKind.DISSOLVED, taken_back_at=None
    ):
        give_back(row, PlannedDeed(DeedKind.DISSOLVED, organization, row.effective_on), by)
        row.delete()


@transaction.atomic
def call_off_dissolution(*, organization: Organization, reason: str, by: Actor) -> Organization:
    """Take a dissolution back whose day has not come: the organization goes on, and its term of office with it.

    What was entered stays in the audit. Raises NotYours, NothingToCallOff, AlreadyDissolved for what stands above,
    CallOffReasonMissing.
    """
    (organization,) = lock(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    was = organization.dissolved_on
    if was is None or organization.is_dissolved:
        raise errors.NothingToCallOff(organization=organization.short_name)
    if not reason.strip():
        raise errors.CallOffReasonMissing.at("reason")
    reinstate(organization)
    _forget_earlier(organization, by)
    chain.record(
        "organization.call_off_dissolution",
        by=by,
        subject=organization,
        where=organization,
        before={"dissolved_on": was},
        after={"dissolved_on": None},
        note=reason.strip(),
    )
    return organization


def reinstate(organization: Organization) -> None:
    """Let a held organization stand again as if its end had not been entered. Raises AlreadyDissolved for what stands above."""
    was, above = organization.dissolved_on, organization.parent
    if above is not None and above.dissolved_on:
        raise dissolved_refusal(above, above.dissolved_on)
    Organization.objects.filter(pk=organization.pk).update(dissolved_on=None, version=F("version") + 1)
    organization.refresh_from_db()
    Term.objects.filter(organization=organization, until=was).update(until=None)
    Change.objects.filter(organization=organization, deed=Change.Deed.DISSOLVED).delete()
