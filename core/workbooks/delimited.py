"""Reads a file of separated values (.csv, or the text that some systems name .xls) as one sheet of texts.

Its encoding is told by a plain rule: a byte-order mark, else UTF-8 where all of it is that, else GB18030, as Excel writes in
Chinese. The separator is the one that stands most often in the first lines.
"""

import codecs
import csv
import io
import re
from itertools import islice
from typing import Any

from core.workbooks.errors import NotAWorkbook, TooLarge

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATORS, FIRST_LINES = ",\t;", 20
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]|\A\s*<")
"""Control characters, or a page of HTML."""
AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""="350200…": how a system writes digits that a program for tables must not take for a number."""


def read_delimited(content: bytes, most_cells: int) -> list[list[Any]]:
    """Rows of one width. Raises NotAWorkbook, TooLarge."""
    text = _decode(content)
    if NO_TEXT.search(text):
        raise NotAWorkbook
    first = "".join(islice(io.StringIO(text), FIRST_LINES))
    separator = max(SEPARATORS, key=first.count)
    if separator not in first:
        raise NotAWorkbook
    rows: list[list[Any]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([found[1] if (found := AS_TEXT.fullmatch(cell)) else cell for cell in row])
            width = max(width, len(row))
            if len(rows) * width > most_cells:
                raise TooLarge
    except csv.Error as broken:
        raise NotAWorkbook from broken
    return [row + [""] * (width - len(row)) for row in rows]


def _decode(content: bytes) -> str:
    marked = [name for mark, name in MARKS.items() if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAWorkbook
