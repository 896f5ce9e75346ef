"""A workbook as it really comes → rows of raw cells under known columns.

The header is looked for on every sheet below whatever title stands above it; a header of two merged lines is one
header; a branch merged over its rows, or written as a band between them, or only as the sheet's name, reaches
every row it is meant for. A hidden sheet is left: whoever sends the file does not see it. Nothing is judged here.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from core.errors import RuleBroken
from exchange.roster import cells, columns
from exchange.roster.columns import Column

HEADER_WITHIN = 40
MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 5_000_000
"""From A1 to the last filled cell: so many are laid out in memory, however few of them hold something."""
WIDE_CELL = re.compile(rb'c r="([A-Z]{2,3})\d+"[^>/]*><(?!/)')
CELL = re.compile(rb'c r="([A-Z]+)(\d+)"')
COMPOUND, ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")
"""How a file begins that is no zip, and what stands in it when it is a workbook with a password."""
NOT_FILLED = frozenset(["name", "identity", "number", "phone", "code"])
"""Facts of one row alone: a merged cell does not give them to the rows below."""
INHERITED = frozenset(["branch", "group", "parent"])
TOTALS = frozenset(["合计", "总计", "小计", "共计"])
REMARKS = ("合计", "总计", "小计", "填表", "制表", "备注", "说明", "注：", "注:", "注 ")
HEADINGS = frozenset(["姓名", "党员姓名", "全称", "党组织全称", "党组织名称"])
MEMBERS = frozenset(["正式党员", "预备党员"])
LONGEST_NAME = 8


class NotAWorkbook(RuleBroken):
    code = "not_a_workbook"
    sentence = "打不开这个文件。请用Excel或WPS另存为xlsx再上传。"


class Locked(RuleBroken):
    code = "workbook_locked"
    sentence = "这个文件设了打开密码。请在Excel或WPS里取消密码，保存后再上传。"


class TooLarge(RuleBroken):
    code = "workbook_too_large"
    sentence = "这个文件展开后太大（超过300MB）。请按街道分开上传。"


class StrayCell(RuleBroken):
    code = "stray_cell"
    sentence = "表一直伸到{cell}格，大得读不了。表外零散的格子请删掉；真有这么多行的，请按街道分开上传。"


class NoHeader(RuleBroken):
    code = "no_header"
    sentence = "没有找到表头。表里要有一行写着{wanted}。"


class NoRows(RuleBroken):
    code = "no_rows"
    sentence = "表里只有表头，下面一行内容也没有。填好再上传。"


@dataclass(slots=True)
class Sheet:
    """One sheet's rows: `at` says in which place each field stands."""

    name: str
    at: dict[str, int]
    titles: list[str]
    header_line: int
    rows: list[tuple[int, list[Any], str]] = field(default_factory=list)
    """(line as Excel counts, raw cells, the band above)"""

    @property
    def ignored(self) -> list[str]:
        """Titles nobody here knows."""
        used = set(self.at.values())
        return [
            title
            for place, title in enumerate(self.titles)
            if title and place not in used and title not in columns.PASSED_OVER
        ]


def read(content: bytes, known: tuple[Column, ...], must: tuple[str, ...]) -> list[Sheet]:
    """The sheets that have a header with the fields of `must`; a hidden one is left out, and named among what was.

    Raises NotAWorkbook, Locked, TooLarge, StrayCell, NoHeader, NoRows.
    """
    book = _open(content)
    titles = columns.known(known)
    found = []
    for number, each in enumerate(book.sheets_metadata):
        name, sheet = each.name, book.get_sheet_by_index(number)
        try:
            raw = sheet.to_python(skip_empty_area=False)
        except CalamineError:
            continue
        if kept := _sheet(name, raw, sheet.merged_cell_ranges or [], titles, must):
            if each.visible != SheetVisibleEnum.Visible:
                kept = Sheet(name, {}, [f"隐藏的工作表“{name}”"], kept.header_line)
            found.append(kept)
    if not any(sheet.at for sheet in found):
        labels = {column.field: column.label for column in known}
        raise NoHeader(wanted="、".join(f"“{labels[field_]}”" for field_ in must))
    if not any(sheet.rows for sheet in found):
        raise NoRows
    return found


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


def _sheet(
    name: str, raw: list[list[Any]], merged: list[Any], titles: dict[str, str], must: tuple[str, ...]
) -> Sheet | None:
    head = _header(raw, titles, must)
    if head is None:
        return None
    line, at, written = head
    first = line + 1
    if first < len(raw) and (second := _second_line(raw[first], at, titles)):
        for place in second:
            written[place] = columns.plain(raw[first][place])
        at = {field_: place for field_, place in at.items() if place not in second}
        for place, title in second.items():
            at.setdefault(title, place)
        first += 1
    _fill_merged(raw, merged, at, first)
    kept = Sheet(name=name, at=at, titles=written, header_line=line + 1)
    kept.rows = list(_rows(raw, first, at, must[0]))
    _tell_status(kept)
    return kept


def _tell_status(sheet: Sheet) -> None:
    """The national system writes 正式党员 or 预备党员 under 人员类别; then that column is the status."""
    place = sheet.at.get("occupation")
    if place is None or "status" in sheet.at:
        return
    if any(cells.text(row[place]) in MEMBERS for _line, row, _band in sheet.rows):
        sheet.at["status"] = sheet.at.pop("occupation")


def _header(
    raw: list[list[Any]], titles: dict[str, str], must: tuple[str, ...]
) -> tuple[int, dict[str, int], list[str]] | None:
    for line, row in enumerate(raw[:HEADER_WITHIN]):
        written = [columns.plain(cell) if isinstance(cell, str) else "" for cell in row]
        at: dict[str, int] = {}
        for place, title in enumerate(written):
            if title in titles:
                at.setdefault(titles[title], place)
        if len(at) >= 2 and all(field_ in at for field_ in must):
            return line, at, written
    return None


def _second_line(row: list[Any], at: dict[str, int], titles: dict[str, str]) -> dict[int, str]:
    """Known titles of a header's second line, with no person beside them; they say more than the group title above."""
    if any(cells.text(row[place]) and columns.plain(row[place]) not in titles for place in at.values()):
        return {}
    return {
        place: titles[columns.plain(cell)]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and columns.plain(cell) in titles
    }


def _fill_merged(raw: list[list[Any]], merged: list[Any], at: dict[str, int], first: int) -> None:
    fields = {place: field_ for field_, place in at.items()}
    for (top, left), (bottom, _right) in merged:
        if bottom <= top or top < first or fields.get(left) in NOT_FILLED or left not in fields:
            continue
        if top >= len(raw) or left >= len(raw[top]):
            continue
        value = raw[top][left]
        for line in range(top + 1, min(bottom + 1, len(raw))):
            if raw[line][left] in ("", None):
                raw[line][left] = value


def _rows(
    raw: list[list[Any]], first: int, at: dict[str, int], key: str
) -> Iterator[tuple[int, list[Any], str]]:
    """Rows with something in them; a lone cell is a band over the rows below, unless it is a remark or the number of a
    row that was left empty; a second header is nobody."""
    band = ""
    key_at = at[key]
    inherited = {place for field_, place in at.items() if field_ in INHERITED}
    for line in range(first, len(raw)):
        row = raw[line]
        if row[key_at] == "" or row[key_at] is None or row.count("") >= len(row) - 2:
            filled = [place for place, cell in enumerate(row) if cell is not None and cells.text(cell)]
            if not filled:
                continue
            if len(filled) == 1 and filled[0] not in inherited:
                words = cells.text(row[filled[0]])
                if words.isdecimal() or words.startswith(REMARKS):
                    continue
                if filled[0] != key_at or len(words) > LONGEST_NAME:
                    band = words
                    continue
            if key_at not in filled and _is_remark(row, filled, inherited):
                continue
        if row[key_at] and row[key_at].__class__ is str and columns.plain(row[key_at]) in HEADINGS:
            continue
        if _is_total(row, inherited):
            continue
        yield line + 1, row, band


def _is_total(row: list[Any], inherited: set[int]) -> bool:
    """小计 stands first in its row, behind the merged branch at most."""
    if row[0].__class__ is str and columns.plain(row[0])[:2] in TOTALS:
        return True
    first = next(
        (cell for place, cell in enumerate(row) if cell not in ("", None) and place not in inherited), None
    )
    return first.__class__ is str and columns.plain(first)[:2] in TOTALS


def _is_remark(row: list[Any], filled: list[int], inherited: set[int]) -> bool:
    """合计 and 填表人 lines, and rows with nothing but their number and a merged branch."""
    words = "".join(cells.text(row[place]) for place in filled)
    alone = [place for place in filled if place not in inherited]
    return (len(alone) <= 1 and len(words) < 15) or words.startswith(REMARKS)
