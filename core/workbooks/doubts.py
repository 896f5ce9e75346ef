"""Asks about the warnings of a workbook together, by kind: rows that are doubted alike are taken or left out by one answer."""

import re
import zlib
from collections.abc import Mapping
from typing import Any

from core.workbooks.columns import DOUBT, GIVEN, Layout
from core.workbooks.rows import CHANGED, ERROR, NEW, WARNING, Checked, Question, WorkbookRow

LEAST, MOST = 2, 12
"""Rows that make a kind, and kinds that are asked about: those with the most rows."""
TAKE, LEAVE = "take", "leave"
ANSWERS = [(TAKE, "照读出来的导入"), (LEAVE, "这些行不导入")]
OF_ONE_ROW = re.compile(r"“[^”]*”|\d[\d.:\-*年月日、]*")
"""What differs between two warnings of one kind: what is quoted, and numbers."""


def ask_together(checked: Checked[Any], layout: Layout, mapping: Mapping[str, str]) -> None:
    """Add a question for each kind of warning on rows that would be written, and refuse the rows that were answered to
    be left out. No answer takes them, as before.
    """
    kinds: dict[str, list[tuple[WorkbookRow, str]]] = {}
    for row in checked.rows:
        if row.notes and row.outcome in (NEW, CHANGED):
            for name, note in row.notes.items():
                if note.state == WARNING:
                    kinds.setdefault(_key(name, note.sentence), []).append((row, name))
    asked = sorted((each for each in kinds.items() if len(each[1]) >= LEAST), key=lambda each: -len(each[1]))[
        :MOST
    ]
    questions = []
    for key, doubted in asked:
        row, name = doubted[0]
        words = f"{layout.labels.get(name, name)}：{len(doubted)}行有同样的疑问，如第{row.line}行“{row.notes[name].sentence}”"
        questions.append(Question(key, words, ANSWERS))
        if mapping.get(f"{GIVEN}{key}") == LEAVE:
            for each, field in doubted:
                each.add_note(field, ERROR, f"按写明的没有导入：{each.notes[field].sentence}")
    checked.questions = [*checked.questions, *questions]


def _key(field: str, sentence: str) -> str:
    kind = OF_ONE_ROW.sub("", sentence)
    return f"{DOUBT}{field}-{zlib.crc32(kind.encode()):08x}"
