"""Writes a workbook of only the rows that failed, with the reason in front, to be corrected and sent again."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from core.workbooks import cells
from core.workbooks.columns import BAND_FIELD, BAND_TITLE, ORIGINAL_LINE, REASON, WorkbookSheet
from core.workbooks.writing import cell_value, sheet_title


def write_failed_rows(sheets: Sequence[WorkbookSheet], why: dict[int, dict[int, str]]) -> bytes:
    """Each sheet with failures again: the line in the first file, the reason, then every column as it stood.

    The header keeps its titles, so the file can be uploaded as it is; 原因 is a title nobody takes in.
    A branch that came from a merged cell or a band stands in its own cell of every row; one that was the sheet's name
    still is.
    """
    book = Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets):
        reasons = why.get(number)
        if not reasons:
            continue
        page = book.create_sheet(sheet_title(sheet.name))
        band_at = sheet.at.get(BAND_FIELD)
        failed = [(line, raw, band) for line, raw, band in sheet.rows if line in reasons]
        adds_band = band_at is None and any(band for _line, _raw, band in failed)
        kept = [at for at, title in enumerate(sheet.titles) if title not in (ORIGINAL_LINE, REASON)]
        titles = [sheet.titles[at] for at in kept]
        page.append([ORIGINAL_LINE, REASON, *titles, *([BAND_TITLE] if adds_band else [])])
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "C2"
        page.column_dimensions["A"].width = 10
        page.column_dimensions["B"].width = 60
        for line, raw, band in failed:
            row = [_as_written(value) for value in raw]
            if band_at is not None and not row[band_at] and band:
                row[band_at] = band
            cells_kept = [row[at] if at < len(row) else None for at in kept]
            page.append([line, reasons[line], *cells_kept, *([band] if adds_band else [])])
    if not book.sheetnames:
        book.create_sheet("没有失败的行").append([ORIGINAL_LINE, REASON])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _as_written(value: Any) -> Any:
    """A number that lost its last digits stays a number: as text it could pass for an identity number."""
    if isinstance(value, float) and value.is_integer():
        return int(value) if abs(value) < 1e15 else value
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, cells.BrokenCell):
        return ""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if cells.is_blank(cells.read_text(value)):
            return ""
        return cell_value(value) if cells.read_text(value)[:1] in "=+-@" and cells.read_text(value) else value
    return cell_value(value)
