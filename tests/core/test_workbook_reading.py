"""What every kind of workbook shares: titles mapped by hand, group titles, cells that refuse a row or only themselves."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from core.workbooks import cells
from core.workbooks.columns import Column, Layout
from core.workbooks.errors import NoHeader
from core.workbooks.preview import Preview, pack_preview
from core.workbooks.reading import read_workbook
from core.workbooks.rows import ERROR, Checked, WorkbookRow, read_rows

pytestmark = pytest.mark.once

TREES = Layout(
    (
        Column("name", "名称", ("名称", "树名"), in_preview=True, longest=4, of_one_row=True),
        Column("planted_on", "栽种日期", ("栽种日期",), in_preview=True, read=cells.read_day),
        Column("phone", "电话", ("电话",), read=cells.read_phone, optional=True, erasable=True),
    ),
    required=(("name", "planted_on"), ("name", "phone")),
)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(*lines: list[object]) -> list[WorkbookRow]:
    content = workbook(["名称", "栽种日期", "电话"], *lines)
    return read_rows(read_workbook(content, TREES), TREES, WorkbookRow)


def test_a_title_mapped_by_hand_stands_for_its_field() -> None:
    content = workbook(["树名", "哪天种的", "名称"], ["银杏", "2019-07-01", "行道树"])
    (sheet,) = read_workbook(content, TREES, {"哪天种的": "planted_on"})
    assert sheet.at == {"name": 0, "planted_on": 1}
    assert sheet.ignored == ["名称"]
    with pytest.raises(NoHeader, match="“名称”、“栽种日期”"):
        read_workbook(content, TREES)


def test_a_title_mapped_to_nothing_is_left_out() -> None:
    content = workbook(["名称", "树名", "栽种日期"], ["第一排", "银杏", "2019-07-01"])
    (sheet,) = read_workbook(content, TREES, {"名称": ""})
    assert (sheet.at["name"], sheet.ignored) == (1, ["名称"])


def test_a_title_of_two_lines_keeps_the_group_above_it() -> None:
    content = workbook(
        ["名称", "养护人", None, "栽种日期"],
        [None, "姓名", "电话", None],
        ["银杏", "林知远", "13800000001", "2019-07-01"],
    )
    (sheet,) = read_workbook(content, TREES)
    assert sheet.at == {"name": 0, "planted_on": 3}
    assert sheet.groups == {1: "养护人", 2: "养护人"}
    assert sheet.ignored == ["养护人：姓名", "养护人：电话"]


def test_a_cell_that_cannot_be_read_refuses_its_row_or_only_itself() -> None:
    date, phone, long = rows_of(
        ["银杏", "去年", ""], ["香樟", "2019-07-01", "12"], ["二球悬铃木", "2019-07-01", ""]
    )
    assert (date.outcome, date.facts, date.raw) == (ERROR, {"name": "银杏"}, {"planted_on": "去年"})
    assert (phone.badge, "phone" in phone.facts) == ("warning", False)
    assert long.notes["name"] == (ERROR, "最多4个字，现在是5个", "")
    assert "name" not in long.facts


def test_a_cell_is_erased_by_its_word_where_the_column_allows_it() -> None:
    erased, refused = rows_of(["银杏", "2019-07-01", "（清空）"], ["香樟", "（清空）", ""])
    assert (erased.erased, erased.outcome) == ({"phone"}, "new")
    assert refused.notes["planted_on"].sentence == "这一格不能清空"


def test_a_preview_comes_back_as_it_was_packed() -> None:
    content = workbook(
        ["名称", "栽种日期", "电话", "胸径"], ["银杏", "去年", "12", 30], ["香樟", "2019.7", "", 20]
    )
    sheets = read_workbook(content, TREES)
    kept = Preview(pack_preview(Checked(sheets, read_rows(sheets, TREES, WorkbookRow)), TREES))
    assert (kept.heads, kept.ignored) == (["名称", "栽种日期"], ["胸径"])
    first = kept.open_line(kept.lines_in("all")[0])
    assert [(cell.text, cell.state) for cell in first.cells] == [("银杏", ""), ("去年", "error")]
    assert [(label, cell.text, cell.state) for label, cell in first.others] == [("电话", "12", "warning")]
    assert kept.failed == {0: {2: "“去年”不是日期，请写成2019-07-01"}}
    assert len(kept.lines_in("new")) == 1
