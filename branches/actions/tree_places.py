"""Putting a whole subtree under another parent, with the locks and paths it needs.

Whoever changes the shape of the tree holds the root above it, so that no child is established below an organization
whose path is being rewritten.
"""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat, Length, Substr

from audit import chain
from audit.models import Entry
from branches import errors
from branches.access.roles import Capability
from branches.models import Change, Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.states import MAY_STAND_UNDER, Kind
from core import clock, document_numbers
from core.dates_zh import full_date
from core.errors import Gone

TAKEN_BACK = "organization.take_back_import"
# One level stays free, so that a path can step aside while the tree is rebuilt.
LONGEST_PATH = 120 - tree.WIDTH  # 120: the length of the column


def lock(*organizations: Organization) -> list[Organization]:
    """Lock these rows and the roots above them, in one query ordered by key; return them as they are now.

    Raises Gone when one was moved between reading its path and getting its lock.
    """
    keys = [each.pk for each in organizations]
    before = dict(Organization.objects.filter(pk__in=keys).values_list("pk", "path"))
    roots = {path[: tree.WIDTH] for path in before.values()}
    wanted = Organization.objects.filter(Q(pk__in=keys) | Q(path__in=roots))
    held = {row.pk: row for row in wanted.select_for_update().order_by("pk")}
    if any(key not in held or held[key].path != before.get(key) for key in keys):
        raise Gone
    return [held[key] for key in keys]


def must_manage(parent: Organization | None, by: Actor) -> None:
    """The right to place something below: at the parent, or over the whole forest when there is none."""
    if parent is not None:
        by.must(Capability.MANAGE_ORGANIZATIONS, parent)
    elif not by.reach.covers(Capability.MANAGE_ORGANIZATIONS, ""):
        raise errors.NotYours(organization="最高一级")


def must_stand_under(kind: str, parent: Organization | None) -> None:
    """Raises MayNotStandThere, AlreadyDissolved."""
    if (parent.kind if parent else None) not in MAY_STAND_UNDER[kind]:
        raise errors.MayNotStandThere.at(
            "parent", kind=Kind(kind).label, parent_kind=parent.get_kind_display() if parent else "最高一级"
        )
    # To be dissolved later is refused too: it is dissolved only when nothing stands below.
    if parent is not None and parent.dissolved_on:
        raise dissolved_refusal(parent, parent.dissolved_on)


def free_path(parent: Organization | None) -> str:
    """The next free path below a held parent; a number once used is taken again only when none is left.

    What stands in the audit is found by its path then: whoever took the number of one moved away would read its entries.
    So numbers go on from how many ever came here, not from the last that is still here; what was taken back with its
    import left no row, only its entry.

    Raises NoRoom beyond 9,998 children or 29 levels.
    """
    above = parent.path if parent else ""
    children = Organization.objects.filter(parent=parent)
    last = children.aggregate(last=Max("path"))["last"]
    came = Change.objects.filter(
        deed__in=[Change.Deed.ESTABLISHED, Change.Deed.MOVED], new_parent=parent
    ).count()
    gone = Entry.objects.alias(length=Length("path")).filter(action=TAKEN_BACK, path__startswith=above)
    removed = gone.filter(length=len(above) + tree.WIDTH).aggregate(last=Max("path"))["last"]
    numbers = [int(path[-tree.WIDTH :]) for path in (last, removed) if path]
    number = max(*numbers, came, 0) + 1
    if number > tree.MOST_CHILDREN:
        taken = {int(path[-tree.WIDTH :]) for path in children.values_list("path", flat=True)}
        number = next((n for n in range(1, number) if n not in taken), number)
    if number > tree.MOST_CHILDREN or len(above) + tree.WIDTH > LONGEST_PATH:
        raise errors.NoRoom(parent=parent.short_name if parent else "最高一级")
    return tree.child(above, number)


def put_under(
    organization: Organization,
    parent: Organization | None,
    effective_on: dt.date,
    document: str,
    by: Actor,
) -> Organization:
    """Put a held organization, with everything below it, under a held parent: one UPDATE rewrites the whole subtree.

    Raises WouldCircle, MayNotStandThere, AlreadyDissolved, AlreadyUnderThisParent, NoRoom.
    """
    if parent is not None and parent.path.startswith(organization.path):
        raise errors.WouldCircle.at("parent", organization=organization.short_name)
    if organization.parent_id == (parent.pk if parent else None):
        raise errors.AlreadyUnderThisParent.at("parent", organization=organization.short_name)
    must_stand_under(organization.kind, parent)
    old_path, old_parent, new_path = organization.path, organization.parent, free_path(parent)
    deepest = Organization.objects.within(organization).aggregate(most=Max(Length("path")))["most"]
    if deepest - len(old_path) + len(new_path) > LONGEST_PATH:
        raise errors.NoRoom(parent=parent.short_name if parent else "最高一级")
    Organization.objects.within(organization).update(
        path=Concat(Value(new_path), Substr("path", len(old_path) + 1))
    )
    Organization.objects.filter(pk=organization.pk).update(parent=parent, version=F("version") + 1)
    organization.refresh_from_db()
    change = Change(deed=Change.Deed.MOVED, effective_on=effective_on, document=document)
    change.old_parent, change.new_parent = old_parent, parent
    before = {"parent": old_parent.code if old_parent else None, "path": old_path}
    to = parent.code if parent else None
    after = {"parent": to, "path": new_path, "effective_on": effective_on, "document": document}
    record_change("organization.move", organization, change, before=before, after=after, by=by)
    return organization


def record_change(
    action: str, organization: Organization, change: Change, *, by: Actor, **facts: Any
) -> None:
    """Put a change into the organization's history and write its audit entry; `facts` are its `before` and `after`."""
    change.organization, change.recorded_by = organization, by.user
    change.save()
    chain.record(action, by=by, subject=organization, where=organization, **facts)


def must_not_precede(organization: Organization, effective_on: dt.date) -> None:
    """Raises TooEarly for a deed dated before the organization existed."""
    if effective_on < organization.established_on:
        raise errors.TooEarly.at("effective_on", on=full_date(organization.established_on))


def must_be_number(document: str) -> None:
    """Raises NoPaperNumber for what surely names no paper; no number at all is for the caller to judge."""
    if document.strip() and document_numbers.is_no_number(document):
        raise errors.NoPaperNumber.at("document", number=document.strip())


def must_have_come(day: dt.date, field: str = "effective_on") -> None:
    """Raises NotYet."""
    if day > clock.today():
        raise errors.NotYet.at(field, on=full_date(day))


def must_stand(organization: Organization) -> None:
    """Raises AlreadyDissolved."""
    if organization.dissolved_on and organization.is_dissolved:
        raise dissolved_refusal(organization, organization.dissolved_on)


def dissolved_refusal(organization: Organization, on: dt.date) -> errors.AlreadyDissolved:
    when = "已于" if organization.is_dissolved else "定于"
    return errors.AlreadyDissolved(organization=organization.short_name, when=when, on=full_date(on))
