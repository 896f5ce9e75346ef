"""Reads from an xlsx file what a parser of values passes over: hidden rows and columns, formulas without a value or with an error."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

HIDDEN_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
HIDDEN_COLUMN = re.compile(
    rb'<col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")'
)
UNCALCULATED = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]+)(\d+)"[^>]*><f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
ERROR_VALUE = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]{2,20})</v>'
)
SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(r"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(r'(?:\w+:)?(\w+)="([^"]*)"')
WIDEST = 2_000
"""Columns: a row of styles hides all that follow."""


class SheetMarks(NamedTuple):
    """Places counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    """(line, place, what stands there): #REF!, #N/A; a parser of values gives nothing for them."""


def column_place(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27"""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def column_letters(place: int) -> str:
    """1 → A, 26 → Z, 27 → AA"""
    letters = ""
    while place > 0:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def read_marks(written: bytes) -> SheetMarks:
    """The marks in the XML of one sheet."""
    rows, columns = frozenset[int](), frozenset[int]()
    formulas: tuple[tuple[int, int], ...] = ()
    broken: tuple[tuple[int, int, str], ...] = ()
    if b"hidden=" in written:
        rows = frozenset(int(found[1]) - 1 for found in HIDDEN_ROW.finditer(written))
        columns = frozenset(
            place - 1
            for found in HIDDEN_COLUMN.finditer(written[: written.find(b"<sheetData")])
            for place in range(int(found[1]), min(int(found[2]), WIDEST) + 1)
        )
    if b"<f" in written:
        formulas = tuple(
            (int(found[2]) - 1, column_place(found[1]) - 1) for found in UNCALCULATED.finditer(written)
        )
    if b't="e"' in written:
        broken = tuple(
            (int(found[2]) - 1, column_place(found[1]) - 1, found[3].decode("ascii", "replace"))
            for found in ERROR_VALUE.finditer(written)
        )
    return SheetMarks(rows, columns, formulas, broken)


def sheet_parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(the sheet's name, its part in the file); nothing when the file is put together in another way."""
    try:
        book = packed.read("xl/workbook.xml").decode()
        relations = packed.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return
    targets = {}
    for relation in RELATION.findall(relations):
        facts = dict(ATTRIBUTE.findall(relation))
        target = facts.get("Target", "")
        targets[facts.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for sheet in SHEET.findall(book):
        facts = dict(ATTRIBUTE.findall(sheet))
        if part := targets.get(facts.get("id", "")):
            yield unescape(facts.get("name", "")), part
