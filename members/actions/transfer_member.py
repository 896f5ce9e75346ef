"""Transfer a membership to another branch, or to another group of the same branch."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core.document_numbers import normalize_number
from core.errors import Gone
from core.moves import swap
from members import errors
from members.actions import places
from members.models import Member, Membership, Post
from members.rules import membership
from members.states import MEMBER_MOVES, EntryKind, ExitKind


@transaction.atomic
def transfer(
    *,
    member: Member,
    organization: Organization,
    group: Organization | None = None,
    on: dt.date,
    document: str = "",
    by: Actor,
) -> Member:
    """Move a person to another branch from a day on; the day before is the last in the old one.

    Both branches must be in reach of who decides on members, and the letter or document has a number (R-STA-12). Posts
    and mandates of the old branch end with the membership.

    Raises NotYours, ConcernsYourself, DocumentMissing, NoDocumentNumber, HasLeft, AlreadyThere, NotABranch,
    BranchIsDissolved, NotItsGroup, DateAhead, DatesReversed.
    """
    old = member.organization
    by.must(Capability.DECIDE_ON_MEMBERS, old)
    by.must(Capability.DECIDE_ON_MEMBERS, organization)
    places.must_be_about_another(member, by)
    document = normalize_number(document)
    if refusal := membership.document_refusal(document, "转接组织关系", "document", is_letter=True):
        raise refusal
    if organization.pk == old.pk:
        raise errors.AlreadyInBranch(name=member.name, organization=old.short_name)
    places.must_take_people(organization, on)
    places.must_decide(organization, "不接转组织关系")
    places.must_be_its_group(group, organization, on)
    _close_and_open(member, organization, group, on, document, entry=EntryKind.MOVED, exit_=ExitKind.MOVED)
    last_day = on - dt.timedelta(days=1)
    held = Post.objects.filter(member=member, organization=old)
    places.end_posts(held, last_day, ExitKind.MOVED.label, by)
    places.end_mandates(member, last_day, old)
    chain.record(
        "member.transfer",
        by=by,
        subject=member,
        where=organization,
        before={"organization": old.name},
        after={
            "organization": organization.name,
            "group": group.short_name if group else "",
            "on": on,
            "from_path": old.path,
        },
        note=document,
    )
    return member


@transaction.atomic
def regroup(*, member: Member, group: Organization | None, on: dt.date, by: Actor) -> Member:
    """Move a person to another group of the same branch, or to none.

    Raises NotYours, HasLeft, AlreadyThere, NotItsGroup, BranchIsDissolved, DateAhead, DatesReversed.
    """
    by.must(Capability.MANAGE_MEMBERS, member.organization)
    if member.group_id == (group.pk if group else None):
        raise errors.AlreadyInBranch(name=member.name, organization=group.short_name if group else "没有分组")
    places.must_be_its_group(group, member.organization, on)
    before = member.group.short_name if member.group else ""
    _close_and_open(
        member, member.organization, group, on, "", entry=EntryKind.MOVED, exit_=ExitKind.REGROUPED
    )
    chain.record(
        "member.regroup",
        by=by,
        subject=member,
        where=member.organization,
        before={"group": before},
        after={"group": group.short_name if group else "", "on": on},
    )
    return member


def _close_and_open(
    member: Member,
    organization: Organization,
    group: Organization | None,
    on: dt.date,
    document: str,
    *,
    entry: str,
    exit_: str,
) -> None:
    """Close the open membership, open the next one, and write the branch and group on the member."""
    places.must_be_present(member)
    if refusal := membership.future_date_refusal("日期", "on", on):
        raise refusal
    current = Membership.objects.filter(member=member, until__isnull=True)
    since = current.values_list("since", flat=True).first()
    if since is None:
        raise Gone
    if on < since or (on == since and exit_ == ExitKind.MOVED):
        raise errors.DatesReversed(what="日期", on=on, before=f"现在的组织关系开始的{since}")
    if on == since:
        # Put into a group on the very first day: the same membership, corrected.
        current.update(group=group)
    else:
        claimed = current.filter(organization=member.organization_id, since=since)
        if not claimed.update(until=on - dt.timedelta(days=1), exit=exit_):
            raise Gone
        Membership.objects.create(
            member=member, organization=organization, group=group, since=on, entry=entry, document=document
        )
    seen = {"organization": member.organization_id, "group": member.group_id}
    swap(member, MEMBER_MOVES, "transfer", seen=seen, organization=organization, group=group)
