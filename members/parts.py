"""What members shows on pages of accounts."""

from collections.abc import Sequence
from typing import Any

from members.models import Member


def linked_members(users: Sequence[Any], by: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """Whose own each account is. One query."""
    found = Member.objects.filter(user__in=[user.pk for user in users]).select_related("organization")
    members = {member.user_id: member for member in found}
    return {user.pk: ("members/_linked_member.html", {"member": members.get(user.pk)}) for user in users}
