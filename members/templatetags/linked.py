"""Whose an account is, for a page of a lower floor."""

from collections.abc import Sequence
from typing import Any

from django import template

from members.models import Member

register = template.Library()


@register.simple_tag
def members_of(users: Sequence[Any]) -> dict[int, Member]:
    """By account, for those that are a member's own. One query."""
    found = Member.objects.filter(user__in=[user.pk for user in users]).select_related("organization")
    return {member.user_id: member for member in found if member.user_id}
