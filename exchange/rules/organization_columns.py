"""The columns of an imported list of organizations, and the readers of their cells."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from branches.states import Kind, UnitKind
from core.parsing import parse_number
from core.workbooks import cells
from core.workbooks.cells import Unreadable
from core.workbooks.columns import BRACKETS, Column, Layout

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


def _normalized(raw: Any) -> str:
    """社区（居委会） → 社区"""
    return BRACKETS.sub("", cells.read_text(raw).replace(" ", ""))


def _read_kind(raw: Any) -> str:
    found = KINDS.get(_normalized(raw))
    if found is None:
        raise Unreadable(
            f"没有“{cells.read_text(raw)[:10]}”这个类别，请写党委、党工委、党总支、党支部、联合党支部、临时党支部或党小组"
        )
    return str(found)


def _read_unit_kind(raw: Any) -> str:
    found = UNIT_KINDS.get(_normalized(raw))
    if found is None:
        raise Unreadable(
            f"没有“{cells.read_text(raw)[:10]}”这个单位类别，请写街道社区、村、机关、事业单位、国企、非公企业、社会组织、学校、离退休或流动党员"
        )
    return str(found)


def _count_reader(most: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        written = (
            cells.read_text(raw).removeprefix("每月").removesuffix("日").removesuffix("号").removesuffix("名")
        )
        number = parse_number(written, most)
        if number is None:
            raise Unreadable(f"请写0到{most}的整数")
        return number

    return read


def _read_activity_day(raw: Any) -> int:
    try:
        found = _count_reader(31)(raw)
    except Unreadable:
        found = 0
    if found == 0:
        raise Unreadable("主题党日固定日请写1到31的一个整数，如16")
    return found


def _read_first_day(raw: Any) -> dt.date:
    """A date; the first of the month if the cell has no day."""
    return cells.read_day(raw).on


COLUMNS = (
    Column(
        "code", "编号",
        ("编号", "党组织代码", "组织代码", "代码", "党组织编码", "组织编码", "编码", "党组织编号"),
        in_preview=True, read=cells.read_code, longest=32, of_one_row=True,
    ),
    Column(
        "name", "全称",
        ("全称", "党组织全称", "党组织名称", "名称", "组织名称", "党组织"),
        in_preview=True, longest=120, of_one_row=True,
    ),
    Column("short_name", "简称", ("简称", "党组织简称", "组织简称"), in_preview=True, longest=60),
    Column(
        "kind", "类别",
        ("类别", "党组织类别", "组织类别", "党组织类型", "类型"),
        in_preview=True, read=_read_kind,
    ),
    Column(
        "unit_kind", "单位类别",
        ("单位类别", "单位类型", "单位性质", "单位性质类别", "所在单位类别", "所在单位性质"),
        in_preview=True, read=_read_unit_kind,
    ),
    Column(
        "parent", "上级党组织",
        ("上级党组织", "上级", "上级组织", "上级党组织名称", "上级党组织代码", "上级编号", "上级党组织编号",
         "隶属", "隶属党组织"),
        in_preview=True, of_many_rows=True,
    ),
    Column(
        "established_on", "成立日期",
        ("成立日期", "成立时间", "建立日期", "批准建立日期", "批准成立日期", "成立年月", "建立时间"),
        in_preview=True, read=_read_first_day,
    ),
    Column(
        "activity_day", "主题党日固定日",
        ("主题党日固定日", "主题党日", "固定党日", "党日", "主题党日日期", "固定主题党日", "主题党日时间"),
        in_preview=True, read=_read_activity_day,
    ),
    Column("full_members", "正式党员数", ("正式党员数", "正式党员", "正式党员人数"), read=_count_reader(9_999)),
    Column("units_covered", "覆盖单位数", ("覆盖单位数", "联合单位数", "覆盖单位"), read=_count_reader(999)),
    Column("document", "文号", ("文号", "批复文号", "批准文号", "成立文号"), longest=60),
)  # fmt: skip
ORGANIZATIONS = Layout(COLUMNS, required=(("name",),))
