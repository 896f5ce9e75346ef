"""Writes workbooks: what each sheet is, its table ready to print, and no cell that a program takes for a formula."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.choices import flatten_choices, normalize_choices
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from core import clock
from core.dates_zh import full_date, time_of_day

FORMULA_BEGINS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
)  # full width too: some programs narrow them


@dataclass(frozen=True)
class Sum:
    """A number that is the sum of other cells of its table: written as a formula, with the number for who does not reckon.

    below: how many rows further down its parts stand, in the same column; left: how many cells just before it are its parts;
    plus: what has no cell of its own.
    """

    value: int
    below: Sequence[int] = ()
    left: int = 0
    plus: int = 0

    def formula(self, row: int, column: int) -> str:
        """=SUM(E6:E9,E40)+3 of a cell of the sheet; nothing where it would be longer than a cell may be."""
        letter = get_column_letter(column)
        parts = [
            f"{letter}{row + first}" + (f":{letter}{row + last}" if last > first else "")
            for first, last in _runs(self.below)
        ]
        if self.left:
            parts.append(f"{get_column_letter(column - self.left)}{row}:{get_column_letter(column - 1)}{row}")
        return (
            f"=SUM({','.join(parts)})" + (f"+{self.plus}" if self.plus else "")
            if len(parts) < MOST_PARTS
            else ""
        )


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """1 2 3 7 → (1, 3), (7, 7)"""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        first, last = found.pop() if found and found[-1][1] == number - 1 else (number, number)
        found.append((first, max(last, number)))
    return found


def cell_value(value: Any) -> Any:
    """What may stand in a cell: numbers and dates as they are, everything else as text that stays text.

    A text beginning with = + - @ gets an apostrophe in front: the cell's type alone protects it here, but not after
    somebody has saved the sheet as CSV.
    """
    if value is None or (
        isinstance(value, (bool, int, float, Decimal, dt.date)) and not isinstance(value, dt.datetime)
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
MOST_PARTS = 255  # of a SUM
HEAD_ROWS = 3  # before the heads of a table, after the mark
A4 = 9  # of Excel's paper sizes

SheetRows = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


@dataclass(frozen=True)
class SheetHead:
    """What every sheet says of itself before its table, and in the foot of each page.

    title: what workbook it is; place 单位; by: who exports; month 月份; version 版本; until 截至, else the moment of export;
    filters 筛选; code 校验码. What is empty is left out.
    """

    title: str
    place: str
    by: str
    month: str = ""
    version: str = ""
    until: str = ""
    filters: str = ""
    code: str = ""

    def lines(self, sheet: str) -> list[str]:
        """Three lines: what it is; whose, of when, which version; as of when, of what, with which code."""
        until = self.until or f"{_exported_at()}导出时"
        title = self.title if sheet in self.title else f"{self.title}　{sheet}"
        whose = {"单位": self.place or "—", "月份": self.month, "版本": self.version}
        what = {"截至": until, "筛选": self.filters or "全部", "校验码": self.code}
        return [title, _pairs(whose), _pairs(what)]


def _pairs(words: Mapping[str, str]) -> str:
    return "　".join(f"{name}：{text}" for name, text in words.items() if text)


def _exported_at() -> str:
    now = clock.now()
    return f"{full_date(timezone.localdate(now))} {time_of_day(now)}"


def filter_words(filters: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """党组织：滨江；状态：已提交, of what was asked, by the labels and choices of a FilterSet's filters or a form's fields."""
    found = []
    for name, value in asked.items():
        if not value or (one := filters.get(name)) is None:
            continue
        choices = getattr(one, "extra", {}).get("choices") or getattr(one, "choices", ())
        flat: list[tuple[Any, Any]] = list(flatten_choices(normalize_choices(choices)))
        words = {str(key): label for key, label in flat}
        found.append(f"{one.label or name}：{words.get(str(value), value)}")
    return "；".join(found)


def write_workbook(sheets: Iterable[SheetRows], head: SheetHead, *, mark: str = "") -> bytes:
    """An xlsx file of (title, heads, rows) sheets, to be read and to be printed.

    A Decimal is a number shown with the decimals it has: a rate of 100.0 is not 100. A Sum is a formula.

    Each sheet begins with what it is (SheetHead); its bold heads stay in view, carry a filter and stand on every page; it
    is printed one page wide on A4 across, with version, page and who exported it in the foot. Columns are as wide as what
    they hold. A `mark` (whose copy this is) stands as the first line of every sheet and in header and footer of every page.
    """
    book = Workbook(write_only=True)
    sums: list[dict[str, int]] = []  # of each sheet: its formulas' numbers
    for title, heads, rows in sheets:
        sums.append({})
        sheet = book.create_sheet(sheet_title(title))
        first_line = HEAD_ROWS + bool(mark) + 1
        sheet.freeze_panes = f"A{first_line + 1}"
        _set_up_print(sheet, head, first_line, mark)
        coming = iter(rows)
        first = [list(row) for row in islice(coming, LOOKED_AT)]
        for number, name in enumerate(heads, 1):
            held = max((_width(row[number - 1]) for row in first if len(row) >= number), default=0)
            width = min(max(8, _width(name) + 2, held + 2), WIDEST)
            sheet.column_dimensions[get_column_letter(number)].width = width
        for line in [*([mark] if mark else []), *head.lines(title)]:
            sheet.append([cell_value(line)])
        sheet.append([_bold(sheet, name) for name in heads])
        last_line = first_line
        for row in chain(first, coming):
            last_line += 1
            sheet.append([_cell(sheet, value, last_line, n, sums[-1]) for n, value in enumerate(row, 1)])
        if heads:
            sheet.auto_filter.ref = f"A{first_line}:{get_column_letter(len(heads))}{last_line}"
    out = BytesIO()
    book.save(out)
    return _with_sums(out, sums) if any(sums) else out.getvalue()


def _cell(sheet: Any, value: Any, row: int, column: int, sums: dict[str, int]) -> Any:
    if isinstance(value, Sum):
        if formula := value.formula(row, column):
            sums[f"{get_column_letter(column)}{row}"] = value.value
            return formula
        return value.value
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, value=value)
        decimals = -int(value.as_tuple().exponent)
        cell.number_format = f"0.{'0' * decimals}" if decimals > 0 else "0"
        return cell
    return cell_value(value)


FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')


def _with_sums(written: BytesIO, sums: Sequence[Mapping[str, int]]) -> bytes:
    """The same workbook with the number beside each formula: previews on a phone and programs that read do not reckon."""
    out = BytesIO()
    with ZipFile(written) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if found := re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", entry.filename):
                content = _with_numbers(content, sums[int(found[1]) - 1])
            after.writestr(entry, content)
    return out.getvalue()


def _with_numbers(sheet: bytes, known: Mapping[str, int]) -> bytes:
    def numbered(cell: re.Match[bytes]) -> bytes:
        return cell[1] + b"<v>%d</v>" % known[cell[2].decode()]

    return FORMULA.sub(numbered, sheet)


def _bold(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=cell_value(name))
    cell.font = Font(bold=True)
    return cell


def _set_up_print(sheet: Any, head: SheetHead, first_line: int, mark: str) -> None:
    """One page wide, A4 across, the heads on every page; in a header or footer & begins a code."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{first_line}:{first_line}"
    left, right = f"{head.title}　{head.version}".strip(), f"{head.by}　{_exported_at()}导出"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = left.replace("&", "&&"), right.replace("&", "&&")
    sheet.oddFooter.center.text = "第&P页，共&N页"
    if mark:
        sheet.oddHeader.center.text = mark.replace("&", "&&")
        sheet.oddFooter.center.text = f"{mark.replace('&', '&&')}　第&P页，共&N页"


def _width(value: Any) -> int:
    """Columns of a sheet count Latin letters; a Chinese character takes two."""
    if isinstance(value, dt.date):
        return 16 if isinstance(value, dt.datetime) and value.time() != dt.time() else 10
    shown = value.value if isinstance(value, Sum) else cell_value(value)
    text = "" if shown is None else str(shown)
    return len(text) + sum(letter > "\u2e7f" for letter in text)
