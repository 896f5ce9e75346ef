"""unregister and restore: a list of organizations that was imported by mistake is undone (exchange.actions.take_back_import)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.actions.organizations import measure_term_anew
from branches.actions.tree_places import TAKEN_BACK, lock, must_manage
from branches.models import Change, Organization
from branches.selectors.actors import Actor
from branches.selectors.organization_names import search_spellings


@transaction.atomic
def unregister(*, organizations: Sequence[Organization], by: Actor) -> None:
    """Remove organizations to which no row refers but their history and each other; their places in the tree stay taken.

    Raises NotYours.
    """
    deepest_first = sorted(organizations, key=lambda each: -len(each.path))
    for parent in {each.parent for each in organizations}:
        must_manage(parent, by)
    Change.objects.filter(organization__pk__among=[each.pk for each in organizations]).delete()
    for length in sorted({len(each.path) for each in organizations}, reverse=True):
        level = [each.pk for each in organizations if len(each.path) == length]
        Organization.objects.filter(pk__among=level).delete()
    chain.record_each(
        TAKEN_BACK,
        [
            chain.AuditAction(each, each, {"code": each.code, "name": each.name}, None)
            for each in deepest_first
        ],
        by=by,
    )


@transaction.atomic
def restore(*, organization: Organization, before: dict[str, Any], by: Actor) -> Organization:
    """Give an organization back the names and plain facts it had; a name of the import leaves its history. Raises NotYours."""
    (organization,) = lock(organization)
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    was = {name: getattr(organization, name) for name in before}
    for name, value in before.items():
        setattr(organization, name, value)
    if before.keys() & {"name", "short_name"}:
        Change.objects.filter(organization=organization, deed=Change.Deed.RENAMED).latest("pk").delete()
        spellings = search_spellings(organization.name, organization.short_name)
        organization.pinyin, organization.initials = spellings
    organization.version += 1
    organization.save()
    if "unit_kind" in before:
        measure_term_anew(organization)
    chain.record(TAKEN_BACK, by=by, subject=organization, where=organization, before=was, after=before)
    return organization
