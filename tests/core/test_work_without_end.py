"""Small files whose reading would take more and more time or memory: refused, or read in time in proportion (SEC-06)."""

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from openpyxl import Workbook

from core import judging
from core.errors import Refusal
from core.parts import parts
from core.uploads import Unfit
from core.workbooks import errors
from core.workbooks.reading import read_workbook
from core.workbooks.rows import read_cell
from core.workbooks.sheets import MOST_LINES
from tests.core.test_judging import OUTSIDE, RELATIONS, SHEET, TREES, book, docx, upload

pytestmark = pytest.mark.once


def within(rows: bytes, after: bytes = b"") -> bytes:
    return book(**{SHEET: lambda body: body.replace(b"</sheetData>", rows + b"</sheetData>" + after)})


def written(*rows: tuple[str, ...]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def merged(reference: bytes, times: int) -> bytes:
    return b"<mergeCells>" + b'<mergeCell ref="%s"/>' % reference * times + b"</mergeCells>"


def numbers(count: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(3, count + 3))


KILLERS: dict[str, tuple[Callable[[], bytes], type[Refusal]]] = {
    "a hundred thousand merged cells over 40,000 rows": (
        lambda: within(numbers(40_000), merged(b"A2:B40000", 100_000)),
        errors.NotAWorkbook,
    ),
    "more rows than a district has members": (
        lambda: within(b"<row><c><v>1</v></c></row>" * MOST_LINES),
        errors.TooManyLines,
    ),
    "a cell of 100,001 letters": (
        lambda: within(b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"1" * 100_001 + b"</t></is></c></row>"),
        errors.TooLongCell,
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", KILLERS)
def test_a_workbook_that_makes_work_without_end_is_refused(how: str) -> None:
    make, refusal = KILLERS[how]
    content = make()
    begun = time.process_time()
    with pytest.raises(refusal):
        read_workbook(content, TREES)
    assert time.process_time() - begun < 3


SOUND: dict[str, tuple[Callable[[], bytes], int]] = {
    "20,000 headers, one below the other": (
        lambda: written(("名称", "地点", ""), *[("名称", "地点", ""), ("", "名称", "地点")] * 10_000, ("银杏", "门前", "")),
        1,
    ),
    "3,000 tables of other columns with 同上 in them": (
        lambda: written(*[("名称", "地点"), ("银杏", "门前"), ("地点", "名称"), ("同上", "槐")] * 1_500),
        3_000,
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SOUND)
def test_reading_takes_time_in_proportion_to_the_rows(how: str) -> None:
    make, count = SOUND[how]
    content = make()
    begun = time.process_time()
    sheets = read_workbook(content, TREES)
    assert time.process_time() - begun < 6
    assert sum(len(sheet.rows) for sheet in sheets) == count


def typed_columns() -> Iterator[Any]:
    for name, kind in parts("IMPORT_KINDS").items():
        for column in kind.layout.columns:
            yield pytest.param(column, id=f"{name}-{column.field}")


@pytest.mark.parametrize("column", list(typed_columns()))
def test_no_cell_takes_long_to_read(column: Any) -> None:
    most = min(column.most or 30_000, 30_000)
    for sign in [*" \n1年-/—（(：因都、", "人：", "（a", "病假", "张 "]:
        for cell in ((sign * most)[:most], f"张{sign * most}"[: most - 1] + "x", f"1{sign * most}1"):
            begun = time.process_time()
            read_cell(column, cell)
            assert time.process_time() - begun < 0.5, (sign, cell[:20])


def test_what_a_child_answers_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_ANSWERED", 1_000_000)
    with pytest.raises(judging.TooCostly):
        judging.judge("tests.core.test_judging:answer", b"", 1_000_000)
    assert judging.judge("tests.core.test_judging:answer", b"", 900_000) == "x" * 900_000


@pytest.mark.parametrize(
    ("target", "is_taken"),
    [
        (b"file:///C:\\Users\\a\\Normal.dotm", True), (b"file:///D:/a.xlsx", True), (b"/Users/a/b.xlsx", True),
        (b"a%20b.xlsx", True), (b"http://x/a.dotm", False), (b"HTTPS://x/a", False), (b"\\\\x\\a.dotm", False),
        (b"//x/a.dotm", False), (b"file://x/a.dotm", False), (b"file:///\\\\x\\a", False), (b"/\\x\\a", False),
        (b" &#104;ttp://x/a", False), (b"mhtml:http://x/a", False), (b"ftp://x/a", False), (b"file:////x/a", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [b"attachedTemplate", b"externalLinkPath", b"image"])
def test_what_a_document_was_made_with_may_be_named_unless_it_is_fetched(
    target: bytes, kind: bytes, is_taken: bool
) -> None:
    relation = (OUTSIDE % kind).replace(b"http://x/a>b", target)
    made = docx(**{"word/_rels/settings.xml.rels": RELATIONS % relation})
    if is_taken:
        assert upload(made).kind == "document"
    else:
        with pytest.raises(Unfit, match="从外面取来"):
            upload(made)
