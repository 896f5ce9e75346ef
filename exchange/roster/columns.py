"""Which titles mean which fact (domain.md §9.3). A title is compared without spaces, brackets' content and punctuation."""

import re
from typing import NamedTuple

from exchange.roster import cells


class Column(NamedTuple):
    """A known column: the fact it holds, how it is called here, the titles it comes under."""

    field: str
    label: str
    titles: tuple[str, ...]
    shown: bool = False  # in the preview's table even when nothing is wrong with it


ROSTER = (
    Column("name", "姓名", ("姓名", "党员姓名", "名字", "党员"), True),
    Column(
        "identity",
        "公民身份号码",
        (
            "公民身份号码",
            "公民身份证号码",
            "公民身份证号",
            "身份证号",
            "身份证号码",
            "居民身份证号",
            "居民身份证号码",
            "身份证",
            "证件号码",
            "身份证件号码",
            "证件号",
            "身份号码",
        ),
        True,
    ),
    Column(
        "branch",
        "所在支部",
        (
            "所在党支部",
            "所在支部",
            "党支部",
            "支部",
            "支部名称",
            "党支部名称",
            "所属党支部",
            "所属支部",
            "所在党组织",
            "所属党组织",
            "党组织名称",
            "党组织",
            "组织关系所在党支部",
            "组织关系所在单位",
            "所在党支部编号",
            "支部编号",
            "党组织代码",
        ),
        True,
    ),
    Column("group", "党小组", ("党小组", "所在党小组", "所属党小组", "小组", "党小组名称"), False),
    Column(
        "status",
        "类别",
        ("党员类别", "类别", "党员类型", "政治面貌", "人员类别正式预备", "正式预备", "党员身份"),
        True,
    ),
    Column(
        "joined_on",
        "入党日期",
        (
            "入党日期",
            "入党时间",
            "加入日期",
            "加入党组织日期",
            "加入中共组织日期",
            "加入党组织时间",
            "入党年月",
            "加入中国共产党日期",
            "接收为预备党员日期",
            "入党",
        ),
        True,
    ),
    Column(
        "full_on",
        "转正日期",
        (
            "转正日期",
            "转正时间",
            "转为正式党员日期",
            "转为正式党员时间",
            "成为正式党员日期",
            "成为正式党员时间",
            "转正年月",
            "转正",
        ),
        True,
    ),
    Column(
        "phone",
        "联系电话",
        ("联系电话", "手机号", "手机号码", "手机", "电话", "联系方式", "移动电话", "电话号码", "联系手机"),
        True,
    ),
    Column("gender", "性别", ("性别",)),
    Column("birth_on", "出生日期", ("出生日期", "出生年月", "出生年月日", "生日", "出生时间", "出生")),
    Column("number", "党员编号", ("党员编号", "党员证号", "编号", "党员号", "党员序列号")),
    Column("ethnicity", "民族", ("民族", "民族代码")),
    Column("education", "学历", ("学历", "文化程度", "最高学历")),
    Column("native_place", "籍贯", ("籍贯", "祖籍")),
    Column(
        "workplace",
        "工作单位及职务",
        ("工作单位及职务", "工作单位", "单位及职务", "工作单位职务", "单位", "工作岗位", "现工作单位"),
    ),
    Column("occupation", "人员类别", ("人员类别", "职业", "人员类型", "从业状况")),
    Column(
        "address", "家庭住址", ("家庭住址", "住址", "现居住地", "家庭地址", "居住地址", "通讯地址", "现住址")
    ),
    Column(
        "applied_on",
        "申请入党日期",
        ("申请入党日期", "申请入党时间", "递交入党申请书日期", "递交入党申请书时间"),
    ),
    Column(
        "is_mobile",
        "是否流动",
        ("是否流动", "是否流动党员", "流动党员", "是否为流动党员", "流动", "流动情况"),
    ),
    Column("note", "备注", ("备注", "说明", "备考")),
)
ORGANIZATIONS = (
    Column("code", "编号", ("编号", "党组织代码", "组织代码", "代码", "党组织编码", "组织编码", "编码", "党组织编号"), True),
    Column("name", "全称", ("全称", "党组织全称", "党组织名称", "名称", "组织名称", "党组织"), True),
    Column("short_name", "简称", ("简称", "党组织简称", "组织简称"), True),
    Column("kind", "类别", ("类别", "党组织类别", "组织类别", "党组织类型", "类型"), True),
    Column("unit_kind", "单位类别", ("单位类别", "单位类型", "单位性质", "单位性质类别", "所在单位类别", "所在单位性质"), True),
    Column("parent", "上级党组织", ("上级党组织", "上级", "上级组织", "上级党组织名称", "上级党组织代码", "上级编号", "上级党组织编号", "隶属", "隶属党组织"), True),
    Column("established_on", "成立日期", ("成立日期", "成立时间", "建立日期", "批准建立日期", "批准成立日期", "成立年月", "建立时间"), True),
    Column("activity_day", "主题党日固定日", ("主题党日固定日", "主题党日", "固定党日", "党日", "主题党日日期", "固定主题党日", "主题党日时间"), True),
    Column("full_members", "正式党员数", ("正式党员数", "正式党员", "正式党员人数")),
    Column("units_covered", "覆盖单位数", ("覆盖单位数", "联合单位数", "覆盖单位")),
    Column("document", "文号", ("文号", "批复文号", "批准文号", "成立文号")),
)  # fmt: skip
REASON = "原因"
PASSED_OVER = frozenset(["序号", REASON])
"""Titles that hold no fact: their not being taken in is not worth a word."""
BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
PUNCTUATION = re.compile(r"[\s*＊·:：、，,。./\-—_*'\"“”]+")


def plain(title: object) -> str:
    """入党 日期*（年月日） → 入党日期"""
    written = PUNCTUATION.sub("", cells.text(title))
    return BRACKETS.sub("", written) or written


def known(columns: tuple[Column, ...]) -> dict[str, str]:
    """Title → field."""
    return {title: column.field for column in columns for title in column.titles}
