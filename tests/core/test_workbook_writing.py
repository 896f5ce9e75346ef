"""Workbooks that are handed out can be read without dragging their columns wider."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.workbooks.writing import WIDEST, write_workbook

pytestmark = pytest.mark.once  # no database can change its answer


def test_a_column_is_as_wide_as_what_it_holds() -> None:
    rows = [[1, "望海街道流动党员党支部第一党小组", dt.date(2026, 11, 22), None, "长" * 100]]
    book = load_workbook(
        BytesIO(write_workbook([("表", ["序号", "党组织", "日期", "空着的", "变化"], rows)]))
    )
    widths = [book["表"].column_dimensions[letter].width for letter in "ABCDE"]
    assert widths == [8, 34, 12, 8, WIDEST]
    assert [cell.value for cell in book["表"][2]][:2] == rows[0][:2]


def test_a_head_somebody_typed_is_no_formula() -> None:
    """The columns of an export are named by whoever exports, and the names are kept for others."""
    book = load_workbook(BytesIO(write_workbook([("表", ["=1+1", "主题"], [["a", "b"]])])))
    head = book["表"]["A1"]
    assert (head.value, head.data_type) == ("'=1+1", "s")
