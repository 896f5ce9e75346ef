"""Writes workbooks whose cells no spreadsheet program takes for a formula."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def cell_value(value: Any) -> Any:
    """What may stand in a cell: numbers and dates as they are, everything else as text that stays text.

    A text beginning with = + - @ gets an apostrophe in front: the cell's type alone protects it here, but not after
    somebody has saved the sheet as CSV.
    """
    if value is None or (
        isinstance(value, (bool, int, float, dt.date)) and not isinstance(value, dt.datetime)
    ):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def sheet_title(title: str) -> str:
    """A name that a sheet may have: 正式党员:2026 → 正式党员-2026"""
    return re.sub(r"[\\/*?:\[\]\x00-\x1f]", "-", title)[:31].strip("'") or "表"


LOOKED_AT = 200  # rows that decide how wide a column is
WIDEST = 60


def write_workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]], *, mark: str = ""
) -> bytes:
    """An xlsx file of (title, heads, rows) sheets: a bold head that stays in view, columns as wide as what they hold.

    A `mark` (whose copy this is) stands as the first line of every sheet and in header and footer of every page.
    """
    book = Workbook(write_only=True)
    for title, heads, rows in sheets:
        sheet = book.create_sheet(sheet_title(title))
        sheet.freeze_panes = "A3" if mark else "A2"
        coming = iter(rows)
        first = [[cell_value(value) for value in row] for row in islice(coming, LOOKED_AT)]
        for number, head in enumerate(heads, 1):
            held = max((_width(row[number - 1]) for row in first if len(row) >= number), default=0)
            width = min(max(8, _width(head) + 2, held + 2), WIDEST)
            sheet.column_dimensions[get_column_letter(number)].width = width
        if mark:
            # In a header & begins a code.
            sheet.oddHeader.center.text = sheet.oddFooter.center.text = mark.replace("&", "&&")
            sheet.append([cell_value(mark)])
        bold = []
        for head in heads:
            cell = WriteOnlyCell(sheet, value=cell_value(head))
            cell.font = Font(bold=True)
            bold.append(cell)
        sheet.append(bold)
        for row in first:
            sheet.append(row)
        for later in coming:
            sheet.append([cell_value(value) for value in later])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _width(value: Any) -> int:
    """Columns of a sheet count Latin letters; a Chinese character takes two."""
    if isinstance(value, dt.date):
        return 16 if isinstance(value, dt.datetime) and value.time() != dt.time() else 10
    text = "" if value is None else str(value)
    return len(text) + sum(letter > "\u2e7f" for letter in text)
