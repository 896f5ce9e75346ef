"""Cells of a list of organizations: what kinds are called in the field, and days and counts as they are written."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from branches.states import Kind, UnitKind
from exchange.roster import cells
from exchange.roster.cells import Unreadable
from exchange.roster.columns import BRACKETS

KINDS = {label: kind for kind, label in Kind.choices} | {kind: kind for kind in Kind.values}
KINDS |= {
    "基层党委": "committee",
    "机关党委": "committee",
    "党组": "committee",
    "街道党工委": "working_committee",
    "工委": "working_committee",
    "工作委员会": "working_committee",
}
KINDS |= {"总支": "general_branch", "党总支部": "general_branch", "总支部": "general_branch", "支部": "branch", "联合支部": "joint_branch", "临时支部": "temporary_branch", "小组": "group", "流动党员党支部": "branch"}  # fmt: skip
BY_SUFFIX = (
    ("党小组", "group"), ("临时支部委员会", "temporary_branch"), ("临时党支部", "temporary_branch"), ("联合支部委员会", "joint_branch"),
    ("联合党支部", "joint_branch"), ("总支部委员会", "general_branch"), ("党总支", "general_branch"), ("支部委员会", "branch"),
    ("支部", "branch"), ("工作委员会", "working_committee"), ("党工委", "working_committee"), ("委员会", "committee"), ("党委", "committee"),
)  # fmt: skip
UNIT_KINDS = {label: kind for kind, label in UnitKind.choices} | {kind: kind for kind in UnitKind.values}
UNIT_KINDS |= {
    "社区": "community",
    "街道": "community",
    "街道、社区": "community",
    "农村": "village",
    "建制村": "village",
    "行政村": "village",
    "党政机关": "organ",
    "国家机关": "organ",
}
UNIT_KINDS |= {
    "其他事业单位": "institution",
    "国有企业": "state_enterprise",
    "国有": "state_enterprise",
    "非公有制企业": "private_enterprise",
    "非公": "private_enterprise",
    "民营企业": "private_enterprise",
}
UNIT_KINDS |= dict.fromkeys(
    ["社会团体", "社团组织", "民办非企业单位", "民办非企业", "民非企业"], "social_organization"
)
UNIT_KINDS |= {"社团": "social_organization", "离退休干部": "retirees", "离退休党员": "retirees", "流动": "mobile", "高校": "school", "中小学": "school"}  # fmt: skip


def _plain(raw: Any) -> str:
    """社区（居委会） → 社区"""
    return BRACKETS.sub("", cells.text(raw).replace(" ", ""))


def _kind(raw: Any) -> str:
    found = KINDS.get(_plain(raw))
    if found is None:
        raise Unreadable(
            f"没有“{cells.text(raw)[:10]}”这个类别，请写党委、党工委、党总支、党支部、联合党支部、临时党支部或党小组"
        )
    return str(found)


def _unit_kind(raw: Any) -> str:
    found = UNIT_KINDS.get(_plain(raw))
    if found is None:
        raise Unreadable(
            f"没有“{cells.text(raw)[:10]}”这个单位类别，请写街道社区、村、机关、事业单位、国企、非公企业、社会组织、学校、离退休或流动党员"
        )
    return str(found)


def _count(most: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        written = (
            cells.text(raw).removeprefix("每月").removesuffix("日").removesuffix("号").removesuffix("名")
        )
        if not (written.isascii() and written.isdecimal() and int(written) <= most):
            raise Unreadable(f"请写0到{most}的整数")
        return int(written)

    return read


def _activity_day(raw: Any) -> int:
    try:
        found = _count(31)(raw)
    except Unreadable:
        found = 0
    if found == 0:
        raise Unreadable("主题党日固定日请写1到31的一个整数，如16")
    return found


def _day(raw: Any) -> dt.date:
    """Without a day in the cell, the first of the month."""
    return cells.day(raw).on


READERS: dict[str, Callable[[Any], Any]] = {
    "code": cells.code,
    "kind": _kind,
    "unit_kind": _unit_kind,
    "established_on": _day,
    "activity_day": _activity_day,
    "full_members": _count(9_999),
    "units_covered": _count(999),
}
LONGEST = {"code": 32, "name": 120, "short_name": 60, "document": 60}
