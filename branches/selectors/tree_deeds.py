"""What a deed of the tree is about: what the organization holds, which days are open, the figures it changes.

Reads only. What the apps above hold and count comes from them (branches.workflow.holdings).
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization, TreeDeed
from branches.querysets import OrganizationQuerySet
from branches.selectors.actors import Actor
from branches.states import BRANCHES, DEED_KINDS, MAY_STAND_UNDER, DeedKind
from branches.workflow.holdings import Freezing, Holding, PlannedDeed
from core import clock
from core.parts import parts


def holdings(deed: PlannedDeed) -> tuple[Holding, ...]:
    """Every kind of thing the organization holds, and where it goes."""
    return tuple(each.line(deed) for each in parts("TREE_HOLDINGS"))


def freezing() -> Freezing:
    """Which days are frozen, as the app above that freezes them says."""
    found: Freezing = parts("FREEZING")
    return found


def first_open_day(organizations: Iterable[Organization]) -> dt.date | None:
    """The first day not frozen for any of them; None where nothing is frozen yet."""
    return freezing().first_open_day(tuple(each.path for each in organizations))


def organizations_of(deed: TreeDeed) -> list[Organization]:
    """Those whose figures the deed changes."""
    return [each for each in (deed.organization, deed.receiver, deed.former_parent) if each is not None]


def day_that_counts(deed: TreeDeed) -> dt.date:
    """The day in whose month the deed shows: its own; of a correction the day it was entered."""
    return timezone.localdate(deed.recorded_at) if deed.is_correction else deed.effective_on


def taken_back_until(deed: TreeDeed) -> dt.datetime:
    """When the month in which the deed shows is frozen."""
    return freezing().freezes_at(day_that_counts(deed))


def last_deed(organization: Organization) -> TreeDeed | None:
    """The deed of an organization that can still be taken back: its last one, while its month is not frozen."""
    deed = (
        TreeDeed.objects.filter(organization=organization, taken_back_at=None)
        .select_related("organization", "receiver", "former_parent")
        .first()
    )
    if deed is None:
        return None
    first = first_open_day(organizations_of(deed))
    return None if first and day_that_counts(deed) < first else deed


def people_of(organization: Organization, by: Actor) -> list[tuple[str, str]]:
    """(uuid, name) of everybody on the roll, for choosing who goes; nobody without the right to see members."""
    if not by.may(Capability.VIEW_MEMBERS, organization):
        return []
    people: list[tuple[str, str]] = parts("TREE_PEOPLE")(organization)
    return people


def figures(organizations: Sequence[Organization]) -> dict[str, str]:
    """What is counted of these organizations, label → words: before a deed and after it."""
    found = {}
    for count in parts("TREE_FIGURES"):
        found.update(count(organizations))
    return found


def standing_branches(organizations: Sequence[Organization]) -> dict[str, str]:
    """Of those that are no branch: how many branches stand below."""
    today = clock.today()
    above = [each for each in organizations if not each.is_branch and not each.is_group]
    rows = Organization.objects.standing(today).branches()
    return {f"{each.short_name}党支部": f"{rows.within(each).count():,}个" for each in above}


def receivers(organization: Organization, kind: DeedKind, by: Actor) -> OrganizationQuerySet:
    """Where it may go: another standing branch, of a group another group beside it, or what may stand above it."""
    found: OrganizationQuerySet = Organization.objects.visible_to(
        by, Capability.MANAGE_ORGANIZATIONS
    ).standing(clock.today())
    found = found.exclude(pk=organization.pk)
    if kind == DeedKind.MOVED:
        kinds = [each for each in MAY_STAND_UNDER[organization.kind] if each]
        inside = Organization.objects.within(organization).values("pk")
        return found.filter(kind__in=kinds).exclude(pk=organization.parent_id).exclude(pk__in=inside)
    if organization.is_group:
        return found.filter(parent=organization.parent_id, kind=organization.kind)
    return found.filter(kind__in=BRANCHES)


def deed_choices(organization: Organization) -> list[tuple[str, str]]:
    """(deed as in the address, its word) of those possible for this kind of organization."""
    possible = ["merge", "split"] if organization.is_branch else []
    possible += ["dissolve", *(["move"] if organization.parent_id else [])]
    return [(each, str(DEED_KINDS[each].label)) for each in possible]
