"""Workbooks that are handed out can be read without dragging their columns wider."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

import django_filters as df
import pytest
from django.db.models import TextChoices
from openpyxl import load_workbook

from core.workbooks.writing import MOST_PARTS, WIDEST, SheetHead, Sum, filter_words, write_workbook

pytestmark = pytest.mark.once  # no database can change its answer


HEAD = SheetHead(
    "海云区2026年10月督查月报",
    "中共海云区委员会",
    "韦明",
    month="2026年10月",
    version="第1版",
    until="2026年11月5日24:00",
    filters="全部",
    code="9f3c 1a70",
)


@pytest.mark.parametrize("mark", ["", "导出申请1 & 林知远"])
def test_a_sheet_says_what_it_is_and_is_ready_to_print(mark: str) -> None:
    rows = [[number, "甲"] for number in range(300)]
    written = write_workbook([("总表", ["序号", "党组织"], rows), ("空表", ["序号"], [])], HEAD, mark=mark)
    book = load_workbook(BytesIO(written))
    sheet, first = book["总表"], 5 if mark else 4
    above = [cell.value for cell in sheet["A"][: first - 1]]
    assert above[-3:] == [
        "海云区2026年10月督查月报　总表",
        "单位：中共海云区委员会　月份：2026年10月　版本：第1版",
        "截至：2026年11月5日24:00　筛选：全部　校验码：9f3c 1a70",
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == (f"A{first + 1}", f"${first}:${first}")
    assert (sheet.auto_filter.ref, book["空表"].auto_filter.ref) == (
        f"A{first}:B{first + 300}",
        f"A{first}:A{first}",
    )
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    foot = sheet.oddFooter
    assert (foot.left.text, foot.right.text.startswith("韦明　"), "第&P页，共&N页" in foot.center.text) == (
        "海云区2026年10月督查月报　第1版",
        True,
        True,
    )
    assert sheet[f"A{first + 2}"].value == 1  # a number as a number


class Status(TextChoices):
    SUBMITTED = "submitted", "待审核"


@pytest.mark.parametrize("choices", [Status.choices, Status, lambda: Status.choices])
def test_what_was_filtered_is_said_in_the_words_of_the_page(choices: Any) -> None:
    filters = {
        "status": df.ChoiceFilter(label="状态", choices=choices),
        "q": df.CharFilter(label="主题"),
    }
    assert (
        filter_words(filters, {"status": "submitted", "q": "条例", "page": "2"}) == "状态：待审核；主题：条例"
    )
    assert filter_words(filters, {"q": ""}) == ""


def test_a_column_is_as_wide_as_what_it_holds() -> None:
    rows = [[1, "望海街道流动党员党支部第一党小组", dt.date(2026, 11, 22), None, "长" * 100]]
    book = load_workbook(
        BytesIO(write_workbook([("表", ["序号", "党组织", "日期", "空着的", "变化"], rows)], HEAD))
    )
    widths = [book["表"].column_dimensions[letter].width for letter in "ABCDE"]
    assert widths == [8, 34, 12, 8, WIDEST]
    assert [cell.value for cell in book["表"][5]][:2] == rows[0][:2]


@pytest.mark.parametrize(
    ("total", "formula"),
    [
        (Sum(7, below=[1, 2, 3]), "=SUM(B5:B7)"),
        (Sum(7, below=[4, 1, 2]), "=SUM(B5:B6,B8)"),
        (Sum(9, below=[1], plus=2), "=SUM(B5)+2"),
        (Sum(3, left=1), "=SUM(A4:A4)"),
        (Sum(5, below=range(1, 2 * MOST_PARTS, 2)), ""),  # more parts than a SUM may have: the plain number
    ],
)
def test_a_sum_is_a_formula_with_its_number_beside_it(total: Sum, formula: str) -> None:
    assert total.formula(4, 2) == formula
    written = write_workbook([("表", ["甲", "合计"], [[3, total], [1, 4]]), ("另", ["甲"], [[2]])], HEAD)
    shown = load_workbook(BytesIO(written), data_only=True)
    assert (shown["表"]["B5"].value, shown["表"]["B6"].value, shown["另"]["A5"].value) == (total.value, 4, 2)
    reckoned = load_workbook(BytesIO(written))["表"]["B5"].value
    assert reckoned == (total.formula(5, 2) or total.value)


@pytest.mark.parametrize(
    ("rate", "shown"), [("98.1", "0.0"), ("100.0", "0.0"), ("12.50", "0.00"), ("3", "0")]
)
def test_a_rate_is_a_number_with_its_decimals(rate: str, shown: str) -> None:
    book = load_workbook(BytesIO(write_workbook([("表", ["率"], [[Decimal(rate)]])], HEAD)))
    cell = book["表"]["A5"]
    assert (cell.value, cell.data_type, cell.number_format) == (float(rate), "n", shown)


def test_a_head_somebody_typed_is_no_formula() -> None:
    """The columns of an export are named by whoever exports, and the names are kept for others."""
    book = load_workbook(BytesIO(write_workbook([("表", ["=1+1", "主题"], [["a", "b"]])], HEAD)))
    head = book["表"]["A4"]
    assert (head.value, head.data_type) == ("'=1+1", "s")
