"""Types that describe one kind of import or export; everything else is the same for all kinds.

The instances stand in the apps they belong to and are listed in IMPORT_KINDS and EXPORT_KINDS of config/parts.py.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from core.workbooks.columns import Layout, WorkbookSheet
from core.workbooks.doubts import ask_together
from core.workbooks.reading import read_workbook
from core.workbooks.rows import Checked

Progress = Callable[[int, int], None]
"""Told how many rows of how many are through."""


@dataclass(frozen=True, kw_only=True)
class ImportKind:
    """How workbooks of one kind are recognised, checked and stored, and what their page calls it.

    `authorise` (organization, by) raises NotYours. `check` (sheets, organization, by) compares with what is stored and
    writes nothing. `store` (checked, by, progress) writes, and turns rows that are refused into errors; where
    `is_whole` is False each row is written by itself and stands when a later one fails.

    `model`: of which table the rows are that it writes. `stays` (batch, kept rows by key, rows by key) says why some cannot
    be taken back, beside what holds for every kind; `take_back` (made, changed with their former columns, by) does it.
    """

    layout: Layout
    model: type[Model]
    stays: Callable[[Any, Mapping[int, Any], Mapping[int, Any]], Mapping[int, str]]
    take_back: Callable[[Sequence[Any], Sequence[tuple[Any, dict[str, Any]]], Any], None]
    authorise: Callable[[Any, Any], None]
    check: Callable[[Sequence[WorkbookSheet], Any, Any], Checked[Any]]
    store: Callable[[Any, Any, Progress | None], None]
    is_whole: bool = True
    asks_since: bool = False  # from which day on what comes in counts: `since` of the checked rows
    unit: str = "行"
    verb: str = "导入"
    done_sentence: str = "新增和更新的行已经写入。"
    list_url: str  # URL name of the page where uploads are listed
    list_title: str

    def check_file(
        self, content: bytes, organization: Any, by: Any, mapping: Mapping[str, str] | None = None
    ) -> Checked[Any]:
        """Read an uploaded file and check its rows. Raises what read_workbook raises."""
        with garbage_collection_paused():
            checked = self.check(read_workbook(content, self.layout, mapping), organization, by)
            ask_together(checked, self.layout, mapping or {})
            return checked


@dataclass(frozen=True, kw_only=True)
class ExportKind:
    """How rows of one kind leave as a workbook that a second person has approved (R-SEC-05).

    `heads` (export) and `lines` (rows, export, by) get the request; the rows are those the asker may still export.
    `filters` is the FilterSet whose words describe what was asked for; `audit_action` is how the audit calls fetching
    the file.
    """

    model: type[Model]
    order: tuple[str, ...]
    heads: Callable[[Any], Sequence[str]]
    lines: Callable[[QuerySet[Any], Any, Any], Iterable[list[Any]]]
    filters: type[Any]
    unit: str
    audit_action: str


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Without the garbage collector: half a million living cells make each of its rounds long and fruitless."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # what was made meanwhile counts as old, and the next round does not look through it
            gc.enable()
