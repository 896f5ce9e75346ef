"""The columns of an imported roster, with the titles that lists in use give them (domain.md §9.3)."""

import re

from core.workbooks import cells
from core.workbooks.columns import Column, Layout, WorkbookSheet, plain_title
from members.rules.roster import member_cells

MEMBERS = frozenset(["正式党员", "预备党员"])
LONGEST_SERIAL = 4
GENDER_AND_ETHNICITY = frozenset(
    ["性别民族", "民族性别", "性别及民族", "民族及性别", "性别和民族", "民族和性别"]
)
EITHER_ORDER = re.compile(r"([男女]性?)\W*(\w*)\W*|(\w+?)\W*([男女]性?)\W*")


LONGEST = {
    "name": 64, "number": 32, "education": 32, "native_place": 64, "workplace": 120, "occupation": 32, "note": 300,
}  # fmt: skip
"""As many letters as the table of members takes."""

COLUMNS = (
    Column(
        "name", "姓名",
        ("姓名", "党员姓名", "名字", "党员"),
        in_preview=True, read=member_cells.read_name, as_is=cells.WORDS, longest=LONGEST["name"], of_one_row=True,
    ),
    Column(
        "identity", "公民身份号码",
        ("公民身份号码", "公民身份证号码", "公民身份证号", "身份证号", "身份证号码", "居民身份证号",
         "居民身份证号码", "身份证", "证件号码", "身份证件号码", "证件号", "身份号码", "身份证件号", "公民身份证件号码",
         "居民身份证件号码", "身份证编号", "身份证明号码", "有效证件号码"),
        in_preview=True, read=cells.read_identity, as_is=cells.IDENTITY, of_one_row=True,
    ),
    Column(
        "branch", "所在支部",
        ("所在党支部", "所在支部", "党支部", "支部", "支部名称", "党支部名称", "所属党支部", "所属支部",
         "所在党组织", "所属党组织", "党组织名称", "党组织", "组织关系所在党支部", "组织关系所在单位",
         "所在党支部编号", "支部编号", "党组织代码", "组织关系所在支部", "所在基层党组织", "所在党支部全称", "所在支部委员会",
         "所在党总支支部", "现所在党支部", "党员所在党支部", "党员所在支部"),
        in_preview=True, of_many_rows=True,
    ),
    Column(
        "group", "党小组",
        ("党小组", "所在党小组", "所属党小组", "小组", "党小组名称"),
        erasable=True, of_many_rows=True, prefilled=True,
    ),
    Column(
        "status", "类别",
        ("党员类别", "类别", "党员类型", "政治面貌", "人员类别正式预备", "正式预备", "党员身份"),
        in_preview=True, read=member_cells.read_status, prefilled=True,
    ),
    Column(
        "joined_on", "入党日期",
        ("入党日期", "入党时间", "加入日期", "加入党组织日期", "加入中共组织日期", "加入党组织时间",
         "入党年月", "加入中国共产党日期", "接收为预备党员日期", "入党", "成为预备党员日期", "接收预备党员日期",
         "吸收预备党员日期", "吸收为预备党员日期", "批准为预备党员日期", "转为预备党员日期", "预备党员日期", "列为预备党员日期", "何时入党",
         "加入中国共产党组织日期", "加入中共日期", "入党批准日期", "批准入党日期"),
        in_preview=True, read=cells.read_day,
    ),
    Column(
        "full_on", "转正日期",
        ("转正日期", "转正时间", "转为正式党员日期", "转为正式党员时间", "成为正式党员日期",
         "成为正式党员时间", "转正年月", "转正", "预备党员转正日期", "转为正式日期", "批准转正日期", "按期转正日期",
         "正式党员日期", "何时转正", "转正批准日期", "成为正式日期"),
        in_preview=True, read=member_cells.read_full_on, erasable=True,
    ),
    Column(
        "phone", "联系电话",
        ("联系电话", "手机号", "手机号码", "手机", "电话", "联系方式", "移动电话", "电话号码", "联系手机"),
        in_preview=True, read=cells.read_phone, as_is=cells.MOBILE_ALONE, optional=True, erasable=True, of_one_row=True,
    ),
    Column("gender", "性别", ("性别",), read=member_cells.read_gender, prefilled=True),
    Column(
        "birth_on", "出生日期",
        ("出生日期", "出生年月", "出生年月日", "生日", "出生时间", "出生"),
        read=cells.read_day, optional=True, erasable=True,
    ),
    Column(
        "number", "党员编号",
        ("党员编号", "党员证号", "编号", "党员号", "党员序列号"),
        longest=LONGEST["number"], erasable=True, of_one_row=True,
    ),
    Column(
        "ethnicity", "民族",
        ("民族", "民族代码"),
        read=member_cells.read_ethnicity, optional=True, erasable=True, prefilled=True,
    ),
    Column("education", "学历", ("学历", "文化程度", "最高学历"), longest=LONGEST["education"], may_be_cut=True, erasable=True, prefilled=True),
    Column("native_place", "籍贯", ("籍贯", "祖籍"), as_is=cells.WORDS, longest=LONGEST["native_place"], may_be_cut=True, erasable=True),
    Column(
        "workplace", "工作单位及职务",
        ("工作单位及职务", "工作单位", "单位及职务", "工作单位职务", "单位", "工作岗位", "现工作单位"),
        as_is=cells.WORDS, longest=LONGEST["workplace"], may_be_cut=True, erasable=True,
    ),
    Column(
        "occupation", "人员类别",
        ("人员类别", "职业", "人员类型", "从业状况"),
        longest=LONGEST["occupation"], may_be_cut=True, erasable=True, prefilled=True,
    ),
    Column(
        "address", "家庭住址",
        ("家庭住址", "住址", "现居住地", "家庭地址", "居住地址", "通讯地址", "现住址"),
        as_is=cells.WORDS, longest=100, may_be_cut=True, erasable=True,
    ),
    Column(
        "applied_on", "申请入党日期",
        ("申请入党日期", "申请入党时间", "递交入党申请书日期", "递交入党申请书时间"),
        read=cells.read_day, erasable=True,
    ),
    Column(
        "is_mobile", "是否流动",
        ("是否流动", "是否流动党员", "流动党员", "是否为流动党员", "流动", "流动情况"),
        read=member_cells.read_yes, prefilled=True,
    ),
    Column("note", "备注", ("备注", "说明", "备考"), longest=LONGEST["note"], may_be_cut=True, erasable=True),
)  # fmt: skip


def _adjust_columns(sheet: WorkbookSheet) -> None:
    _split_gender_and_ethnicity(sheet)
    _read_status_from_occupation(sheet)
    _drop_serial_numbers(sheet)


def _split_gender_and_ethnicity(sheet: WorkbookSheet) -> None:
    """One column 性别、民族 is two: 男，汉族, in either order. What names no gender is judged as an ethnicity."""
    places = [place for place, title in enumerate(sheet.titles) if plain_title(title) in GENDER_AND_ETHNICITY]
    if not places or {"gender", "ethnicity"} & set(sheet.at):
        return
    width = max((len(row) for _line, row, _band in sheet.rows), default=0)
    sheet.at |= {"gender": places[0], "ethnicity": width}
    for number, (line, row, band) in enumerate(sheet.rows):
        whole = cells.read_text(row[places[0]])
        found = EITHER_ORDER.fullmatch(whole)
        gender, ethnicity = (found[1] or found[4], found[2] or found[3]) if found else ("", whole)
        parts = [*row, *[None] * (width - len(row)), ethnicity]
        parts[places[0]] = gender
        sheet.rows[number] = line, parts, band


def _read_status_from_occupation(sheet: WorkbookSheet) -> None:
    """If 人员类别 holds 正式党员 or 预备党员, as in the national system, that column is the status."""
    place = sheet.at.get("occupation")
    if place is None or "status" in sheet.at:
        return
    if any(cells.read_text(row[place]) in MEMBERS for _line, row, _band in sheet.rows):
        sheet.at["status"] = sheet.at.pop("occupation")


def _drop_serial_numbers(sheet: WorkbookSheet) -> None:
    """Ignore a column 编号 that only counts the rows."""
    place = sheet.at.get("number")
    if place is None or sheet.titles[place] != "编号":
        return
    values = {cells.read_text(row[place]) for _line, row, _band in sheet.rows}
    written = {each for each in values if not cells.is_blank(each)}
    if all(each.isdecimal() and len(each) <= LONGEST_SERIAL for each in written):
        del sheet.at["number"]


ROSTER = Layout(COLUMNS, required=(("name",),), settle=_adjust_columns)
