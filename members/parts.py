"""Parts of the list of accounts, what is sealed of members, and what a deed of the tree carries of people."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.selectors.holders import AccountScope
from core import clock
from core.sealing import SealedTable
from members.actions.carry_offices import AccountsHolding, PostsHolding
from members.actions.carry_people import GroupsHolding, MembersHolding
from members.models import Member, Post
from members.personal_data import sealing

SEALED_MEMBERS = SealedTable(
    Member,
    sealing.TABLE,
    ("identity_sealed", "phone_sealed", "address_sealed"),
    digests={
        "identity_sealed": ("identity_digest", "identity_tail"),
        "phone_sealed": ("phone_digest", "phone_tail"),
    },
)

MEMBERS_HELD, GROUPS_HELD, POSTS_HELD = MembersHolding(), GroupsHolding(), PostsHolding()
ACCOUNTS_HELD = AccountsHolding()


def members_on_roll(organizations: Sequence[Organization]) -> dict[str, str]:
    """Of branches: how many are on the roll. One query."""
    branches = [each for each in organizations if each.is_branch]
    found = Member.objects.counted_on(clock.today()).present().filter(organization__in=branches)
    counts = dict(found.values_list("organization").annotate(people=Count("pk")).order_by())
    return {f"{each.short_name}党员": f"{counts.get(each.pk, 0)}人" for each in branches}


def people_to_choose(organization: Organization) -> list[tuple[str, str]]:
    """Everybody on the roll of a branch in the order of names, the probationary ones said. One query."""
    found = Member.objects.present().filter(organization=organization).order_by("pinyin", "pk")
    return [
        (str(each.uuid), each.name if each.is_full else f"{each.name}（预备）")
        for each in found.only("uuid", "name", "full_on")
    ]


def members_and_secretary(rows: Sequence[Organization], by: Actor) -> dict[int, tuple[str, dict[str, Any]]]:
    """How many are on the roll and who is secretary, by which equal names differ. Two queries."""
    present = Member.objects.counted_on(clock.today()).present().filter(organization__in=rows)
    counts = dict(present.values_list("organization").annotate(people=Count("pk")).order_by())
    posts = Post.objects.filter(organization__in=rows, title="secretary").on(clock.today())
    names = dict(posts.values_list("organization", "member__name"))
    return {
        row.pk: (
            "members/_members_and_secretary.html",
            {"count": counts.get(row.pk, 0), "secretary": names.get(row.pk, "")},
        )
        for row in rows
    }


def linked_members(users: Sequence[Any], by: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """The member linked to each account. One query."""
    found = Member.objects.filter(user__in=[user.pk for user in users]).select_related("organization")
    members = {member.user_id: member for member in found}
    return {user.pk: ("members/_linked_member.html", {"member": members.get(user.pk)}) for user in users}


def _of_members_here(by: Actor) -> Q:
    return by.reach.q(Capability.GRANT_MANDATES, at="member__organization")


ACCOUNT_SCOPE = AccountScope(Q(member__isnull=False), _of_members_here)
"""An account belongs where its member is."""


def are_two_members(one: Any, other: Any) -> bool:
    """Whether each of the two accounts is another member's. One query."""
    return Member.objects.filter(user__in=(one, other)).count() == 2


def subjects_numbered(text: str) -> list[str]:
    """Of members: whose number of the Party file this is."""
    return (
        [str(uuid) for uuid in Member.objects.filter(number=text).values_list("uuid", flat=True)]
        if text
        else []
    )
