"""Reads an uploaded workbook of any layout into rows of raw cells under known columns, without judging them.

The header is looked for on every sheet below whatever title stands above it; a header of two merged lines is one
header; a branch merged over its rows, or written as a band between them, or only as the sheet's name, reaches
every row it is meant for. A hidden sheet is left: whoever sends the file does not see it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from core.workbooks import cells
from core.workbooks.columns import Layout, WorkbookSheet, plain_title
from core.workbooks.errors import Locked, NoHeader, NoRows, NotAWorkbook, StrayCell, TooLarge

HEADER_WITHIN = 40
MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 5_000_000
"""From A1 to the last filled cell: so many are laid out in memory, however few of them hold something."""
WIDE_CELL = re.compile(rb'c r="([A-Z]{2,3})\d+"[^>/]*><(?!/)')
CELL = re.compile(rb'c r="([A-Z]+)(\d+)"')
COMPOUND, ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")
"""How a file begins that is no zip, and what stands in it when it is a workbook with a password."""
TOTALS = frozenset(["合计", "总计", "小计", "共计"])
REMARKS = ("合计", "总计", "小计", "填表", "制表", "备注", "说明", "注：", "注:", "注 ")
HEADINGS = frozenset(["姓名", "党员姓名", "全称", "党组织全称", "党组织名称"])
LONGEST_NAME = 8


class RawSheet(NamedTuple):
    """A sheet as the file has it."""

    name: str
    is_hidden: bool
    cells: list[list[Any]]
    merged: list[Any]


class Header(NamedTuple):
    """Where a header stands, which fields it has in which places, and all its titles."""

    line: int
    at: dict[str, int]
    titles: list[str]


def read_workbook(
    content: bytes, layout: Layout, mapping: Mapping[str, str] | None = None
) -> list[WorkbookSheet]:
    """The sheets that have a header of this layout; a hidden one is left out, and named among what was.

    `mapping` says for titles (as plain_title gives them) which fields they stand for, before the layout's own; an
    empty field leaves the column out.

    Raises NotAWorkbook, Locked, TooLarge, StrayCell, NoHeader, NoRows.
    """
    raw = list(_raw_sheets(_open(content)))
    titles = layout.fields_by_title | dict(mapping or {})
    fields = {title: name for title, name in titles.items() if name}
    for required in layout.required:
        found = [sheet for each in raw if (sheet := _sheet(each, fields, required, layout))]
        if not any(sheet.at for sheet in found):
            continue
        if not any(sheet.rows for sheet in found):
            raise NoRows
        return found
    raise NoHeader(wanted="、".join(f"“{layout.labels[each]}”" for each in layout.required[0]))


def _open(content: bytes) -> CalamineWorkbook:
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                    raise TooLarge
                for name in packed.namelist():
                    if name.startswith("xl/worksheets/"):
                        _refuse_stray(packed.read(name))
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as broken:
            raise NotAWorkbook from broken
    if content[:8] == COMPOUND and ENCRYPTED in content:
        raise Locked
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as broken:
        raise NotAWorkbook from broken


def _refuse_stray(written: bytes) -> None:
    """One filled cell far outside makes everything between it and the table take memory: gigabytes from a small file."""
    value = max(written.rfind(b"v></"), written.rfind(b"is></"))
    cell = CELL.match(written, max(0, written.rfind(b'c r="', 0, max(0, value))))
    widest = max((found[1] for found in WIDE_CELL.finditer(written)), key=_place, default=b"Z")
    if cell and int(cell[2]) * _place(widest) > MOST_CELLS:
        raise StrayCell(cell=f"{widest.decode()}{int(cell[2])}")


def _place(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27"""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _raw_sheets(book: CalamineWorkbook) -> Iterator[RawSheet]:
    for number, each in enumerate(book.sheets_metadata):
        sheet = book.get_sheet_by_index(number)
        try:
            raw = sheet.to_python(skip_empty_area=False)
        except CalamineError:
            continue
        is_hidden = each.visible != SheetVisibleEnum.Visible
        yield RawSheet(each.name, is_hidden, raw, sheet.merged_cell_ranges or [])


def _sheet(
    raw: RawSheet, fields: Mapping[str, str], required: tuple[str, ...], layout: Layout
) -> WorkbookSheet | None:
    header = _header(raw.cells, fields, required)
    if header is None:
        return None
    if raw.is_hidden:
        return WorkbookSheet(raw.name, {}, [f"隐藏的工作表“{raw.name}”"])
    sheet = WorkbookSheet(raw.name, header.at, header.titles)
    first = header.line + 1
    if first < len(raw.cells) and (second := _second_line(raw.cells[first], header.at, fields)):
        _take_second_line(sheet, raw.cells[first], second)
        first += 1
    _fill_merged(raw, sheet.at, first, layout.fields_where("of_one_row"))
    shared = {sheet.at[each] for each in layout.fields_where("of_many_rows") if each in sheet.at}
    sheet.rows = list(_rows(raw.cells, first, sheet.at[required[0]], shared))
    if layout.settle:
        layout.settle(sheet)
    return sheet


def _header(raw: list[list[Any]], fields: Mapping[str, str], required: tuple[str, ...]) -> Header | None:
    for line, row in enumerate(raw[:HEADER_WITHIN]):
        titles = [plain_title(cell) if isinstance(cell, str) else "" for cell in row]
        at: dict[str, int] = {}
        for place, title in enumerate(titles):
            if title in fields:
                at.setdefault(fields[title], place)
        if len(at) >= 2 and all(each in at for each in required):
            return Header(line, at, titles)
    return None


def _second_line(row: list[Any], at: dict[str, int], fields: Mapping[str, str]) -> dict[int, str]:
    """Known titles of a header's second line, with no person beside them; they say more than the group title above."""
    if any(cells.read_text(row[place]) and plain_title(row[place]) not in fields for place in at.values()):
        return {}
    return {
        place: fields[plain_title(cell)]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and plain_title(cell) in fields
    }


def _take_second_line(sheet: WorkbookSheet, row: list[Any], second: dict[int, str]) -> None:
    """The titles of the second line instead of those above them, which are kept as their groups."""
    group = ""
    for place, title in enumerate(sheet.titles):
        group = title or group
        if place in second:
            sheet.groups[place], sheet.titles[place] = group, plain_title(row[place])
    sheet.at = {each: place for each, place in sheet.at.items() if place not in second}
    for place, each in second.items():
        sheet.at.setdefault(each, place)


def _fill_merged(raw: RawSheet, at: dict[str, int], first: int, of_one_row: frozenset[str]) -> None:
    filled = {place for each, place in at.items() if each not in of_one_row}
    rows = raw.cells
    for (top, left), (bottom, _right) in raw.merged:
        if bottom <= top or top < first or left not in filled or top >= len(rows) or left >= len(rows[top]):
            continue
        for line in range(top + 1, min(bottom + 1, len(rows))):
            if rows[line][left] in ("", None):
                rows[line][left] = rows[top][left]


def _rows(
    raw: list[list[Any]], first: int, key_at: int, shared: set[int]
) -> Iterator[tuple[int, list[Any], str]]:
    """Rows with something in them; a lone cell is a band over the rows below, unless it is a remark or the number of a
    row that was left empty; a second header is nobody."""
    band = ""
    for line in range(first, len(raw)):
        row = raw[line]
        if row[key_at] == "" or row[key_at] is None or row.count("") >= len(row) - 2:
            filled = [place for place, cell in enumerate(row) if cell is not None and cells.read_text(cell)]
            if not filled:
                continue
            if len(filled) == 1 and filled[0] not in shared:
                words = cells.read_text(row[filled[0]])
                if words.isdecimal() or words.startswith(REMARKS):
                    continue
                if filled[0] != key_at or len(words) > LONGEST_NAME:
                    band = words
                    continue
            if key_at not in filled and _is_remark(row, filled, shared):
                continue
        if row[key_at] and row[key_at].__class__ is str and plain_title(row[key_at]) in HEADINGS:
            continue
        if _is_total(row, shared):
            continue
        yield line + 1, row, band


def _is_total(row: list[Any], shared: set[int]) -> bool:
    """小计 stands first in its row, behind the merged branch at most."""
    if row[0].__class__ is str and plain_title(row[0])[:2] in TOTALS:
        return True
    first = next(
        (cell for place, cell in enumerate(row) if cell not in ("", None) and place not in shared), None
    )
    return first.__class__ is str and plain_title(first)[:2] in TOTALS


def _is_remark(row: list[Any], filled: list[int], shared: set[int]) -> bool:
    """合计 and 填表人 lines, and rows with nothing but their number and a merged branch."""
    words = "".join(cells.read_text(row[place]) for place in filled)
    alone = [place for place in filled if place not in shared]
    return (len(alone) <= 1 and len(words) < 15) or words.startswith(REMARKS)
