"""Rosters in further layouts: bands, halves, sheets of everybody, columns twice, cells with errors, words beside names."""

from typing import Any

import pytest

from exchange.parts import ROSTER_IMPORT
from tests.exchange.workbooks import number, workbook
from tests.world import World

pytestmark = pytest.mark.once

FIRST, SECOND = "滨江社区第一党支部", "滨江社区第二党支部"
TITLES = ["序号", "姓名", "公民身份号码", "入党日期", "转正日期", "党员类别", "所在党支部"]
QIN = [1, "秦朗", number(), "2010-07-01", "2011-07-01", "正式党员", FIRST]
BAI = [2, "白桦", number(sequence=2), "2010-07-01", "2011-07-01", "正式党员", SECOND]


def check_file(world: World, content: bytes) -> Any:
    return ROSTER_IMPORT.check_file(content, world.district, world.wei.actor)


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([[f"{FIRST}党员名册"], TITLES[:-1], [f"{FIRST}（正式党员1名）"], QIN[:-1], [f"二、{SECOND}"], BAI[:-1]], ["A1:F1", "A3:F3", "A5:F5"]),
        ([TITLES[:-1], [f"一、{FIRST}"], QIN[:-1], [f"（二）{SECOND}（2人）"], BAI[:-1]], []),
        ([TITLES[:-1], [f"1.{FIRST}"], QIN[:-1], [None, f"2.{SECOND}"], BAI[:-1]], []),
        ([["支部名称", FIRST], TITLES[:-1], QIN[:-1], [], ["支部名称", SECOND], TITLES[:-1], BAI[:-1]], []),
        ([["所在党支部", FIRST], TITLES[:-1], QIN[:-1], ["所在党支部", SECOND], BAI[:-1]], []),
    ],
)  # fmt: skip
def test_each_branch_named_between_the_rows_has_its_own(
    world: World, rows: list[list[Any]], merged: list[str]
) -> None:
    checked = check_file(world, workbook(("表", rows), merged={"表": merged}))
    assert [(row.facts["name"], row.organization) for row in checked.rows] == [
        ("秦朗", world.branches[0].pk),
        ("白桦", world.branch.pk),
    ]


def test_nobody_falls_to_the_document_s_branch_under_a_band_of_one_that_is_unknown(world: World) -> None:
    rows = [[f"{FIRST}党员名册"], TITLES[:-1], QIN[:-1], ["观海社区第九党支部"], BAI[:-1]]
    first, second = check_file(world, workbook(("表", rows))).rows
    assert (first.organization, second.organization, second.outcome) == (world.branches[0].pk, None, "error")


@pytest.mark.parametrize("name", [f"望海街道{FIRST}", f"中共海云区望海街道{FIRST}委员会", f"海云区{FIRST}"])
def test_a_branch_is_known_behind_the_names_of_those_above_it(world: World, name: str) -> None:
    (row,) = check_file(world, workbook(("表", [TITLES, [*QIN[:-1], name]]))).rows
    assert row.organization == world.branches[0].pk


def test_a_sheet_of_everybody_with_the_branch_in_a_column_repeats_nobody(world: World) -> None:
    sheets = [
        (FIRST, [TITLES[:-1], QIN[:-1]]),
        (SECOND, [TITLES[:-1], BAI[:-1]]),
        ("总表", [TITLES, QIN, BAI]),
    ]
    checked = check_file(world, workbook(*sheets))
    assert (checked.totals["rows"], checked.totals["new"], checked.totals["error"]) == (2, 2, 0)
    assert "“总表”表里2行在别的表里有，没有重复导入" in checked.remarks
    sheets[2] = ("总表", [TITLES, [*QIN[:3], "2010-06-01", *QIN[4:]], BAI])
    assert check_file(world, workbook(*sheets)).totals["error"] == 1


def test_a_page_that_shows_its_list_in_two_halves_is_read_whole(world: World) -> None:
    half = TITLES[1:6]
    rows = [
        [f"{FIRST}党员名册"],
        ["序号", *half, "序号", *half],
        [*QIN[:6], *BAI[:6]],
        [3, "柳青", number(sequence=3), *QIN[3:6]],
    ]
    checked = check_file(world, workbook(("表", rows)))
    assert sorted(row.facts["name"] for row in checked.rows if row.outcome == "new") == [
        "柳青",
        "白桦",
        "秦朗",
    ]
    assert {row.organization for row in checked.rows} == {world.branches[0].pk}


def test_of_two_columns_with_one_title_the_first_that_is_filled_counts_and_it_is_said(world: World) -> None:
    titles = [*TITLES, "联系电话", "联系电话"]
    rows = [[*QIN, "13800000001", "0592-5551234"], [*BAI, None, "0592-5551235"]]
    checked = check_file(world, workbook(("表", [titles, *rows])))
    assert [row.facts["phone"] for row in checked.rows] == ["13800000001", "0592-5551235"]
    assert checked.remarks == ["“表”表里“联系电话”不止一列，读了前一列，前一列空着的读后一列"]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_a_cell_with_an_error_of_excel_says_so(world: World, error: str) -> None:
    (row,) = check_file(world, workbook(("表", [TITLES, [*QIN[:4], error, *QIN[5:]]]))).rows
    assert row.notes["full_on"].sentence == f"这一格是公式错误{error}，没有值。请在Excel或WPS里改好再上传"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("秦朗（女）", "秦朗"),
        ("*秦朗", "秦朗"),
        ("秦朗（预备党员）", "秦朗"),
        ("秦朗(组织委员)", "秦朗"),
        ("秦朗（回族）", "秦朗"),
    ],
)
def test_what_lists_write_beside_a_name_is_no_part_of_it(world: World, written: str, name: str) -> None:
    (row,) = check_file(world, workbook(("表", [TITLES, [1, written, *QIN[2:]]]))).rows
    assert (row.facts["name"], row.notes["name"].state) == (name, "warning")
