"""The result of a check, kept beside the upload: small, masked, sealed; paging reads it instead of the workbook."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from members import sealing
from members.imports import columns
from members.imports.checking import STATUS_WORDS, Checked, shown
from members.imports.columns import Column
from members.imports.rows import CHANGED, ERROR, NEW, UNCHANGED, WARNING, Row

RANK = {ERROR: 0, NEW: 1, CHANGED: 2, WARNING: 3, UNCHANGED: 4}
FILTERS = (NEW, CHANGED, UNCHANGED, WARNING, ERROR)


class Cell(NamedTuple):
    """One cell of the preview's table."""

    field: str
    text: str
    state: str = ""
    why: str = ""
    old: str = ""


class Line(NamedTuple):
    """One row of the preview's table; `others` are the cells with something to say that have no column of their own."""

    sheet: str
    line: int
    badge: str
    deed: str
    cells: list[Cell]
    others: list[tuple[str, Cell]]


def pack(lines: Iterable[list[Any]], sheets: list[str], heads: list[str], ignored: list[str]) -> bytes:
    content = {"sheets": sheets, "heads": heads, "ignored": ignored, "lines": list(lines)}
    return sealing.seal_bytes(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS))


class Preview:
    """A kept check, opened again."""

    def __init__(self, sealed: bytes) -> None:
        content = orjson.loads(sealing.unseal_bytes(sealed))
        self.sheets: list[str] = content["sheets"]
        self.heads: list[str] = content["heads"]
        self.ignored: list[str] = content["ignored"]
        self._lines: list[list[Any]] = content["lines"]

    def chosen(self, state: str) -> list[list[Any]]:
        """Raw lines of one figure; "" = all worth a look, errors first; "all" = every row in the file's order."""
        if state == "all":
            return self._lines
        if state == WARNING:
            return [line for line in self._lines if line[6] and line[3] != ERROR]
        if state in FILTERS:
            return [line for line in self._lines if line[3] == state]
        looked = [line for line in self._lines if line[3] != UNCHANGED or line[6]]
        return sorted(looked, key=lambda line: RANK[line[2]])

    def opened(self, line: list[Any]) -> Line:
        return Line(
            self.sheets[line[0]],
            *line[1:4],
            cells=[Cell(*cell) for cell in line[4]],
            others=[(label, Cell(*cell)) for label, cell in line[5]],
        )

    @property
    def failed(self) -> dict[int, dict[int, str]]:
        """sheet → line → why it cannot come in."""
        why: dict[int, dict[int, str]] = {}
        for line in self._lines:
            if line[3] != ERROR:
                continue
            said = [cell[3] for cell in line[4] if len(cell) > 3 and cell[2] == ERROR]
            said += [f"{label}：{cell[3]}" for label, cell in line[5] if len(cell) > 3 and cell[2] == ERROR]
            why.setdefault(line[0], {})[line[1]] = "；".join(said)
        return why


def of_roster(checked: Checked) -> bytes:
    heads = [column for column in columns.ROSTER if column.shown]
    labels = {column.field: column.label for column in columns.ROSTER}
    lines = (_line(row, checked, heads, labels) for row in checked.rows)
    return pack(
        lines, [sheet.name for sheet in checked.sheets], [column.label for column in heads], checked.ignored
    )


def _line(row: Row, checked: Checked, heads: list[Column], labels: dict[str, str]) -> list[Any]:
    cells = [_cell(column.field, row, checked) for column in heads]
    in_table = {column.field for column in heads}
    others = [
        (labels.get(field, field), _cell(field, row, checked)) for field in row.notes if field not in in_table
    ]
    return [row.sheet, row.line, row.badge, row.deed, cells, others, int(row.warned)]


def _cell(field: str, row: Row, checked: Checked) -> list[str]:
    note = row.notes.get(field)
    text = _text(field, row, checked)
    return [field, text, note.state, note.sentence, note.old] if note else [field, text]


def _text(field: str, row: Row, checked: Checked) -> str:
    if field in row.raw:
        return sealing.mask_identity(row.raw[field]) if field == "identity" else row.raw[field]
    known = checked.met.get(row.member) if row.member is not None else None
    if field == "branch":
        place = checked.places.all.get(row.organization or 0)
        said = row.facts.get("branch")
        if place is None or ("branch" in row.notes and said):
            return str(said or "")
        return place.short_name
    if field == "status":
        said = row.facts.get("status")
        full = row.facts.get("full_on") or (known.full_on if known else None)
        return STATUS_WORDS[said] if said else STATUS_WORDS["full" if full else "preparatory"]
    if field == "group":
        return str(row.facts.get("group", ""))
    value = row.facts.get(field)
    if value is None and known is not None and field not in row.erased:
        if field in ("identity", "phone"):
            return shown(field, sealing.unseal(getattr(known, f"{field}_sealed")), checked.places)
        value = getattr(known, field, None)
    return shown(field, value, checked.places)
