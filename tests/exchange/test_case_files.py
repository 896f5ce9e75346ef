"""Workbooks as offices have them (tests/exchange/cases), and further ones of each kind, made here."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from core.workbooks.errors import CardNotList
from exchange import actions, errors
from exchange.models import Import
from exchange.parts import ORGANIZATION_IMPORT, ROSTER_IMPORT
from exchange.selectors import import_files
from members.models import Member
from members.personal_data import sealing
from tests.exchange.workbooks import check, number, person, workbook
from tests.world import World, enroll

pytestmark = pytest.mark.once  # how sheets are read

CASES = Path(__file__).parent / "cases"
FIRST, SECOND = "滨江社区第一党支部", "滨江社区第二党支部"


def check_file(world: World, content: bytes, mapping: dict[str, str] | None = None) -> Any:
    return ROSTER_IMPORT.check_file(content, world.district, world.wei.actor, mapping)


def case(name: str) -> bytes:
    return next(CASES.glob(f"{name}-*.xlsx")).read_bytes()


def people(checked: Any, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row.facts.get(field) for field in fields) for row in checked.rows if row.outcome != "error"]


@pytest.mark.parametrize(
    ("name", "new", "error", "warning"),
    [
        ("01", 2, 0, 0), ("02", 2, 0, 0), ("03", 4, 0, 0), ("04", 4, 0, 0), ("05", 3, 0, 0), ("06", 6, 0, 3), ("07", 2, 0, 0),
        ("08", 2, 0, 0), ("09", 2, 0, 0), ("10", 2, 0, 0), ("11", 3, 0, 0), ("12", 2, 0, 0), ("13", 2, 0, 0), ("14", 2, 0, 0),
        ("15", 2, 0, 0), ("16", 3, 0, 0), ("17", 2, 0, 0), ("18", 3, 0, 3), ("19", 4, 0, 2), ("20", 0, 2, 0), ("22", 1, 1, 0),
        ("23", 0, 3, 0),
    ],
)  # fmt: skip
def test_a_roster_as_an_office_has_it_comes_in(
    world: World, name: str, new: int, error: int, warning: int
) -> None:
    totals = check_file(world, case(name)).totals
    assert (totals["new"], totals["error"], totals["warning"]) == (new, error, warning)


TITLES = ["序号", "姓名", "公民身份号码", "入党日期", "转正日期", "党员类别", "所在党支部"]
QIN = [1, "秦朗", number(), "2010-07-01", "2011-07-01", "正式党员", FIRST]
BAI = [2, "白桦", number(sequence=2), "2010-07-01", "2011-07-01", "正式党员", SECOND]


@pytest.mark.parametrize(
    ("group", "below", "values", "field"),
    [
        ("入党介绍人", ["姓名", "联系电话"], ["甲", "13800000009"], "phone"),
        ("培养联系人", ["姓名", "手机"], ["甲", "13800000009"], "phone"),
        ("紧急联系人", ["姓名", "与本人关系", "电话"], ["甲", "父", "13800000009"], "phone"),
        ("配偶", ["姓名", "工作单位", "民族"], ["甲", "小学", "回"], "workplace"),
        ("父亲情况", ["姓名", "出生年月", "学历"], ["甲", "1950.01", "高中"], "education"),
        ("工作单位情况", ["单位名称", "电话"], ["小学", "0592-5551234"], "phone"),
        ("流出地党组织", ["书记姓名", "电话"], ["甲", "13800000009"], "phone"),
    ],
)
@pytest.mark.parametrize("comes_first", [True, False])
def test_what_stands_under_somebody_elses_group_is_nobodys_own(
    world: World, group: str, below: list[str], values: list[str], field: str, comes_first: bool
) -> None:
    upper = [group, *[None] * (len(below) - 1)]
    own, blank = TITLES[1:], [None] * len(TITLES[1:])
    top, sub, row = (
        (upper + own, below + blank, values + QIN[1:])
        if comes_first
        else (own + upper, blank + below, QIN[1:] + values)
    )
    checked = check_file(world, workbook(("花名册", [["某街道党员花名册"], top, sub, row])))
    assert people(checked, "name", field) == [("秦朗", None)]
    assert f"{group}：{below[-1]}" in checked.ignored


def test_own_groups_over_titles_of_one_or_more_lines_are_read_through(world: World) -> None:
    rows = [
        ["滨江社区第一党支部党员花名册"],
        ["基本情况", None, None, "党籍信息", None, None, None, None, "联系方式", "入党介绍人", None],
        [None, None, None, "入党", None, "转正", None, None, None, None, None],
        ["姓名", "性别", "公民身份号码", "年", "月", "年", "月", "类别", "手机", "姓名", "手机"],
        ["秦朗", "男", number(), 2010, 7, 2011, 7, "正式", "13800000001", "甲", "13800000009"],
    ]
    merged = {"表": ["A1:K1", "A2:C2", "D2:H2", "J2:K2", "D3:E3", "F3:G3"]}
    checked = check_file(world, workbook(("表", rows), merged=merged))
    assert people(checked, "name", "phone", "joined_on", "full_on") == [
        ("秦朗", "13800000001", dt.date(2010, 7, 1), dt.date(2011, 7, 1))
    ]
    assert checked.rows[0].organization == world.branches[0].pk
    assert checked.ignored == ["入党介绍人：姓名", "入党介绍人：手机"]


@pytest.mark.parametrize(
    "above",
    [
        [["填报单位（盖章）：滨江社区第二党支部", None, None, "填报日期：2026年11月"]],
        [["党支部名称:", "滨江社区第二党支部"]],
        [["党员花名册"], ["单位：滨江社区第二党支部　　　2026年11月20日"]],
        [["滨江社区第二党支部2026年党员花名册"]],
        [["附件2"], ["中共滨江社区第二党支部委员会党员信息表"], [None, "所在支部：滨江社区第2支部"]],
    ],
)
def test_the_branch_is_read_from_the_lines_above(world: World, above: list[list[str]]) -> None:
    checked = check_file(world, workbook(("Sheet1", [*above, TITLES[:-1], QIN[:-1]])))
    assert [row.organization for row in checked.rows] == [world.branch.pk]


def test_tables_one_below_the_other_each_have_their_branch_and_columns(world: World) -> None:
    turned = [TITLES[1], *reversed(TITLES[2:-1])]
    rows = [
        [f"{FIRST}党员花名册"], TITLES[:-1], QIN[:-1], ["支部书记（签字）：", None, "日期："], [],
        [f"{SECOND}党员花名册"], turned, [BAI[1], *reversed(BAI[2:-1])], ["填表人：甲"],
    ]  # fmt: skip
    checked = check_file(world, workbook(("Sheet1", rows)))
    assert [(row.facts["name"], row.organization) for row in checked.rows] == [
        ("秦朗", world.branches[0].pk),
        ("白桦", world.branch.pk),
    ]
    assert checked.totals["new"] == 2


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_summary_sheet_anywhere_spoils_nothing(world: World, at: int) -> None:
    sheets = [(FIRST, [TITLES[:-1], QIN[:-1]]), (SECOND, [TITLES[:-1], BAI[:-1]])]
    sheets.insert(at, ("汇总表", [TITLES[:-1], QIN[:-1], BAI[:-1]]))
    checked = check_file(world, workbook(*sheets))
    assert sorted((row.facts["name"], row.organization) for row in checked.rows) == [
        ("白桦", world.branch.pk),
        ("秦朗", world.branches[0].pk),
    ]
    assert "“汇总表”表没有写党支部，其中2行在别的表里有，没有重复导入" in checked.remarks


@pytest.mark.parametrize(
    "row",
    [
        ["合计", 2], ["总人数：2人"], ["党员总数：2名", None, "其中：正式党员2名"], ["平均年龄", "48.5", None, "最大", 70],
        ["审核人：甲", "制表人：乙", None, None, "2026年11月20日"], [None, "审核：", None, "制表："],
        ["支部书记（签字）：", None, None, "填表人："], ["单位负责人：", None, "联系电话：", "13800000009"], ["填报日期：2026年11月20日", "经办人："],
        ["注：本表一式两份", "由支部留存"], ["备注：", "1.按实填写"], ["以上共2人", None, "特此说明"], ["盖章：", "日期："], ["男", None, None, None, None, "正式党员", FIRST],
        ["负责人签字", None, None, "日期"], ["（盖章）"], [None, "填表人", None, "日期"], [1, "王某某", "999900XXXXXXXXXXXX", "2010-07-01"],
        ["例如", "张三", number(sequence=7), "2010-07-01", "2011-07-01", "正式党员", "XX支部"],
        [3, None, None, None, None, "正式党员", FIRST], [4, None, None, None, None, "正式党员", None], [None, "示例：张三", number(sequence=7), "2010-07-01"],
        ["示例", "张三", number(sequence=7), "2010-07-01", "2011-07-01", "正式党员", FIRST], [5, "李四（示例）", number(sequence=9), "2010-07-01"],
    ],
)  # fmt: skip
def test_rows_that_are_nobody_are_nobody(world: World, row: list[Any]) -> None:
    checked = check_file(world, workbook(("表", [TITLES, QIN, BAI, row])))
    assert (checked.totals["rows"], checked.totals["new"], checked.totals["error"]) == (2, 2, 0)


@pytest.mark.parametrize(
    "hints",
    [
        [None, "必填", "必填，18位", "格式2019-07-01", "正式党员必填", "正式/预备", "必填，全称"],
        ["填写说明", "与身份证一致", "文本格式", "如2019-07-01", "如2020-07-01", "请选择", "请填写全称"],
        [None, None, "18位", "YYYY-MM-DD", "选填", "下拉选择", "按公章填写"],
        [None, "同身份证", "身份证上的18位号码", "年-月-日", "年-月-日", "填：正式/预备", "与公章同"],
        ["自动生成", "*必须", "*必须", "2019/07/01", "2020/07/01", "正式党员、预备党员", "中共××支部"],
        [None, "写真名", "照身份证抄", "年月日", "年月日", "二选一", "支部全名"],
    ],
)
def test_a_row_of_hints_is_nobody(world: World, hints: list[Any]) -> None:
    checked = check_file(world, workbook(("表", [TITLES, hints, QIN])))
    assert [row.facts["name"] for row in checked.rows] == ["秦朗"]


def test_hidden_rows_are_left_out_and_hidden_columns_are_read_and_both_are_said(world: World) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(workbook(("表", [TITLES, QIN, BAI]))))
    book["表"].row_dimensions[3].hidden = True
    book["表"].column_dimensions["C"].hidden = True
    out = BytesIO()
    book.save(out)
    checked = check_file(world, out.getvalue())
    assert [(row.facts["name"], row.facts["identity"]) for row in checked.rows] == [("秦朗", number())]
    assert checked.remarks == [
        "“表”表里隐藏的1行没有导入：第3行。要导入，请取消隐藏或筛选，保存后再上传",
        "“表”表里隐藏的列也读了：公民身份号码",
    ]


@pytest.mark.parametrize("rows", [
    [["党员信息采集表"], ["姓名", "秦朗", "性别", "男"], ["公民身份号码", number(), "民族", "汉"], ["入党日期", "2010-07-01", "转正日期", "2011-07-01"]],
    [["姓名", "秦朗"], ["性别", "男"], ["公民身份号码", number()], ["入党日期", "2010-07-01"], ["学历", "本科"]],
])  # fmt: skip
def test_a_card_is_refused_once(world: World, rows: list[list[str]]) -> None:
    with pytest.raises(CardNotList):
        check_file(world, workbook(("Sheet1", rows)))
    with pytest.raises(CardNotList):
        check_file(world, case("21"))


def test_a_formula_nobody_calculated_says_what_to_do(world: World) -> None:
    row = check_file(world, case("20")).rows[0]
    assert row.notes["full_on"].sentence == "这一格是公式，还没有算出值。请用Excel或WPS打开，保存后再上传"


@pytest.mark.parametrize("titles", [
    {"公民身份号码": "证照"}, {"公民身份号码": "身份识别码"}, {"入党日期": "进党的日子（年月日）"}, {"所在党支部": "归属"},
])  # fmt: skip
def test_an_unknown_column_is_named_and_mapped_by_hand_and_remembered(
    world: World, titles: dict[str, str]
) -> None:
    """R-DATA-06"""
    given = [titles.get(title, title) for title in TITLES]
    content = workbook(("表", [given, QIN]))
    batch = actions.upload(
        kind="roster", organization=world.street, content=content, name="甲.xlsx", by=world.wei.actor
    )
    preview = import_files.read_preview(batch)
    ((title, look),) = preview.unknown
    assert f"“{title}”像{look}" in preview.remarks[0]
    assert (batch.totals["new"], batch.totals["error"]) == (0, 1)
    field = {"公民身份号码": "identity", "入党日期": "joined_on", "所在党支部": "branch"}[next(iter(titles))]
    with pytest.raises(errors.UnknownColumns):
        actions.map_columns(batch=batch, fields={"别的": field}, by=world.wei.actor)
    with pytest.raises(errors.UnknownColumns):
        actions.map_columns(batch=batch, fields={title: "salary"}, by=world.wei.actor)
    batch = actions.map_columns(batch=batch, fields={title: field}, by=world.wei.actor)
    assert (batch.totals["new"], import_files.read_preview(batch).remarks) == (1, [])
    again = actions.upload(
        kind="roster", organization=world.street, content=content, name="乙.xlsx", by=world.wei.actor
    )
    assert again.totals["new"] == 1
    Import.objects.filter(pk=again.pk).update(status="confirmed")
    again.refresh_from_db()
    actions.apply(batch=again, by=world.wei.actor)
    member = Member.objects.get(name="秦朗")
    assert sealing.open_fact("identity", member.identity_sealed, member.uuid) == number()


def test_the_page_maps_columns_and_says_of_all_rows_what_no_column_says(world: World, sign_in: Any) -> None:
    content = workbook((FIRST, [["姓名", "证照", "入党日期"], ["秦朗", number(), "2010-07-01"]]))
    batch = actions.upload(
        kind="roster", organization=world.street, content=content, name="甲.xlsx", by=world.wei.actor
    )
    page = sign_in("wei")
    address = f"/imports/{batch.uuid}/"
    assert "“证照”这一列" in page.get(address).content.decode()
    page.post(f"{address}columns/", {"column-0": "identity", "all-0": "full"})
    batch.refresh_from_db()
    assert (batch.totals["new"], batch.mapping) == (1, {"证照": "identity", "=status": "full"})
    (line,) = import_files.read_preview(batch).lines_in("")
    assert "没有转正日期，按预备期满2011-07-01记" in str(line)
    assert page.post(f"{address}columns/", {"column-0": "salary"}).status_code == 302


def test_a_masked_number_is_no_number_and_an_exported_list_comes_back_unchanged(world: World) -> None:
    member = enroll(world.branch, "秦朗", identity=number(), phone="13800000001")
    row = [1, "秦朗", member.masked_identity, "2010-07-01", "2011-07-01", "正式", SECOND]
    titles = [*TITLES, "联系电话", "出生日期"]
    (same, stranger) = check_file(
        world,
        workbook(
            ("表", [titles, [*row, "138****0001", "1980"], [2, "白桦", *row[2:], "138****0001", "1980"]])
        ),
    ).rows
    assert (same.outcome, same.member, dict(same.notes)) == ("unchanged", member.pk, {})
    assert (stranger.outcome, stranger.notes["identity"].sentence) == (
        "error",
        "身份证号遮住了几位，认不出是谁，请填完整号码",
    )


@pytest.mark.parametrize("bad_first", [True, False])
def test_a_refused_row_never_defeats_its_good_twin(world: World, bad_first: bool) -> None:
    good, bad = person("秦朗"), person("秦朗", joined="不详")
    rows = check(world, *((bad, good) if bad_first else (good, bad))).rows
    assert [row.outcome for row in rows] == (["error", "new"] if bad_first else ["new", "error"])


def test_the_file_of_failed_rows_has_sheets_under_names_they_may_have(world: World) -> None:
    batch = actions.upload(
        kind="roster", organization=world.street, content=case("22"), name="甲.xlsx", by=world.wei.actor
    )
    assert import_files.failed_rows_workbook(batch)[:2] == b"PK"


@pytest.mark.parametrize("people_name", ["穿青人", "革家人", "其他", "未识别民族", "维族", "满族"])
def test_a_people_is_known_by_what_cards_say(world: World, people_name: str) -> None:
    content = workbook(("表", [[*TITLES, "民族"], [*QIN, people_name]]))
    assert check_file(world, content).rows[0].facts["ethnicity"] > 0


def test_a_note_longer_than_its_field_comes_in_as_far_as_it_goes(world: World) -> None:
    (row,) = check_file(world, workbook(("表", [[*TITLES, "备注"], [*QIN, "甲" * 305]]))).rows
    assert (row.outcome, len(row.facts["note"]), row.notes["note"].sentence) == (
        "new", 300, "最多300个字，后面的5个字没有导入",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["40"])
def test_organizations_are_known_by_code_and_by_the_ending_of_their_name(world: World, name: str) -> None:
    checked = ORGANIZATION_IMPORT.check_file(case(name), world.district, world.wei.actor)
    assert [row.facts["kind"] for row in checked.rows] == ["branch", "branch", "general_branch"]
    assert checked.totals["error"] == 0


NUMBERED = [
    ["1.姓名", "2.公民身份号码", "3.入党日期", "4.转正日期", "5.党员类别", "6.所在党支部"],
    ["（1）姓名", "（2）公民身份号码", "（3）入党日期", "（4）转正日期", "（5）党员类别", "（6）所在党支部"],
    ["一、姓名", "二、公民身份号码", "三、入党日期", "四、转正日期", "五、党员类别", "六、所在党支部"],
    ["①姓名", "②公民身份号码", "③入党日期", "④转正日期", "⑤党员类别", "⑥所在党支部"],
]


@pytest.mark.parametrize("titles", NUMBERED)
def test_the_number_of_a_column_is_no_part_of_its_title(world: World, titles: list[str]) -> None:
    checked = check_file(world, workbook(("s", [titles, QIN[1:]])))
    assert people(checked, "name", "branch") == [("秦朗", FIRST)]


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "″"])
def test_the_same_as_above_is_what_stands_above(world: World, mark: str) -> None:
    rows = [QIN[1:], [*BAI[1:5], mark, mark], ["柳青", number(sequence=3), *BAI[3:5], mark, SECOND]]
    checked = check_file(world, workbook(("s", [TITLES[1:], *rows])))
    assert people(checked, "name", "branch", "status") == [
        ("秦朗", FIRST, "full"),
        ("白桦", FIRST, "full"),
        ("柳青", SECOND, "full"),
    ]


def test_nobody_is_named_by_a_mark_for_the_same(world: World) -> None:
    """A number or a name of one row is not taken from another."""
    checked = check_file(world, workbook(("s", [TITLES[1:], QIN[1:], ["白桦", "同上", *BAI[3:]]])))
    assert people(checked, "name") == [("秦朗",)]


@pytest.mark.parametrize(
    "band", [FIRST, f"{FIRST}（2人）", f"{FIRST}：", f"{FIRST} 共2人", f"所在党支部：{FIRST}"]
)
def test_a_line_between_the_rows_names_their_branch_however_it_is_counted(world: World, band: str) -> None:
    rows = [[band], QIN[1:6], [SECOND + "（1人）"], BAI[1:6]]
    checked = check_file(world, workbook(("s", [TITLES[1:6], *rows])))
    assert [(row.facts["name"], row.outcome) for row in checked.rows] == [("秦朗", "new"), ("白桦", "new")]


def test_a_short_name_of_a_branch_between_the_rows_is_nobody(world: World) -> None:
    rows = [["第一党支部"], QIN[1:6], ["第二党支部"], BAI[1:6]]
    checked = check_file(world, workbook(("s", [TITLES[1:6], *rows])))
    assert [row.facts["name"] for row in checked.rows] == ["秦朗", "白桦"]
