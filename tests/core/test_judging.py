"""Small files made to stop the product: each is refused with a sentence, in a child, while the process goes on (SEC-06)."""

import io
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image

from core import judging, stripping
from core.uploads import Unfit
from core.workbooks import errors
from core.workbooks.columns import Column, Layout
from core.workbooks.reading import read_workbook

pytestmark = pytest.mark.once

TREES = Layout(
    (Column("name", "名称", ("名称",), in_preview=True), Column("place", "地点", ("地点",), in_preview=True)),
    required=(("name", "place"),),
)
PDF = b"%%PDF-1.4\n1 0 obj\n<<%s>>\nendobj\ntrailer\n<<>>\n%%%%EOF\n"
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
OUTSIDE = b'<Relationship Id="r9" Type="http://x/relationships/%s" Target="http://x/a>b" TargetMode="&#69;xternal"/>'


def upload(content: bytes) -> Any:
    return judging.judge("core.uploads:clean_upload", content, 2560)


def book(**changed: Callable[[bytes], bytes]) -> bytes:
    """A workbook of one tree, its parts changed."""
    made = Workbook()
    made.active.append(["名称", "地点"])
    made.active.append(["银杏", "门前"])
    out = io.BytesIO()
    made.save(out)
    return rewritten(out.getvalue(), changed)


def rewritten(content: bytes, changed: dict[str, Callable[[bytes], bytes]], **added: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, lambda body: body)(old.read(name)))
        for name, body in added.items():
            new.writestr(name, body)
    return out.getvalue()


def with_cell(cell: bytes) -> bytes:
    """The workbook with one more cell, written as it is given."""
    return book(**{SHEET: lambda body: body.replace(b"</row></sheetData>", cell + b"</row></sheetData>")})


def moved(content: bytes) -> bytes:
    """The sheet under a part name outside xl/worksheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name).replace(b"worksheets/sheet1.xml", b"elsewhere/one.bin")
            new.writestr("xl/elsewhere/one.bin" if name == SHEET else name, body)
    return out.getvalue()


def ods(columns: int, rows: int, before: int = 0) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in [("office", "office"), ("table", "table"), ("text", "text")]
    )
    empty = (
        f'<table:table-row table:number-rows-repeated="{before}"><table:table-cell/></table:table-row>'
        if before
        else ""
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='a'>{empty}"
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}"><text:p>名称</text:p></table:table-cell></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        new.writestr("META-INF/manifest.xml", "<a/>")
        new.writestr("content.xml", content)
    return out.getvalue()


def black(side: int, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, form)
    return out.getvalue()


def docx(changed: dict[str, Callable[[bytes], bytes]] | None = None, **added: bytes) -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return rewritten(out.getvalue(), changed or {}, **added)


FAR = {
    "single quotes": b"<c r='XFD1048576'><v>1</v></c>",
    "attributes swapped": b'<c t="n" r="XFD1048576"><v>1</v></c>',
    "a new line in the tag": b'<c\nr="XFD1048576"><v>1</v></c>',
    "small letters": b'<c r="xfd1048576"><v>1</v></c>',
    "a space in the closing tag": b'<c r="XFD1048576"><v>1</v ></c>',
    "text of its own": b'<c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c>',
    "a row far down": b'</row><row r="1048576"><c r="AA1048576"><v>1</v></c>',
    "a row far down, its cells without places": b"</row><row r='1048576'>" + b"<c><v>1</v></c>" * 6,
}


@pytest.mark.parametrize("how", FAR)
def test_a_cell_far_outside_is_refused_however_it_is_written(how: str) -> None:
    with pytest.raises(errors.StrayCell, match="表一直伸到"):
        read_workbook(with_cell(FAR[how]), TREES)


def test_a_cell_far_outside_is_refused_in_a_part_of_any_name() -> None:
    with pytest.raises(errors.StrayCell):
        read_workbook(moved(with_cell(FAR["single quotes"])), TREES)
    assert len(read_workbook(moved(book()), TREES)[0].rows) == 1


@pytest.mark.parametrize(
    "cell", [b'<c r="XFD1048576" s="0"/>', b'<c r="XFD1048576"><v/></c> ', b'<c r="XFD9"><v></v></c>']
)
def test_an_empty_cell_far_outside_does_no_harm(cell: bytes) -> None:
    assert len(read_workbook(with_cell(cell), TREES)[0].rows) == 1


@pytest.mark.parametrize(
    ("columns", "rows", "before"), [(330, 300_000, 0), (1, 5_000_001, 0), (6, 1, 1_000_000)]
)
def test_a_repeated_cell_of_an_ods_is_refused_before_it_is_laid_out(
    columns: int, rows: int, before: int
) -> None:
    with pytest.raises(errors.StrayCell):
        read_workbook(ods(columns, rows, before), TREES)


def test_an_ods_within_the_limits_is_read() -> None:
    (sheet,) = judging.judge("core.workbooks.sheets:read_sheets", ods(2, 3))
    assert sheet.cells == [["名称", "名称"]] * 3


PDFS = {
    "XMP packets that never end": PDF % (b"<?xpacket begin='' ?>" * 3_000),
    "XMP packets that begin and never close": PDF % (b"<?xpacket begin" * 10_000 + b"<?xpacket end"),
    "authors that close": PDF % (b"/Author(a(b)c)" * 100_000),
    "authors of nothing but brackets": PDF % (b"/Author(" + b"()" * 200_000 + b")"),
}


@pytest.mark.parametrize("how", PDFS)
def test_a_pdf_takes_time_in_proportion_to_its_size(how: str) -> None:
    begun = time.process_time()
    clean = stripping.strip_pdf(PDFS[how])
    assert len(clean) == len(PDFS[how])
    assert time.process_time() - begun < 2


UNFIT = {
    "authors that never close": (lambda: PDF % (b"/Author(" * 50_000), "作者信息"),
    "a PDF that runs a script": (lambda: PDF % b"/OpenAction<</S/Java#53cript/JS(app.alert)>>", "会自己运行"),
    "a PDF that starts a program": (lambda: PDF % b"/A<</S /Launch /F(x)>>", "会自己运行"),
    "a PNG of 25.1 million pixels": (lambda: black(5010), "超过2500万像素"),
    "a WEBP of 25.1 million pixels": (lambda: black(5010, "WEBP"), "超过2500万像素"),
    "a template from outside": (
        lambda: docx(**{"word/_rels/settings.xml.rels": RELATIONS % (OUTSIDE % b"attachedTemplate")}),
        "从外面取来",
    ),
    "macros under another name": (
        lambda: docx(
            {
                "[Content_Types].xml": lambda body: body.replace(
                    b"</Types>",
                    b'<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vba&#80;roject"/></Types>',
                )
            }
        ),
        "带有宏",
    ),
    "an object of another program": (
        lambda: docx(
            **{
                "word/_rels/a.xml.rels": RELATIONS
                % b'<Relationship Id="r9" Type="http://x/oleObject" Target="a.bin"/>'
            }
        ),
        "别的程序",
    ),
    "a part name that climbs": (lambda: docx(**{"word/../../a.xml": b"<a/>"}), "文件名不对"),
    "a declared entity": (
        lambda: docx(**{"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "不允许的声明",
    ),
    "five thousand parts": (
        lambda: docx(**{f"word/{number}.bin": b"" for number in range(5_001)}),
        "展开后太大",
    ),
}


@pytest.mark.parametrize("how", UNFIT)
def test_what_would_do_harm_is_refused_with_a_sentence(how: str) -> None:
    make, why = UNFIT[how]
    with pytest.raises(Unfit, match=why):
        upload(make())


def test_a_link_in_a_document_may_stay_and_a_picture_anywhere_is_cleaned() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    links = RELATIONS % (OUTSIDE % b"hyperlink")
    clean = upload(docx(**{"word/_rels/a.xml.rels": links, "customXml/deep/er/item.dat": out.getvalue()}))
    assert clean.kind == "document"
    with zipfile.ZipFile(io.BytesIO(clean.content)) as parts:
        assert b"SecretPhone" not in parts.read("customXml/deep/er/item.dat")


def test_a_png_of_25_million_pixels_is_taken() -> None:
    assert upload(black(5000)).content_type == "image/png"


@pytest.mark.parametrize(
    "verdict",
    [
        "tests.core.test_judging:take_memory",
        "tests.core.test_judging:abort",
        "tests.core.test_judging:answer_with_a_program",
        "tests.core.test_judging:write_a_file",
    ],
)
def test_a_child_that_breaks_down_is_a_refusal(verdict: str) -> None:
    with pytest.raises(judging.TooCostly, match="太费时间或者内存"):
        judging.judge(verdict, b"")


def test_a_child_that_never_ends_is_ended_while_another_file_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "LONGEST_SECONDS", 6)
    refused: list[Exception] = []

    def judge_slowly() -> None:
        try:
            judging.judge("tests.core.test_judging:never_end", b"")
        except judging.TooCostly as costly:
            refused.append(costly)

    slow = threading.Thread(target=judge_slowly)
    slow.start()
    assert upload(PDF % b"").kind == "scan"
    assert slow.is_alive()
    slow.join()
    assert len(refused) == 1


def test_a_third_file_waits_and_is_refused(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(judging, "LONGEST_WAIT", 0.2)
    with judging._place(), judging._place(), pytest.raises(judging.JudgesBusy, match="过一会儿"):
        upload(PDF % b"")
    assert upload(PDF % b"").kind == "scan"


def take_memory(_content: bytes) -> int:
    return len(bytearray(2 * 1024**3))


def abort(_content: bytes) -> None:
    import os

    os.abort()


def answer_with_a_program(_content: bytes) -> Any:
    import os

    return os.system


def write_a_file(_content: bytes) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def never_end(_content: bytes) -> None:
    while True:
        time.sleep(1)


def answer(_content: bytes, letters: int) -> str:
    return "x" * letters
