"""Documents handed out: workbooks whose cells nobody's spreadsheet program takes for a formula."""

import datetime as dt
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """An xlsx file of (title, heads, rows) sheets, with a bold head that stays in view."""
    book = Workbook(write_only=True)
    for title, heads, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for number, head in enumerate(heads, 1):
            sheet.column_dimensions[get_column_letter(number)].width = max(12, len(head) * 2 + 4)
        bold = []
        for head in heads:
            cell = WriteOnlyCell(sheet, value=head)
            cell.font = Font(bold=True)
            bold.append(cell)
        sheet.append(bold)
        for row in rows:
            sheet.append([cell_value(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def download(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file under a Chinese name every browser understands, never shown inline."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response
