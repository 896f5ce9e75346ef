"""Whom an office reaches at a branch: the secretary, or who stands in while there is none; and who answers for it above."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from branches.access.roles import CAPABILITIES, Capability, Role
from branches.models import Mandate
from branches.rules import tree
from members.models import Post
from members.states import Title

ORDER = {title: position for position, title in enumerate(Title.values)}


@dataclass(frozen=True, slots=True)
class BranchContact:
    """One person of a branch. `accounts`: those that receive what is sent; none where nobody there can sign in.

    is_substitute: there is no secretary, and this person is the first of those who hold another post.
    """

    name: str
    title: str
    phone_sealed: str
    member: UUID | None
    is_substitute: bool
    accounts: frozenset[int]

    def __str__(self) -> str:
        return f"{self.name}，{self.title}" + ("，代" if self.is_substitute else "")


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """The nearest office above a branch, and somebody of it."""

    office: str
    name: str

    def __str__(self) -> str:
        return f"{self.office}联系人{self.name}"


def branch_contacts(branches: Iterable[int], on: dt.date) -> dict[int, BranchContact]:
    """Branch → whom to reach; a branch without anybody is left out. Two queries."""
    keys = list(branches)
    posts: dict[int, list[Post]] = defaultdict(list)
    held = Post.objects.on(on).filter(organization__in=keys).exclude(title=Title.GROUP_LEADER)
    for post in held.select_related("member").only(
        "organization_id", "title", "member__name", "member__uuid", "member__phone_sealed", "member__user_id"
    ):
        posts[post.organization_id].append(post)
    accounts: dict[int, dict[int, Any]] = defaultdict(dict)
    for mandate in _recording_mandates(on).filter(organization__in=keys).select_related("user"):
        accounts[mandate.organization_id][mandate.user_id] = mandate
    return {
        key: _contact(posts.get(key, ()), accounts.get(key, {}))
        for key in keys
        if key in posts or key in accounts
    }


def _contact(posts: Iterable[Post], accounts: Mapping[int, Mandate]) -> BranchContact:
    first = min(posts, key=lambda post: (ORDER[post.title], post.pk), default=None)
    if first is None:
        keeper = min(accounts.values(), key=lambda each: (each.role != Role.SECRETARY, each.pk))
        vacant = keeper.role != Role.SECRETARY
        return BranchContact(
            str(keeper.user), keeper.get_role_display(), "", None, vacant, frozenset({keeper.user_id})
        )
    own = first.member.user_id
    reached = [own] if own is not None and own in accounts else list(accounts)
    return BranchContact(
        first.member.name,
        first.get_title_display(),
        first.member.phone_sealed,
        first.member.uuid,
        first.title != Title.SECRETARY,
        frozenset(reached),
    )


def office_contacts(on: dt.date) -> dict[str, OfficeContact]:
    """Path of an organization with an office → that office's first person. One query."""
    roles = [role for role in Role if Capability.VERIFY in CAPABILITIES[role]]
    rows = Mandate.objects.current(on).filter(role__in=roles, user__is_active=True, user__is_service=False)
    found: dict[str, OfficeContact] = {}
    for each in rows.select_related("user", "organization").order_by("organization__path", "since", "pk"):
        place = each.organization
        found.setdefault(place.path, OfficeContact(place.short_name, str(each.user)))
    return found


def office_above(offices: Mapping[str, OfficeContact], path: str) -> OfficeContact | None:
    return next((offices[above] for above in reversed(tree.ancestors(path)) if above in offices), None)


def _recording_mandates(on: dt.date) -> Any:
    roles = [role for role in Role if Capability.RECORD_MEETING in CAPABILITIES[role]]
    return Mandate.objects.current(on).filter(role__in=roles, user__is_active=True, user__is_service=False)
