"""What one cell of a sheet says of those below it: merged cells, 同上, dates out of three columns. Each once for a whole sheet."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

from core.workbooks import cells
from core.workbooks.sheets import RawSheet

Place = TypeVar("Place", bound=Hashable)
DITTO = frozenset(["同上", "同上一行", "〃", "″", "“", "”", "々", '"', "''"])


def not_done(places: Iterable[Place], done: set[Any]) -> list[Place]:
    """What is done in a column is done down to the last row: a table further down finds it done."""
    new = [place for place in places if place not in done]
    done.update(new)
    return new


def join_dates(rows: list[list[Any]], dates: Iterable[tuple[int, ...]]) -> None:
    """Year, month and day out of three columns into the first of them."""
    for places in dates:
        for row in rows:
            parts = [cells.read_text(row[place]).rstrip("年月日号") for place in places if place < len(row)]
            if parts and parts[0].isdecimal():
                row[places[0]] = "-".join(part for part in parts if part)


def fill_merged(raw: RawSheet, places: Sequence[int], first: int) -> None:
    filled, rows = frozenset(places), raw.cells
    for (top, left), (bottom, _right) in raw.merged:
        if bottom <= top or top < first or left not in filled or top >= len(rows) or left >= len(rows[top]):
            continue
        for line in range(top + 1, min(bottom + 1, len(rows))):
            if rows[line][left] in ("", None):
                rows[line][left] = rows[top][left]


def fill_ditto(raw: RawSheet, places: Sequence[int], first: int) -> None:
    """同上 and 〃 say what stands in the cell above."""
    rows = raw.cells[first:]
    for place in places:
        written = {row[place] for row in rows if place < len(row)}
        if not any(_is_ditto(cell) for cell in written):
            continue
        above: Any = ""
        for row in rows:
            if place >= len(row) or row[place] in ("", None):
                continue
            if _is_ditto(row[place]):
                row[place] = above
            above = row[place]


def _is_ditto(cell: Any) -> bool:
    return cell.__class__ is str and cell.strip() in DITTO
