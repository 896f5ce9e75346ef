"""What the tests of deeds of the tree share: a merger, a split, a frozen month, everything a deed may touch."""

import datetime as dt
from typing import Any

from accounts.models import User
from branches import actions
from branches.models import Mandate, Organization, TreeDeed
from drafts.models import Draft
from meetings.models import Meeting
from members.models import Member, Membership, Post
from obligations.models import FrozenMonth
from tests.world import World, person

DAY = dt.date(2026, 11, 10)
EVE = DAY - dt.timedelta(days=1)
PAPER = {"document": "海街工委〔2026〕38号", "approved_on": dt.date(2026, 11, 5)}
FROZEN = dt.date(2026, 10, 1)


def merge(world: World, **facts: Any) -> TreeDeed:
    given = {
        "organization": world.branch,
        "receiver": world.branches[0],
        "effective_on": DAY,
        "by": world.shao.actor,
    }
    return actions.merge(**given | PAPER | facts)


def split(world: World, members: list[Member], **facts: Any) -> TreeDeed:
    given = {
        "organization": world.branch,
        "code": "A-9",
        "name": "中共海云区滨江社区第五支部委员会",
        "short_name": "滨江社区第五党支部",
        "members": [each.uuid for each in members],
        "effective_on": DAY,
        "by": world.shao.actor,
    }
    return actions.split(**given | PAPER | facts)


def freeze(world: World, month: dt.date = FROZEN) -> None:
    FrozenMonth.objects.create(path=world.district.path, month=month)


def snapshot() -> dict[str, Any]:
    """Everything a deed may touch."""
    return {
        "members": list(Member.objects.order_by("pk").values_list("pk", "organization", "group")),
        "memberships": list(
            Membership.objects.order_by("pk").values_list(
                "pk", "organization", "group", "since", "until", "exit"
            )
        ),
        "posts": list(Post.objects.order_by("pk").values_list("pk", "until")),
        "mandates": list(
            Mandate.objects.filter(revoked_at=None)
            .order_by("pk")
            .values_list("user", "organization", "until")
        ),
        "meetings": list(Meeting.objects.order_by("pk").values_list("pk", "organization", "status")),
        "drafts": list(Draft.objects.order_by("pk").values_list("pk", "owner")),
        "standing": list(
            Organization.objects.standing(dt.date(2026, 11, 22))
            .order_by("pk")
            .values_list("pk", "parent", "short_name", "dissolved_on")
        ),
    }


def secretary_next_door(world: World) -> User:
    return person("ma", "马卫东", world.branches[0], "secretary").user
