"""The result of comparing a workbook with what is stored: its rows with their outcomes, and the totals of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from core.workbooks.reading import WorkbookSheet
from core.workbooks.rows import CHANGED, ERROR, NEW, UNCHANGED, AnyRow


@dataclass
class Checked(Generic[AnyRow]):
    """A kind of import adds what its check found out, and says with `text` how the preview shows a fact."""

    sheets: Sequence[WorkbookSheet]
    rows: list[AnyRow]

    @property
    def totals(self) -> dict[str, int]:
        """Rows by outcome, rows with a warning, cells that change."""
        outcomes = Counter(row.outcome for row in self.rows)
        return {
            "rows": len(self.rows),
            **{outcome: outcomes[outcome] for outcome in (NEW, CHANGED, UNCHANGED, ERROR)},
            "warning": sum(row.is_warned and row.outcome != ERROR for row in self.rows),
            "cells": sum(len(row.changes) for row in self.rows),
        }

    @property
    def ignored(self) -> list[str]:
        """Titles that were not taken in, once each."""
        return list(dict.fromkeys(title for sheet in self.sheets for title in sheet.ignored))

    def text(self, field: str, row: AnyRow) -> str:
        """A fact of a row as it may be read by whoever checks."""
        return str(row.raw.get(field) or row.facts.get(field, ""))

    def texts(self, fields: Iterable[str], row: AnyRow) -> list[str]:
        return [self.text(field, row) for field in fields]
