"""Kinds of organization and under which parents each may stand, as plain data."""

import re

from django.db import models

from core import clock
from core.moves import Move, Moves


class Kind(models.TextChoices):
    COMMITTEE = "committee", "党委"
    WORKING_COMMITTEE = "working_committee", "党工委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"
    GROUP = "group", "党小组"


OF_A_BRANCH = re.compile(r"(支部|支委会|支部委员会|党小组)$")
"""The name of a body that decides on nothing above itself: a branch, its committee, its group."""


class UnitKind(models.TextChoices):
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "村"
    ORGAN = "organ", "机关"
    STREET_OFFICE = "street_office", "街道机关"
    INSTITUTION = "institution", "事业单位"
    STATE_ENTERPRISE = "state_enterprise", "国企"
    PRIVATE_ENTERPRISE = "private_enterprise", "非公企业"
    SOCIAL_ORGANIZATION = "social_organization", "社会组织"
    SCHOOL = "school", "学校"
    RETIREES = "retirees", "离退休"
    MOBILE = "mobile", "流动党员"


class DeedKind(models.TextChoices):
    """Deeds of the tree that carry what an organization holds."""

    MERGED = "merged", "合并"
    SPLIT = "split", "分设"
    DISSOLVED = "dissolved", "撤销"
    MOVED = "moved", "换隶属"


DEED_KINDS = {
    "merge": DeedKind.MERGED,
    "split": DeedKind.SPLIT,
    "dissolve": DeedKind.DISSOLVED,
    "move": DeedKind.MOVED,
}
"""Deed as addresses name it → its kind."""


class GroupsGo(models.TextChoices):
    """Where the party groups of a merged branch go."""

    CARRIED = "carried", "编为并入支部的党小组"
    DISSOLVED = "dissolved", "撤销，党员暂不分组"


class PlansGo(models.TextChoices):
    """Where the meetings go that a merged branch has planned."""

    CANCELLED = "cancelled", "取消，参加并入支部的"
    CARRIED = "carried", "带过去"


COMMITTEES = frozenset({Kind.COMMITTEE, Kind.WORKING_COMMITTEE})
BRANCHES = frozenset({Kind.BRANCH, Kind.JOINT_BRANCH, Kind.TEMPORARY_BRANCH})
# A temporary branch ends with its task, a working committee is appointed: neither elects (R-ORG-12).
ELECTS = BRANCHES - {Kind.TEMPORARY_BRANCH} | {Kind.COMMITTEE, Kind.GENERAL_BRANCH}

# None stands for the root: what may stand alone.
MAY_STAND_UNDER: dict[str, frozenset[str | None]] = {
    Kind.COMMITTEE: frozenset({None, Kind.COMMITTEE, Kind.WORKING_COMMITTEE}),
    Kind.WORKING_COMMITTEE: frozenset({None, Kind.COMMITTEE, Kind.WORKING_COMMITTEE}),
    Kind.GENERAL_BRANCH: COMMITTEES,
    Kind.BRANCH: COMMITTEES | {Kind.GENERAL_BRANCH},
    Kind.JOINT_BRANCH: COMMITTEES | {Kind.GENERAL_BRANCH},
    Kind.TEMPORARY_BRANCH: COMMITTEES | {Kind.GENERAL_BRANCH},
    Kind.GROUP: BRANCHES,
}


def label_of(kind: str, short_name: str, parent: str | None) -> str:
    """滨江社区第二党支部第一党小组: a group's own name says nothing without its branch's."""
    if kind != Kind.GROUP or not parent or short_name.startswith(parent):
        return short_name
    return f"{parent}{short_name}"


CODE = r"\w[\w.-]{0,31}"  # of an organization, as it stands in addresses
CODE_SHAPE = re.compile(f"^{CODE}$")
RESERVED_CODES = frozenset({"mandates"})  # an address of the pages, beside /organizations/CODE/
# With a last day to come a mandate stays open until then: `until` is set, `revoked_at` is not.
MANDATE_MOVES = Moves("revoked_at", {"revoke": Move({None}, action="mandate.revoke")})
TREE_DEED_MOVES = Moves(
    "taken_back_at", {"take_back": Move({None}, clock.now, "撤回", action="organization.take_back")}
)
REPLY_MONTHS = 1  # R-ORG-18: until a body set up or dissolved is answered
HANDED_OVER_DAYS = 90
"""How long the secretary who receives a branch finishes what that branch left open."""
