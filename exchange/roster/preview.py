"""The result of a check, kept beside the upload: small, masked, sealed; paging reads it instead of the workbook."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import orjson

from exchange.roster import columns
from exchange.roster.check_rows import STATUS_WORDS, Checked, shown
from exchange.roster.rows import CHANGED, ERROR, NEW, UNCHANGED, WARNING, Row
from members.personal_data import sealing

RANK = {ERROR: 0, WARNING: 1, CHANGED: 2, NEW: 3, UNCHANGED: 4}
HEADS = [column for column in columns.ROSTER if column.shown]
SAID = frozenset(["name", "identity", "joined_on", "full_on", "phone"])
FILTERS = (NEW, CHANGED, UNCHANGED, WARNING, ERROR)


class Cell(NamedTuple):
    """One cell of the preview's table."""

    field: str
    text: str
    state: str = ""
    why: str = ""
    old: str = ""


class Line(NamedTuple):
    """One row of the preview's table; `others` are the cells with something to say that have no column of their own;
    `said` are all that have something to say, for a screen too narrow for columns."""

    sheet: str
    line: int
    badge: str
    deed: str
    cells: list[Cell]
    others: list[tuple[str, Cell]]
    said: list[tuple[str, Cell]]


def pack(
    lines: Iterable[list[Any]], sheets: list[str], heads: list[tuple[str, str]], ignored: list[str]
) -> bytes:
    """`heads` are the columns of the table: (field, label). `line_of` makes the lines."""
    content = {"sheets": sheets, "heads": heads, "ignored": ignored, "lines": list(lines)}
    return sealing.seal_bytes(orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS))


def line_of(
    row: Row, heads: dict[str, str], texts: list[str], label: dict[str, str], other: Callable[[str], str]
) -> list[Any]:
    """[sheet, line, badge, deed, texts of the heads, notes by field, others, warned]; most rows have no notes."""
    if not row.notes:
        return [row.sheet, row.line, row.deed, row.deed, texts, 0, 0, 0]
    notes = {field: list(note) for field, note in row.notes.items() if field in heads}
    others = [
        [label.get(field, field), other(field), *note]
        for field, note in row.notes.items()
        if field not in heads
    ]
    return [row.sheet, row.line, row.badge, row.deed, texts, notes, others, int(row.warned)]


class Preview:
    """A kept check, opened again."""

    def __init__(self, sealed: bytes) -> None:
        content = orjson.loads(sealing.unseal_bytes(sealed))
        self.sheets: list[str] = content["sheets"]
        self.fields: list[str] = [field for field, _label in content["heads"]]
        self.heads: list[str] = [label for _field, label in content["heads"]]
        self.ignored: list[str] = content["ignored"]
        self._lines: list[list[Any]] = content["lines"]

    def chosen(self, state: str) -> list[list[Any]]:
        """Raw lines of one figure; "" = all worth a look, the gravest first; "all" = every row in the file's order."""
        if state == "all":
            return self._lines
        if state == WARNING:
            return [line for line in self._lines if line[7] and line[3] != ERROR]
        if state in FILTERS:
            return [line for line in self._lines if line[3] == state]
        looked = [line for line in self._lines if line[3] != UNCHANGED or line[7]]
        return sorted(looked, key=lambda line: RANK[line[2]])

    def opened(self, line: list[Any]) -> Line:
        notes = line[5] or {}
        cells = [
            Cell(field, text, *notes.get(field, ())) for field, text in zip(self.fields, line[4], strict=True)
        ]
        others = [(label, Cell("", *cell)) for label, *cell in line[6] or []]
        heard = [(label, cell) for label, cell in zip(self.heads, cells, strict=True) if cell.state]
        return Line(
            sheet=self.sheets[line[0]],
            line=line[1],
            badge=line[2],
            deed=line[3],
            cells=cells,
            others=others,
            said=heard + others,
        )

    @property
    def failed(self) -> dict[int, dict[int, str]]:
        """sheet → line → why it cannot come in."""
        why: dict[int, dict[int, str]] = {}
        for line in self._lines:
            if line[3] != ERROR:
                continue
            said = [sentence for state, sentence, _old in (line[5] or {}).values() if state == ERROR]
            said += [
                f"{label}：{sentence}"
                for label, _text, state, sentence, _old in line[6] or []
                if state == ERROR
            ]
            why.setdefault(line[0], {})[line[1]] = "；".join(said)
        return why


def of_roster(checked: Checked) -> bytes:
    heads = {column.field: column.label for column in columns.ROSTER if column.shown}
    label = {column.field: column.label for column in columns.ROSTER}
    lines = (
        line_of(row, heads, _texts(row, checked), label, lambda field, row=row: _text(field, row, checked))  # type: ignore[misc]
        for row in checked.rows
    )
    return pack(lines, [sheet.name for sheet in checked.sheets], list(heads.items()), checked.ignored)


def _texts(row: Row, checked: Checked) -> list[str]:
    """The table's texts of a row, in the order of its heads; the plain case, all of it said by the row, without detours."""
    if row.notes or row.raw or (row.member is not None and not row.facts.keys() >= SAID):
        return [_text(column.field, row, checked) for column in HEADS]
    fact = row.facts.get
    joined_on, full_on = fact("joined_on"), fact("full_on")
    return [
        fact("name", ""),
        sealing.mask_identity(fact("identity", "")),
        checked.places.all[row.organization].short_name if row.organization else "",
        STATUS_WORDS[fact("status") or ("full" if full_on else "preparatory")],
        joined_on.isoformat() if joined_on else "",
        full_on.isoformat() if full_on else "",
        sealing.mask_phone(fact("phone", "")),
    ]


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
    if field == "address" and value:
        return "新的住址"  # beside what is kept, which is shown to nobody here
    if value is None and known is not None and field not in row.erased:
        if field in ("identity", "phone"):
            return shown(field, sealing.unseal(getattr(known, f"{field}_sealed")), checked.places)
        value = getattr(known, field, None)
    return shown(field, value, checked.places)
