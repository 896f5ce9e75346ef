"""The action take_back: a deed of the tree is undone with everything it carried, until its month is frozen."""

from django.db import transaction

from branches import errors
from branches.access.roles import Capability
from branches.actions.carry_holdings import give_back
from branches.actions.dissolve_organization import reinstate
from branches.actions.tree_places import lock, put_under
from branches.models import Change, Organization, TreeDeed
from branches.selectors import tree_deeds
from branches.selectors.actors import Actor
from branches.states import TREE_DEED_MOVES, DeedKind
from branches.workflow.holdings import PlannedDeed
from branches.workflow.transition import claim
from core.dates_zh import full_date, full_month


@transaction.atomic
def take_back(*, deed: TreeDeed, reason: str, by: Actor) -> TreeDeed:
    """Undo a merger, split, dissolution or move as if it had not been: members, groups, posts, plans and mandates return.

    Raises NotYours, TakeBackReasonMissing, TakenBackTooLate once its month is frozen, DeedUsed where somebody has gone on
    from it, Gone when it was taken back already.
    """
    deed = TreeDeed.objects.select_related("organization", "receiver", "former_parent").get(pk=deed.pk)
    everybody = tree_deeds.organizations_of(deed)
    held = {each.pk: each for each in lock(*everybody)}
    organization = held[deed.organization_id]
    receiver = held.get(deed.receiver_id or 0)
    for each in held.values():
        by.must(Capability.MANAGE_ORGANIZATIONS, each)
    reason = reason.strip()
    if not reason:
        raise errors.TakeBackReasonMissing.at("reason")
    day, first = tree_deeds.day_that_counts(deed), tree_deeds.first_open_day(everybody)
    if first is not None and day < first:
        raise errors.TakenBackTooLate(month=full_month(day), first=full_date(first))
    planned = PlannedDeed(DeedKind(deed.kind), organization, deed.effective_on, receiver)
    with claim(
        deed, TREE_DEED_MOVES, "take_back", by, taken_back_by=by.user, take_back_reason=reason
    ) as entry:
        if planned.ends_it:
            reinstate(organization)
        give_back(deed, planned, by)
        if deed.kind == DeedKind.MOVED:
            put_under(organization, held.get(deed.former_parent_id or 0), deed.effective_on, "", by)
        if deed.kind == DeedKind.SPLIT and receiver is not None:
            _forget(receiver, deed, by)
        entry.after, entry.note = {"deed": str(deed), "effective_on": deed.effective_on}, reason
    return deed


def _forget(receiver: Organization, deed: TreeDeed, by: Actor) -> None:
    """The branch of a split that is taken back has never stood: it ends on the day it began."""
    Organization.objects.filter(pk=receiver.pk).update(dissolved_on=receiver.established_on)
    Change.objects.create(
        organization=receiver,
        deed=Change.Deed.DISSOLVED,
        effective_on=receiver.established_on,
        old_name=receiver.name,
        old_parent_id=receiver.parent_id,
        recorded_by=by.user,
    )
