"""Where a person may be put: a standing branch, and a group of that branch."""

import datetime as dt

from branches import actions as tree_actions
from branches.actors import SYSTEM
from branches.models import Mandate, Organization
from members import errors
from members.models import Member, Post


def must_take_people(organization: Organization, on: dt.date) -> None:
    """Raises NotABranch, BranchIsDissolved."""
    if not organization.is_branch:
        raise errors.NotABranch(organization=organization.short_name, kind=organization.get_kind_display())
    if organization.dissolved_on and organization.dissolved_on <= on:
        raise errors.BranchIsDissolved(organization=organization.short_name, on=organization.dissolved_on)


def must_be_its_group(group: Organization | None, organization: Organization, on: dt.date) -> None:
    """Raises NotItsGroup, BranchIsDissolved."""
    if group is None:
        return
    if not group.is_group or group.parent_id != organization.pk:
        raise errors.NotItsGroup(group=group.short_name, organization=organization.short_name)
    if group.dissolved_on and group.dissolved_on <= on:
        raise errors.BranchIsDissolved(organization=group.short_name, on=group.dissolved_on)


def must_be_present(member: Member) -> None:
    """Raises HasLeft."""
    if member.left_on:
        raise errors.HasLeft(name=member.name, on=member.left_on)


def end_posts(member: Member, on: dt.date, organization: Organization | None = None) -> int:
    """Posts end with the place they rest on. Returns how many."""
    held = Post.objects.filter(member=member, until__isnull=True)
    if organization is not None:
        held = held.filter(organization=organization)
    return held.filter(since__lte=on).update(until=on) + held.filter(since__gt=on).delete()[0]


def end_mandates(member: Member, on: dt.date, organization: Organization | None = None) -> None:
    """Rights end with the place they rest on: whoever has left a branch does not go on acting for it."""
    if member.user_id is None:
        return
    held = Mandate.objects.filter(user=member.user_id, until__isnull=True).select_related("organization")
    if organization is not None:
        held = held.filter(organization=organization)
    for mandate in held:
        tree_actions.revoke(mandate=mandate, until=max(on, mandate.since), by=SYSTEM)
