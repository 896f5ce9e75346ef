"""The stored result of checking a workbook, small and ready to page through without checking it again."""

from typing import Any, NamedTuple

import orjson

from core.workbooks.columns import Layout
from core.workbooks.kinds import garbage_collection_paused
from core.workbooks.rows import (
    CHANGED,
    ERROR,
    NEW,
    UNCHANGED,
    WARNING,
    AnyRow,
    BranchEffect,
    Checked,
    Question,
)

RANK = {ERROR: 0, WARNING: 1, CHANGED: 2, NEW: 3, UNCHANGED: 4}
FILTERS = (NEW, CHANGED, UNCHANGED, WARNING, ERROR)


class PreviewCell(NamedTuple):
    """One cell of the preview's table."""

    field: str
    text: str
    state: str = ""
    why: str = ""
    old: str = ""


class PreviewLine(NamedTuple):
    """One row of the preview's table; `others` are the cells with something to say that have no column of their own;
    `said` are all that have something to say, for a screen too narrow for columns."""

    sheet: str
    line: int
    badge: str
    outcome: str
    cells: list[PreviewCell]
    others: list[tuple[str, PreviewCell]]
    said: list[tuple[str, PreviewCell]]


@garbage_collection_paused()
def pack_preview(checked: Checked[AnyRow], layout: Layout) -> bytes:
    """The check as JSON; whoever stores it seals it, as it may name people."""
    content = {
        "sheets": [sheet.name for sheet in checked.sheets],
        "heads": list(layout.preview_heads.items()),
        "ignored": checked.ignored,
        "remarks": checked.remarks,
        "unknown": checked.unknown,
        "questions": [list(question) for question in checked.questions],
        "effects": [list(effect) for effect in checked.effects()],
        "lines": [_pack_row(row, checked, layout) for row in checked.rows],
    }
    return orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS)


def _pack_row(row: AnyRow, checked: Checked[AnyRow], layout: Layout) -> list[Any]:
    """[sheet, line, badge, outcome, texts of the heads, notes by field, others, warned]; most rows have no notes."""
    heads = layout.preview_heads
    texts = checked.texts(heads, row)
    if not row.notes:
        return [row.sheet, row.line, row.outcome, row.outcome, texts, 0, 0, 0]
    notes = {field: list(note) for field, note in row.notes.items() if field in heads}
    others = [
        [layout.labels.get(field, field), checked.text(field, row), *note]
        for field, note in row.notes.items()
        if field not in heads
    ]
    return [row.sheet, row.line, row.badge, row.outcome, texts, notes, others, int(row.is_warned)]


class Preview:
    """A packed check, opened again."""

    def __init__(self, packed: bytes) -> None:
        content = orjson.loads(packed)
        self.sheets: list[str] = content["sheets"]
        self.fields: list[str] = [field for field, _label in content["heads"]]
        self.heads: list[str] = [label for _field, label in content["heads"]]
        self.ignored: list[str] = content["ignored"]
        self.remarks: list[str] = content.get("remarks", [])
        self.unknown: list[tuple[str, str]] = [tuple(each) for each in content.get("unknown", [])]
        self.questions = [Question(*each) for each in content.get("questions", [])]
        self.effects = [BranchEffect(*each) for each in content.get("effects", [])]
        self._lines: list[list[Any]] = content["lines"]

    @property
    def unusual(self) -> list[BranchEffect]:
        """The branches somebody must have looked at."""
        return [effect for effect in self.effects if effect.warning]

    def lines_in(self, state: str) -> list[list[Any]]:
        """Raw lines of one figure; "" = all worth a look, the gravest first; "all" = every row in the file's order."""
        if state == "all":
            return self._lines
        if state == WARNING:
            return [line for line in self._lines if line[7] and line[3] != ERROR]
        if state in FILTERS:
            return [line for line in self._lines if line[3] == state]
        looked = [line for line in self._lines if line[3] != UNCHANGED or line[7]]
        return sorted(looked, key=lambda line: RANK[line[2]])

    def open_line(self, line: list[Any]) -> PreviewLine:
        """A raw line with its cells beside their notes."""
        notes = line[5] or {}
        cells = [
            PreviewCell(field, text, *notes.get(field, ()))
            for field, text in zip(self.fields, line[4], strict=True)
        ]
        others = [(label, PreviewCell("", *cell)) for label, *cell in line[6] or []]
        heard = [(label, cell) for label, cell in zip(self.heads, cells, strict=True) if cell.state]
        return PreviewLine(
            sheet=self.sheets[line[0]],
            line=line[1],
            badge=line[2],
            outcome=line[3],
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
