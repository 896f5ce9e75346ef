"""Parts of the list of accounts (the linked member, the accounts an actor answers for), and what is sealed of members."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.sealing import SealedTable
from members.models import Member

SEALED_MEMBERS = SealedTable(
    Member,
    ("identity_sealed", "phone_sealed", "address_sealed"),
    {
        "identity_sealed": ("identity_digest", "identity_tail"),
        "phone_sealed": ("phone_digest", "phone_tail"),
    },
)


def linked_members(users: Sequence[Any], by: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """The member linked to each account. One query."""
    found = Member.objects.filter(user__in=[user.pk for user in users]).select_related("organization")
    members = {member.user_id: member for member in found}
    return {user.pk: ("members/_linked_member.html", {"member": members.get(user.pk)}) for user in users}


def account_scope(by: Actor) -> Q:
    """Accounts without a member, or with a member of an organization where the actor may grant mandates."""
    where = "member__organization"
    return Q(**{f"{where}__isnull": True}) | by.reach.q(Capability.GRANT_MANDATES, at=where)
