"""The columns of an imported list of organizations, and the readers of their cells."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from branches.states import Kind, UnitKind
from core.parsing import parse_number
from core.workbooks import cells
from core.workbooks.cells import Unreadable, spellings
from core.workbooks.columns import BRACKETS, Column, Layout

KINDS = spellings(
    Kind,
    committee="基层党委 机关党委 党组 委员会 党的委员会 党的基层委员会 基层委员会 611",
    working_committee="街道党工委 工委 工作委员会 党的工作委员会",
    general_branch="总支 党总支部 总支部 总支部委员会 党的总支部委员会 党总支委员会 621",
    branch="支部 流动党员党支部 支部委员会 党支部委员会 党的支部委员会 党的支部 631",
    joint_branch="联合支部 联合支部委员会 联合党支部委员会 632",
    temporary_branch="临时支部 临时支部委员会 临时党支部委员会 932",
    group="小组",
)
CODED = re.compile(r"^(\d{3})\d*[-_.、:：\s]*(?=\D|$)")
"""631 党支部, with the number of the national table."""
BY_SUFFIX = (
    ("党小组", "group"), ("小组", "group"), ("临时支部委员会", "temporary_branch"), ("临时党支部", "temporary_branch"), ("联合支部委员会", "joint_branch"),
    ("联合党支部", "joint_branch"), ("总支部委员会", "general_branch"), ("党总支", "general_branch"), ("总支委员会", "general_branch"), ("总支部", "general_branch"),
    ("总支", "general_branch"), ("联合支部", "joint_branch"), ("临时支部", "temporary_branch"), ("支部委员会", "branch"),
    ("支部", "branch"), ("工作委员会", "working_committee"), ("党工委", "working_committee"), ("工委", "working_committee"), ("委员会", "committee"), ("党委", "committee"),
)  # fmt: skip
UNIT_KINDS = spellings(
    UnitKind,
    community="社区 街道社区 街道、社区",
    street_office="街道 街道办事处 街道办 街道党工委机关",
    village="农村 建制村 行政村",
    organ="党政机关 国家机关",
    institution="其他事业单位",
    state_enterprise="国有企业 国有",
    private_enterprise="非公有制企业 非公 民营企业",
    social_organization="社会团体 社团组织 社团 民办非企业单位 民办非企业 民非企业",
    retirees="离退休干部 离退休党员",
    mobile="流动",
    school="高校 中小学",
)
_read_kind_word = cells.reader_of(
    KINDS,
    "没有“{}”这个类别，请写党委、党工委、党总支、党支部、联合党支部、临时党支部或党小组",
    around=BRACKETS,
)


def _read_kind(raw: Any) -> str:
    """A word, or the number of the national table, or both; the word says more."""
    written = cells.read_text(raw)
    coded = CODED.match(written)
    words = written[coded.end() :] if coded else written
    return str(_read_kind_word(words or (coded[1] if coded else "")))


_read_unit_kind = cells.reader_of(
    UNIT_KINDS,
    "没有“{}”这个单位类别，请写社区、村、机关、街道机关、事业单位、国企、非公企业、社会组织、学校、离退休或流动党员",
    around=BRACKETS,
)


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
    with suppress(Unreadable):
        if day := _count_reader(31)(raw):
            return day
    raise Unreadable("主题党日固定日请写1到31的一个整数，如16")


def _read_units(raw: Any) -> list[str]:
    """Names between 、，； or on lines of their own."""
    return [name for name in BETWEEN_UNITS.split(cells.read_text(raw)) if name.strip()]


def _read_first_day(raw: Any) -> dt.date:
    """A date; the first of the month if the cell has no day."""
    return cells.read_day(raw).on


BETWEEN_UNITS = re.compile(r"[、，,；;\n]+")
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
        in_preview=True, read=_read_kind, prefilled=True,
    ),
    Column(
        "unit_kind", "单位类别",
        ("单位类别", "单位类型", "单位性质", "单位性质类别", "所在单位类别", "所在单位性质"),
        in_preview=True, read=_read_unit_kind, prefilled=True,
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
    Column(
        "units", "联合单位名单",
        ("联合单位名单", "联合单位", "覆盖单位名单", "联合单位名称", "覆盖单位名称", "联合的单位"),
        read=_read_units,
    ),
    Column("document", "文号", ("文号", "批复文号", "批准文号", "成立文号"), longest=60),
    Column("approved_on", "批复日期", ("批复日期", "批准日期", "批复时间", "批准时间"), read=_read_first_day),
)  # fmt: skip
ORGANIZATIONS = Layout(COLUMNS, required=(("name",),))
