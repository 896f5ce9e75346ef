"""Descriptions of a workbook's columns, recognised by the titles people write above them (domain.md §9.3)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.workbooks import cells

REASON = "原因"
ORIGINAL_LINE = "原来的行号"
"""The title under which a file of failed rows says on which line of the first file each stood."""
PASSED_OVER = frozenset(["序号", REASON, ORIGINAL_LINE])
"""Titles that hold no fact: their not being taken in is not worth a word."""
BAND_FIELD, BAND_TITLE = "branch", "所在党支部"
"""The field that a band between the rows speaks for, and its title where the sheet has no such column."""
GIVEN = "="
"""Begins the key of what is said of all rows in a mapping by hand: =status → full."""
DOUBT = "?"
"""Begins, behind GIVEN, the key of an answer about the rows of one kind of warning (core.workbooks.doubts)."""
LONGEST_TITLE = 200
BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
PUNCTUATION = re.compile(r"[\s*＊·:：、，,。./\-—_*'\"“”]+")


@dataclass(slots=True)
class WorkbookSheet:
    """One sheet's rows: `at` says in which place each field stands, `groups` the title above a title of two lines."""

    name: str
    at: dict[str, int]
    titles: list[str]
    groups: dict[int, str] = field(default_factory=dict)
    captions: list[str] = field(default_factory=list)
    """What stands above the table and may name the branch: 填报单位：…, the document's title."""
    remarks: list[str] = field(default_factory=list)
    """Sentences about the sheet as a whole: what of it was left out."""
    looks: dict[str, str] = field(default_factory=dict)
    """Title nobody knows → what its column looks like: 身份证号, 日期, 党组织, 电话."""
    given: dict[str, str] = field(default_factory=dict)
    """Facts that somebody said of all rows, because no column holds them."""
    rows: list[tuple[int, list[Any], str]] = field(default_factory=list)
    """(line as Excel counts, raw cells, the band above)"""

    @property
    def ignored(self) -> list[str]:
        """Titles nobody here knows."""
        used = set(self.at.values())
        return [
            title
            for place, title in enumerate(self.titles)
            if title and place not in used and title not in PASSED_OVER
        ]


@dataclass(frozen=True)
class Column:
    """A known column: the fact it holds, what it is called here, the titles it comes under, how its cells are read.

    `read` raises cells.Unreadable; the row is then refused, or where the column is `optional`, only the cell.
    """

    field: str
    label: str
    titles: tuple[str, ...]
    in_preview: bool = False  # even when nothing is wrong with it
    read: Callable[[Any], Any] = cells.read_text
    as_is: re.Pattern[str] | None = (
        None  # texts that `read` gives back as they stand, but for those that mean nothing
    )
    longest: int = 0
    optional: bool = False
    most: int = 200  # letters of a cell that are read at all, where it is no plain text; 0: all
    may_be_cut: bool = False  # a text that is too long comes in as far as it goes, and says so
    erasable: bool = False  # by writing （清空）
    of_one_row: bool = False  # a merged cell does not give it to the rows below
    prefilled: bool = False  # a template may hold it in rows that nobody has filled in
    of_many_rows: bool = False  # shared by the rows of one branch; alone in a row it makes no row


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of workbook, and what a line must have to be its header.

    A header has all fields of one of the sets in `required`; the first set is tried on every sheet before the next.
    Its first field is the one without which a row is looked at twice. `settle` may correct where a sheet's fields
    stand once its rows are known.
    """

    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    settle: Callable[[WorkbookSheet], None] | None = None

    @cached_property
    def by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}

    @cached_property
    def labels(self) -> dict[str, str]:
        return {column.field: column.label for column in self.columns}

    @cached_property
    def preview_heads(self) -> dict[str, str]:
        """Field → label of the columns of the preview's table."""
        return {column.field: column.label for column in self.columns if column.in_preview}

    @cached_property
    def fields_by_title(self) -> dict[str, str]:
        return {title: column.field for column in self.columns for title in column.titles}

    @cached_property
    def fields_by_stem(self) -> dict[str, str]:
        """The titles without what differs between lists (时间 or 日期, 名称), as far as they still mean one field."""
        fields: dict[str, set[str]] = {}
        for title, name in self.fields_by_title.items():
            fields.setdefault(title_stem(title), set()).add(name)
        return {stem: names.pop() for stem, names in fields.items() if len(names) == 1}

    def field_of(self, title: str) -> str:
        """The field of a title as plain_title gives it; "" when it is not known."""
        return self.fields_by_title.get(title) or self.fields_by_stem.get(title_stem(title), "")

    @cached_property
    def can_erase(self) -> bool:
        return any(column.erasable for column in self.columns)

    def fields_where(self, flag: str) -> frozenset[str]:
        """The fields of the columns with a flag: `of_one_row`, `of_many_rows`, `prefilled`."""
        return frozenset(column.field for column in self.columns if getattr(column, flag))


NUMBERED = re.compile(
    r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]|[①-⑳]|第(?:\d{1,2}|[一二三四五六七八九十]{1,3})[项列栏])\s*(?=\D)"
)
"""1.姓名, （二）公民身份号码, ③入党日期: the number of a column is no part of its title."""
STEM = re.compile(r"时间|年月日|年月|日子")
AROUND_STEM = re.compile(r"^(?:本人|个人)(?=..)|(?<=..)(?:名称|全称)$")


def title_stem(title: str) -> str:
    """成为正式党员时间 → 成为正式党员日期, 所在党支部名称 → 所在党支部"""
    return AROUND_STEM.sub("", STEM.sub("日期", title))


def plain_title(title: object) -> str:
    """A title without spaces, punctuation and what stands in brackets: 入党 日期*（年月日） → 入党日期"""
    written = PUNCTUATION.sub("", NUMBERED.sub("", cells.read_text(title)[:LONGEST_TITLE]))
    return BRACKETS.sub("", written) or written
