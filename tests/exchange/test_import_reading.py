"""Workbooks as they come: title rows, merged cells, several sheets, empty rows."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.workbooks import errors, sheets
from core.workbooks.reading import read_workbook
from members.rules.roster.columns import ROSTER
from tests.exchange.workbooks import TITLES, number, person, workbook

pytestmark = pytest.mark.once


def names_of(content):
    return [
        (sheet.name, line, row[sheet.at["name"]], row[sheet.at["branch"]] if "branch" in sheet.at else band)
        for sheet in read_workbook(content, ROSTER)
        for line, row, band in sheet.rows
    ]


def test_the_header_is_found_below_title_rows():
    content = workbook(
        ("表", [["望海街道党员花名册"], ["填表日期：2026年11月"], [], TITLES, person("甲"), person("乙")])
    )
    assert [row[:3] for row in names_of(content)] == [("表", 5, "甲"), ("表", 6, "乙")]


@pytest.mark.parametrize(
    "title",
    [
        "公民身份号码",
        "公民身份证号",
        "身份证件号码",
        "身份证号",
        "身 份 证 号 码",
        "身份证号码（18位）",
        "*居民身份证号",
        "证件号码",
    ],
)
def test_a_column_is_known_by_any_of_its_titles(title):
    content = workbook(("表", [["姓名", title], ["甲", number()]]))
    assert read_workbook(content, ROSTER)[0].at == {"name": 0, "identity": 1}


def test_a_header_of_two_merged_lines_is_one_header():
    content = workbook(
        (
            "表",
            [
                ["序号", "姓名", "党籍情况", None, "联系电话"],
                [None, None, "入党日期", "转正日期", None],
                [1, "甲", "2019-07-01", "2020-07-01", "13800000001"],
            ],
        ),
        merged={"表": ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]},
    )
    sheet = read_workbook(content, ROSTER)[0]
    assert sheet.at == {"name": 1, "phone": 4, "joined_on": 2, "full_on": 3}
    assert [(line, row[1]) for line, row, _ in sheet.rows] == [(3, "甲")]


def test_a_branch_merged_over_rows_reaches_each_of_them_and_a_name_does_not():
    content = workbook(
        (
            "表",
            [
                ["所在支部", "姓名", "入党日期", "学历"],
                ["第一党支部", "甲", "2019.7"],
                [None, "乙", "2019.8"],
                [None, "丙", "2019.9"],
                ["第二党支部", "丁", "2019.7"],
                [None, None, "2019.7", "高中"],
            ],
        ),
        merged={"表": ["A2:A4", "A5:A6", "B5:B6"]},
    )
    assert names_of(content) == [
        ("表", 2, "甲", "第一党支部"),
        ("表", 3, "乙", "第一党支部"),
        ("表", 4, "丙", "第一党支部"),
        ("表", 5, "丁", "第二党支部"),
        ("表", 6, "", "第二党支部"),
    ]


def test_empty_rows_remarks_and_repeated_headers_are_nobody():
    content = workbook(
        (
            "表",
            [
                TITLES,
                person("甲"),
                [None] * 9,
                [" ", "\u00a0", None],
                TITLES,
                person("乙"),
                ["合计", None, "2人"],
                [None] * 9,
                ["合计：", "共2人", "男1人", "女1人", "正式2人"],
                ["填表人：林知远", None, None, "审核人：韦明", None, "2026年11月22日"],
            ],
        )
    )
    assert [row[1:3] for row in names_of(content)] == [(2, "甲"), (6, "乙")]


def test_a_subtotal_behind_the_merged_branch_is_nobody():
    content = workbook(
        (
            "表",
            [
                ["所在支部", "序号", "姓名", "入党日期"],
                ["第一党支部", 1, "甲", "2019.7"],
                [None, "小计", "1人", None],
                ["第二党支部", 1, "乙", "2019.7"],
                [None, "合 计：", "共2人", "正式2人"],
                [None, None, "合计：2人", None],
            ],
        ),
        merged={"表": ["A2:A3", "A4:A5"]},
    )
    assert [row[1:3] for row in names_of(content)] == [(2, "甲"), (4, "乙")]


def test_a_hidden_sheet_is_left():
    content = workbook(
        ("2026年", [TITLES, person("甲")]), ("2025年", [TITLES, person("乙")]), hidden=["2025年"]
    )
    assert [row[:3] for row in names_of(content)] == [("2026年", 2, "甲")]


def test_the_status_under_the_national_systems_title_is_the_status():
    content = workbook(("表", [["姓名", "人员类别"], ["甲", "正式党员"], ["乙", "预备党员"]]))
    assert read_workbook(content, ROSTER)[0].at == {"name": 0, "status": 1}


def test_the_kind_of_work_stays_the_kind_of_work():
    content = workbook(("表", [["姓名", "人员类别"], ["甲", "在岗职工"]]))
    assert read_workbook(content, ROSTER)[0].at == {"name": 0, "occupation": 1}


def test_a_band_between_the_rows_names_their_branch():
    content = workbook(
        (
            "表",
            [
                ["姓名", "入党日期", "联系电话"],
                ["滨江社区第一党支部"],
                ["甲", "2019.7", ""],
                ["滨江社区第二党支部"],
                ["乙", "2019.7", ""],
            ],
        )
    )
    assert names_of(content) == [("表", 3, "甲", "滨江社区第一党支部"), ("表", 5, "乙", "滨江社区第二党支部")]


def test_every_sheet_with_a_header_is_read_and_others_are_left():
    content = workbook(
        ("说明", [["请按表填写"], ["不要改动表头"]]),
        ("第一党支部", [TITLES, person("甲")]),
        ("第二党支部", [["标题"], TITLES, person("乙")]),
    )
    assert [row[:3] for row in names_of(content)] == [("第一党支部", 2, "甲"), ("第二党支部", 3, "乙")]


def test_a_workbook_with_a_password_says_so():
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_000) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(errors.Locked, match="取消密码"):
        read_workbook(locked, ROSTER)


def test_unknown_titles_are_named():
    content = workbook(
        ("表", [["序号", "姓名", "入党日期", "党费标准", "血型"], [1, "甲", "2019.7", 10, "A"]])
    )
    assert read_workbook(content, ROSTER)[0].ignored == ["党费标准", "血型"]


def test_a_workbook_without_header_is_refused():
    with pytest.raises(errors.NoHeader, match="表里要有一行写着“姓名”"):
        read_workbook(workbook(("表", [["甲", "乙"], ["丙", "丁"]])), ROSTER)


def test_a_header_with_nothing_below_it_is_refused():
    with pytest.raises(errors.NoRows, match="只有表头"):
        read_workbook(workbook(("表", [TITLES, [None] * 9])), ROSTER)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(errors.NotAWorkbook):
        read_workbook(content, ROSTER)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000)
    with pytest.raises(errors.TooLarge):
        sheets.read_sheets(workbook(("表", [TITLES, person("甲")])))


def test_a_title_of_the_second_line_says_more_than_the_group_above_it():
    content = workbook(
        (
            "表",
            [
                ["序号", "姓名", "入党", None],
                [None, None, "申请入党日期", "入党日期"],
                [1, "甲", "2018-07-01", "2019-07-01"],
            ],
        ),
        merged={"表": ["A1:A2", "B1:B2", "C1:D1"]},
    )
    assert read_workbook(content, ROSTER)[0].at == {"name": 1, "applied_on": 2, "joined_on": 3}


@pytest.mark.parametrize(
    "lone", [[2, None], [None, None, "注：以上均为在册党员，名单报街道"], [None, "备注：本页共2人"]]
)
def test_a_numbered_empty_row_or_a_remark_is_no_band(lone):
    titles = ["序号", "姓名", "入党日期", "学历"]
    rows = [["滨江第一党支部"], titles, ["滨江第二党支部"], [1, "甲", "2019.7"], lone, [3, "乙", "2019.7"]]
    assert [(name, band) for _, _, name, band in names_of(workbook(("表", rows)))] == [
        ("甲", "滨江第二党支部"),
        ("乙", "滨江第二党支部"),
    ]


def test_a_branch_whose_name_begins_like_a_remark_is_a_band():
    rows = [["姓名", "入党日期", "学历"], ["注册会计师协会党支部"], ["甲", "2019.7"]]
    assert [band for _, _, _, band in names_of(workbook(("表", rows)))] == ["注册会计师协会党支部"]


def test_a_hidden_sheet_is_left_out_and_named():
    content = workbook(("现在", [TITLES, person("甲")]), ("去年", [TITLES, person("乙")]))
    book = load_workbook(BytesIO(content))
    book["去年"].sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    sheets = read_workbook(out.getvalue(), ROSTER)
    assert [len(sheet.rows) for sheet in sheets] == [1, 0]
    assert sheets[1].ignored == ["隐藏的工作表“去年”"]


@pytest.mark.parametrize("cell", ["XFD20", "Z1048576", "AA1048576"])
def test_a_stray_cell_far_outside_is_refused_before_it_takes_the_memory(cell):
    book = load_workbook(BytesIO(workbook(("表", [TITLES, *[person("甲")] * 400]))))
    book.active[cell] = "x"
    if cell == "XFD20":  # as wide as it gets, in a long table
        book.active["A900"] = "2"
    out = BytesIO()
    book.save(out)
    with pytest.raises(errors.StrayCell):
        read_workbook(out.getvalue(), ROSTER)


def test_an_empty_cell_far_outside_does_no_harm():
    book = load_workbook(BytesIO(workbook(("表", [TITLES, person("甲")]))))
    book.active["XFD1048576"].number_format = "0.00"
    out = BytesIO()
    book.save(out)
    assert [row[2] for row in names_of(out.getvalue())] == ["甲"]
