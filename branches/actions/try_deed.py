"""try_deed: runs a deed of the tree in a transaction that is rolled back, and returns what it would have changed."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from branches.actions.dissolve_organization import dissolve
from branches.actions.merge_branches import merge
from branches.actions.move_organization import move
from branches.actions.split_branch import split
from branches.models import Organization
from branches.selectors import tree_deeds
from branches.selectors.actors import Actor
from branches.states import HANDED_OVER_DAYS, DeedKind, GroupsGo, PlansGo
from branches.workflow.holdings import DeedPreview, PlannedDeed
from branches.workflow.trial import undone
from core import clock

DEEDS: dict[DeedKind, Callable[..., Any]] = {
    DeedKind.MERGED: merge,
    DeedKind.SPLIT: split,
    DeedKind.DISSOLVED: dissolve,
    DeedKind.MOVED: move,
}


def planned_deed(kind: DeedKind, facts: dict[str, Any]) -> PlannedDeed:
    """The deed as its holdings are asked about it, from the arguments of its action."""
    return PlannedDeed(
        kind,
        facts["organization"],
        facts.get("effective_on") or clock.today(),
        facts.get("parent" if kind == DeedKind.MOVED else "receiver"),
        frozenset(facts["members"]) if "members" in facts else frozenset(),
        GroupsGo(facts.get("groups") or GroupsGo.CARRIED),
        PlansGo(facts.get("plans") or PlansGo.CANCELLED),
        recording_ends_on=clock.today() + dt.timedelta(days=HANDED_OVER_DAYS),
    )


def try_deed(kind: DeedKind, facts: dict[str, Any], *, by: Actor) -> DeedPreview:
    """The lines of what the organization holds, and the figures before and after the deed's action.

    The action runs in a transaction that is rolled back: nothing of it stays, not even its audit entry, and the figures
    are what the action itself leaves behind. Raises what the action raises.
    """
    deed = planned_deed(kind, facts)
    keys = _counted(deed)
    lines, before = tree_deeds.holdings(deed), _figures(keys)

    def figures_afterwards() -> dict[str, str]:
        DEEDS[kind](**facts, by=by)
        return _figures(keys)

    after = undone(figures_afterwards)
    rows = [(label, before.get(label, "—"), after.get(label, "—")) for label in {**before, **after}]
    return DeedPreview(lines, tuple(rows))


def seal_of(preview: DeedPreview, facts: dict[str, Any]) -> str:
    """By which the deed that is done is known to be the one that was shown."""
    told = repr((preview, sorted((name, str(value)) for name, value in facts.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _counted(deed: PlannedDeed) -> list[int]:
    """The organizations whose figures it changes, and those above them."""
    ones = [each for each in (deed.organization, deed.receiver) if each is not None]
    keys = dict.fromkeys(each.pk for each in ones)
    keys |= dict.fromkeys(each.parent_id for each in ones if each.parent_id)
    return list(keys)


def _figures(keys: list[int]) -> dict[str, str]:
    """Read anew: the paths of a subtree change within a deed."""
    rows = Organization.objects.in_bulk(keys)
    return tree_deeds.figures([rows[key] for key in keys])
