"""Reads an uploaded workbook of any layout into rows of raw cells under known columns, without judging them.

The header is looked for on every sheet below whatever title stands above it (core.workbooks.headers), and again further
down where tables stand one below the other. A branch merged over its rows, written as a band between them, above the
table or only as the sheet's name reaches every row it is meant for. Hidden sheets and rows are left: whoever sends the
file does not see them. What is left out is said in the sheet's remarks.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core import judging
from core.workbooks import cells, rows_to_skip
from core.workbooks.columns import BAND_FIELD, DOUBT, GIVEN, ORIGINAL_LINE, Layout, WorkbookSheet, plain_title
from core.workbooks.errors import CardNotList, NoHeader, NoRows
from core.workbooks.fill_down import fill_ditto, fill_merged, join_dates, not_done
from core.workbooks.headers import Header, HeaderFinder, is_card
from core.workbooks.sheets import RawSheet
from core.workbooks.unknown_columns import BRANCH_SHAPE, looks_of_unknown

LONGEST_NAME = 8
LONGEST_WORDS, MOST_CAPTIONS = 200, 8
"""Letters of a cell that say what its row is; lines above a further header."""
BAND_OF_BRANCH = re.compile(
    r"^(?!(?:报送|上报|填报|填表|制表|所在|所属)?(?:党支部|支部|总支)$).*(?:支部|总支|支部委员会)$"
)
"""Alone where a name would stand it is no name, however short."""
BAND_NUMBER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[.、．])\s*(?=\D)"
)
"""二、滨江社区第二党支部"""
BAND_COUNT = re.compile(
    r"[（(][^（）()\d]{0,8}\d+\s*[名人个]?[^（）()]{0,12}[)）]$|[:：]$|\s*共?\s*\d+\s*[名人]$"
)
LONGEST_PLAIN = 4
IDENTITY_LIKE = re.compile(r"\d{6}")
CAPTION = re.compile(
    r"(?:单位|党支部|支部|党组织|党总支|组织)(?:名称|全称)?(?:[（(][^（）()]{0,6}[)）])?\s*[:：]\s*(.*)"
)
CAPTION_LABEL = re.compile(r"^(?:填报|报送|上报|所在|所属)?(?:单位|党支部|支部|党组织|党总支)(?:名称|全称)?$")
"""With the name in the cell beside it."""
CAPTION_ENDS = re.compile(r"\s{2,}|[　]|\s(?=\S{2,8}[:：])")
DOCUMENT_WORDS = re.compile(
    r"^\d{4}年?度?|(?:\d{4}年?度?)?(?:在册|全体|正式|预备)?(?:党员|党组织|会议|组织生活)?(?:基本)?(?:信息|情况)?"
    r"(?:花名册|名册|名单|统计表|信息表|情况表|登记表|汇总表|采集表|台账|明细表|一览表|记录表|表)(?:[（(].*[)）])?$"
)
"""What a document's title says beside the name of a branch."""


def read_workbook(
    content: bytes, layout: Layout, mapping: Mapping[str, str] | None = None
) -> list[WorkbookSheet]:
    """The sheets that have a header of this layout; a hidden one is left out, and named among what was.

    `mapping` says for titles (as plain_title gives them) which fields they stand for, before the layout's own; an
    empty field leaves the column out. A key after GIVEN is a field, and its value a fact of all rows without that column.

    Raises what read_sheets and core.judging refuse, CardNotList, NoHeader, NoRows.
    """
    raw = _raw_sheets(content)
    finders = [HeaderFinder(each.cells, each.merged, layout, mapping or {}) for each in raw]
    cards = [is_card(finder) for finder in finders]
    for required in layout.required:
        found: list[WorkbookSheet] = []
        for each, finder, is_a_card in zip(raw, finders, cards, strict=True):
            if is_a_card:
                continue
            found += _tables(each, finder, required, layout)
        if not any(sheet.at for sheet in found):
            continue
        if not any(sheet.rows for sheet in found):
            raise NoRows
        given = {
            key[1:]: value
            for key, value in (mapping or {}).items()
            if key.startswith(GIVEN) and not key.startswith(GIVEN + DOUBT) and value
        }
        for sheet in found:
            sheet.given = {name: value for name, value in given.items() if name not in sheet.at}
        for each, is_a_card in zip(raw, cards, strict=True):
            if is_a_card:
                found[0].remarks.append(f"“{each.name}”表是一个人的登记表，不是名单，没有导入")
        return found
    if any(cards):
        raise CardNotList(key=layout.labels[layout.required[0][0]])
    raise NoHeader(wanted="、".join(f"“{layout.labels[each]}”" for each in layout.required[0]))


def _raw_sheets(content: bytes) -> list[RawSheet]:
    """The sheets as a child reads them (core.workbooks.sheets); a formula without a value is a broken cell."""
    sheets: list[RawSheet] = judging.judge("core.workbooks.sheets:read_sheets", content)
    for each in sheets:
        for line, place in each.marks.uncalculated:
            if line < len(each.cells) and place < len(each.cells[line]):
                each.cells[line][place] = cells.UNCALCULATED
        for line, place, error in each.marks.errors:
            if line < len(each.cells) and place < len(each.cells[line]):
                each.cells[line][place] = error
    return sheets


def _tables(
    raw: RawSheet, finder: HeaderFinder, required: tuple[str, ...], layout: Layout
) -> list[WorkbookSheet]:
    """The tables of a sheet: one, or several with other columns one below the other."""
    header = finder.find(required)
    if header is None:
        return []
    if raw.is_hidden:
        return [WorkbookSheet(raw.name, {}, [f"隐藏的工作表“{raw.name}”"])]
    tables: list[WorkbookSheet] = []
    above, joined, filled = 0, set[tuple[int, ...]](), set[int]()
    while header is not None:
        captions = _captions(raw.cells[above : header.top])
        beside = finder.beside(header, required[0])
        repeated = [] if beside else _join_repeated(raw, header, finder)
        join_dates(raw.cells[header.first :], not_done(header.dates.values(), joined))
        last, next_header, next_above = len(raw.cells), None, 0
        for part in [header, *beside]:
            sheet = WorkbookSheet(raw.name, part.at, part.titles, part.groups, captions)
            of_one_row = layout.fields_where("of_one_row")
            places = {place for each, place in sheet.at.items() if each not in of_one_row}
            new = not_done(places, filled)
            fill_merged(raw, new, part.first)
            fill_ditto(raw, new, part.first)
            reader = _RowReader(raw, part, finder, required[0], layout, last)
            sheet.rows = _with_original_lines(list(reader), part.titles)
            sheet.remarks = [
                *reader.remarks(),
                *repeated,
                *(_hidden_columns(raw, sheet) if not tables else []),
            ]
            if layout.settle:
                layout.settle(sheet)
            sheet.looks = {
                title: look for title, look in looks_of_unknown(sheet).items() if title not in finder.mapping
            }
            tables.append(sheet)
            if part is header:
                last, next_header, next_above = reader.last, reader.next_header, reader.next_above
        header, above = next_header, next_above
    return tables


def _join_repeated(raw: RawSheet, header: Header, finder: HeaderFinder) -> list[str]:
    """Of a title that stands over several columns the first is read, and where that is empty the next; and it is said."""
    found: list[str] = []
    for place, title in enumerate(header.titles):
        first = header.at.get(finder.field_of(title)) if title and place not in header.groups else None
        if first is None or first >= place or header.titles[first] != title:
            continue
        for row in raw.cells[header.first :]:
            if place < len(row) and row[first] in ("", None):
                row[first] = row[place]
        header.titles[place] = ""
        found.append(f"“{raw.name}”表里“{title}”不止一列，读了前一列，前一列空着的读后一列")
    return list(dict.fromkeys(found))


def _with_original_lines(
    rows: list[tuple[int, list[Any], str]], titles: list[str]
) -> list[tuple[int, list[Any], str]]:
    """Rows of a file of failed rows keep the lines of the first file, which stand in a column of their own."""
    if ORIGINAL_LINE not in titles:
        return rows
    at = titles.index(ORIGINAL_LINE)
    return [
        (int(cells_[at]) if str(cells_[at]).removesuffix(".0").isdecimal() else line, cells_, band)
        for line, cells_, band in rows
    ]


def _captions(above: list[list[Any]]) -> list[str]:
    """What the lines above a table may say of the branch it is about, the nearest first."""
    found = []
    for row in reversed(above):
        words = [
            written for cell in row if cell.__class__ is str and (written := cell[:LONGEST_WORDS].strip())
        ]
        for number, written in enumerate(words):
            if label := CAPTION.search(written):
                named = CAPTION_ENDS.split(label[1].strip())[0] or (
                    words[number + 1] if number + 1 < len(words) else ""
                )
                found.append(cells.read_text(named))
            elif CAPTION_LABEL.search(written.replace(" ", "")) and number + 1 < len(words):
                found.append(cells.read_text(words[number + 1]))
        if len(words) == 1:
            title = cells.read_text(words[0]).replace(" ", "")
            found.append(DOCUMENT_WORDS.sub("", title))
    return [each for each in dict.fromkeys(found) if each]


def _hidden_columns(raw: RawSheet, sheet: WorkbookSheet) -> list[str]:
    titles = [
        title for place, title in enumerate(sheet.titles) if title and place in raw.marks.hidden_columns
    ]
    return [f"“{raw.name}”表里隐藏的列也读了：{'、'.join(titles)}"] if titles else []


class _RowReader:
    """The rows below a header that are somebody: (line as Excel counts, raw cells, the band above).

    A lone cell is a band over the rows below, unless it is a remark or the number of a row that was left empty. A second
    header with the same columns is nobody; at one with other columns it ends, and `next_header` is that one.
    """

    def __init__(
        self, raw: RawSheet, header: Header, finder: HeaderFinder, key: str, layout: Layout, last: int
    ) -> None:
        self.last = last
        self.raw, self.header, self.finder, self.key = raw, header, finder, key
        self.layout = layout
        self.key_at = header.at[key]
        self.shared = {header.at[each] for each in layout.fields_where("of_many_rows") if each in header.at}
        known = {place: each for each, place in header.at.items()}
        prefilled = layout.fields_where("prefilled")
        self.telling = {
            place for place, each in known.items() if place not in self.shared and each not in prefilled
        }
        """Where a row says whom it is about."""
        self.typed = [
            (place, column.read)
            for place, column in ((place, layout.by_field[each]) for place, each in known.items())
            if column.read is not cells.read_text and place != self.key_at
        ]
        self.next_header: Header | None = None
        self.next_above = 0
        self.examples: list[int] = []
        self.hints: list[int] = []
        self.hidden: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, list[Any], str]]:
        band = ""
        rows, first = self.raw.cells, self.header.first
        for line in range(first, self.last):
            row = rows[line]
            key = row[self.key_at]
            if key.__class__ is str and key and self.finder.is_header(line, self.key, key):
                found = self.finder.find((self.key,), line, 1)
                above = line
                while above > max(first, line - MOST_CAPTIONS) and self._is_caption(rows[above - 1]):
                    above -= 1
                if found is None or (found.at == self.header.at and not _captions(rows[above:line])):
                    continue
                self.next_header, self.next_above, self.last = found, above, above
                return
            if line in self.raw.marks.hidden_rows:
                if key not in ("", None):
                    self.hidden.append(line + 1)
                continue
            if key in ("", None) or row.count("") >= len(row) - 2:
                kept = self._band(row)
                if kept is not None:
                    band = kept or band
                    continue
            if self._is_nobody(line, row, key):
                continue
            yield line + 1, row, band

    def _is_caption(self, row: list[Any]) -> bool:
        return 0 < len([cell for cell in row if cell not in ("", None)]) <= 2

    def _band(self, row: list[Any]) -> str | None:
        """The band that a row with next to nothing in it is, "" when it is nothing at all, None when it is a row."""
        filled = [
            place
            for place, cell in enumerate(row)
            if cell not in ("", None)
            and cell.__class__ is not cells.BrokenCell
            and not cells.is_blank(cells.read_text(cell))
        ]
        if not filled:
            return ""
        words = cells.read_text(row[filled[0]])[:LONGEST_WORDS]
        if len(filled) == 1 and filled[0] not in self.shared:
            named = BAND_COUNT.sub("", BAND_NUMBER.sub("", words))
            if BAND_FIELD in self.layout.by_field and BAND_OF_BRANCH.search(named):
                return next(iter(_captions([[named]])), named)
            if words.isdecimal() or rows_to_skip.is_footer(words):
                return ""
            if filled[0] != self.key_at or len(words) > LONGEST_NAME:
                return next(iter(_captions([[words]])), words)
        if len(filled) == 2 and self.finder.field_of(plain_title(words)) == BAND_FIELD:
            named = cells.read_text(row[filled[1]])[:LONGEST_WORDS]
            if BRANCH_SHAPE.fullmatch(named):
                return named
        if self.key_at not in filled and not self.telling & set(filled):
            return ""
        return None

    def _is_nobody(self, line: int, row: list[Any], key: Any) -> bool:
        """Totals, signatures, remarks, hints and examples. What stands first in its row decides, the number apart."""
        first = row[0]
        if first.__class__ is not str or not first or first.isdecimal() or 0 in self.shared:
            first = next(
                (
                    cell
                    for place, cell in enumerate(row)
                    if cell.__class__ is str and cell and place not in self.shared and not cell.isdecimal()
                ),
                "",
            )
        near = line < self.header.first + rows_to_skip.HINTS_WITHIN
        if (
            not near
            and first is key
            and len(first) <= LONGEST_PLAIN
            and first.isalpha()
            and first[-1] not in rows_to_skip.LAST
        ):
            return False  # a name like most: nothing below needs to look at it
        words = cells.read_text(first)[:LONGEST_WORDS].replace(" ", "")
        if rows_to_skip.is_footer(words):
            return True
        if near and rows_to_skip.is_hint(row):
            return True
        if near and self._reads_as_nothing(row):
            self.hints.append(line + 1)
            return True
        name = cells.read_text(key)[:LONGEST_WORDS] if key.__class__ is str else ""
        if rows_to_skip.is_example(words) or rows_to_skip.is_example(name):
            self.examples.append(line + 1)
            return True
        return name.endswith((":", "："))

    def _reads_as_nothing(self, row: list[Any]) -> bool:
        """Whether nothing that should be a number, a date or a known word is one: a row that says how to fill it in."""
        tried = 0
        for place, read in self.typed:
            raw = row[place] if place < len(row) else ""
            if raw.__class__ is str and len(raw) > LONGEST_WORDS:
                tried += 1
                continue
            if raw.__class__ is not str or cells.is_blank(cells.read_text(raw)):
                if raw not in ("", None):
                    return False
                continue
            try:
                found = read(raw)
            except cells.Unreadable:
                found = None
            if found is not None and not (read is cells.read_identity and not IDENTITY_LIKE.search(found)):
                return False
            tried += 1
        return tried >= 3

    def remarks(self) -> list[str]:
        """What was left out, once the rows are read."""
        found = []
        if self.hidden:
            lines = "、".join(map(str, self.hidden[:10])) + ("等" if len(self.hidden) > 10 else "")
            found.append(
                f"“{self.raw.name}”表里隐藏的{len(self.hidden)}行没有导入：第{lines}行。要导入，请取消隐藏或筛选，保存后再上传"
            )
        if self.hints:
            found.append(f"“{self.raw.name}”表第{'、'.join(map(str, self.hints))}行像填写说明，没有导入")
        if self.examples:
            found.append(f"“{self.raw.name}”表第{'、'.join(map(str, self.examples))}行是示例，没有导入")
        return found
