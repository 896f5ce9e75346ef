"""Reads the sheets of an untrusted workbook into raw cells; it runs in the child of core.judging.

How far a sheet reaches is asked of its XML while that streams by, before a parser lays out everything from A1 to its last
filled cell. What is answered is bounded, so that nobody's work on it has no end. A file whose XML the stream cannot
follow is left to the limits of the child.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from core import archives
from core.workbooks.delimited import read_delimited
from core.workbooks.errors import Locked, NotAWorkbook, StrayCell, TooLarge, TooLongCell, TooManyLines
from core.workbooks.extents import OpenDocumentExtent, SheetExtent, is_near, is_plain
from core.workbooks.sheet_marks import SheetMarks, column_letters, read_marks, sheet_parts

MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 5_000_000
"""From A1 to the last filled cell: so many are laid out in memory, however few of them hold something."""
MOST_CELLS_TOGETHER = 2 * MOST_CELLS
MOST_LINES = 50_000
"""Of all sheets together, with anything in them: more than a district has members."""
LONGEST_CELL = 100_000
"""Letters: as long as minutes may be; a cell of Excel has 32,767."""
MOST_LETTERS = 50_000_000
COMPOUND, ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")
"""How a file begins that is no zip, and what stands in it when it is a workbook with a password."""
OPEN_DOCUMENT = "content.xml"


class RawSheet(NamedTuple):
    """A sheet as the file has it."""

    name: str
    is_hidden: bool
    cells: list[list[Any]]
    merged: list[Any]
    marks: SheetMarks


def read_sheets(content: bytes) -> list[RawSheet]:
    """All sheets, hidden ones too, with the marks the file has.

    Raises NotAWorkbook, Locked, TooLarge, StrayCell, TooManyLines, TooLongCell.
    """
    marks: dict[str, SheetMarks] = {}
    if content[:2] == b"PK":
        try:
            with archives.open_archive(content, most_bytes=MOST_UNPACKED) as packed:
                names = {part: name for name, part in sheet_parts(packed)}
                for part in packed.namelist():
                    if part not in names:
                        with packed.open(part) as stream:
                            _refuse_stray(stream, part)
                        continue
                    written = packed.read(part)
                    if is_plain(written):
                        continue
                    if not is_near(written):
                        _refuse_stray(io.BytesIO(written), part)
                    marks[names[part]] = read_marks(written)
        except archives.TooMuch as much:
            raise TooLarge from much
        except archives.BROKEN as broken:
            raise NotAWorkbook from broken
    elif content[:8] != COMPOUND:
        return list(_bounded([RawSheet("CSV", False, read_delimited(content, MOST_CELLS), [], SheetMarks())]))
    elif ENCRYPTED in content:
        raise Locked
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return list(_bounded(_sheets(book, marks)))
    except (CalamineError, OSError, ValueError) as broken:
        raise NotAWorkbook from broken


def _refuse_stray(stream: IO[bytes], part: str) -> None:
    """One filled cell far outside makes everything between it and the table take memory: gigabytes from a small file."""
    beginning = stream.read(4)
    if beginning[:1] not in (b"<", b"\xef", b" ", b"\n", b"\r", b"\t") or part.endswith(".rels"):
        return
    extent = OpenDocumentExtent(MOST_CELLS) if part == OPEN_DOCUMENT else SheetExtent(MOST_CELLS)
    try:
        extent.read(beginning, stream)
    except expat.ExpatError:
        return
    if extent.is_too_far:
        raise StrayCell(cell=f"{column_letters(extent.last_column)}{extent.last_row}")


def _sheets(book: CalamineWorkbook, marks: Mapping[str, SheetMarks]) -> Iterator[RawSheet]:
    together = 0
    for number, each in enumerate(book.sheets_metadata):
        try:
            sheet = book.get_sheet_by_index(number)
            area = sheet.total_height * sheet.total_width
            if area > MOST_CELLS:
                raise StrayCell(cell=f"{column_letters(sheet.total_width)}{sheet.total_height}")
            together += area
            if together > MOST_CELLS_TOGETHER:
                raise TooLarge
            raw = sheet.to_python(skip_empty_area=False)
        except CalamineError:
            continue
        is_hidden = each.visible != SheetVisibleEnum.Visible
        merged = _merged_within(sheet.merged_cell_ranges or [], len(raw), len(raw[0]) if raw else 0)
        yield RawSheet(each.name, is_hidden, raw, merged, marks.get(each.name, SheetMarks()))


def _bounded(sheets: Iterable[RawSheet]) -> Iterator[RawSheet]:
    lines = letters = 0
    for each in sheets:
        for line, row in enumerate(each.cells, 1):
            lengths = [len(cell) for cell in row if cell.__class__ is str]
            if lengths and max(lengths) > LONGEST_CELL:
                raise TooLongCell(sheet=each.name[:31], line=line, count=max(lengths), most=LONGEST_CELL)
            letters += sum(lengths)
            lines += len(lengths) < len(row) or any(lengths)
        if lines > MOST_LINES:
            raise TooManyLines(count=lines, most=MOST_LINES)
        if letters > MOST_LETTERS:
            raise TooLarge
        yield each


def _merged_within(ranges: list[Any], height: int, width: int) -> list[Any]:
    """Those that begin within the cells, cut where these end. Raises NotAWorkbook where they lie one over another."""
    found = [
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in ranges
        if top < height and left < width
    ]
    covered = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in found)
    if covered > height * width:
        raise NotAWorkbook
    return found
