"""The layout of printed papers, measured in the PDF (R-DOC-01, domain.md §12), and the glyphs of rare names."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from core import pdf
from core.wording import plain
from documents.contexts import layout, template_fields
from documents.states import PaperKind

pytestmark = pytest.mark.once
RARE = "𠮷㛃喆堃䶮𬱖"
POINT = 25.4 / 72  # mm


def printed(kind: str = PaperKind.MINUTES, **changes: Any) -> PdfReader:
    words = template_fields.sample(kind) | changes
    context = {"paper": plain(words), "title": "记录", "heads": layout.HEADS, "narrow": layout.NARROW}
    return PdfReader(io.BytesIO(pdf.render(f"documents/papers/{kind}.html", context)))


def body(count: int) -> list[dict[str, Any]]:
    return [{"标题": "二、会议记录", "行": [{"名称": "", "内容": "学" * count}]}]


def test_paper_is_a4() -> None:
    box = printed().pages[0].mediabox
    assert (round(box.width * POINT), round(box.height * POINT)) == (210, 297)


def test_a_page_holds_22_lines_of_28_characters() -> None:
    page = printed(正文=body(2000)).pages[1]
    lines = [line for line in page.extract_text().splitlines() if line.strip()]
    full = [line for line in lines if set(line) == {"学"}]
    assert {len(line) for line in full} == {28}
    assert len(full) == 22


@pytest.mark.parametrize(("lines", "pages"), [(9, 1), (13, 1), (14, 2), (30, 2)])
def test_what_just_runs_over_its_page_stays_on_it(lines: int, pages: int) -> None:
    assert len(printed(正文=body(lines * 28 - 2)).pages) == pages


def test_the_text_stands_between_the_margins() -> None:
    found: list[tuple[float, float]] = []

    def visit_text(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip() and set(text.strip()) == {"学"}:
            x = cm[0] * tm[4] + cm[4]
            y = cm[3] * tm[5] + cm[5]
            found.append((x * POINT, y * POINT))

    printed(正文=body(2000)).pages[1].extract_text(visitor_text=visit_text)
    assert min(x for x, _ in found) == pytest.approx(28, abs=0.3)
    assert 297 - 37 - 10.3 < max(y for _, y in found) < 297 - 37
    assert min(y for _, y in found) > 35


@pytest.mark.parametrize(
    ("words", "heads"), [("名册", layout.HEADS["roll"]), ("谈心谈话", layout.HEADS["talks"])]
)
def test_a_long_name_takes_no_room_from_the_other_columns(words: str, heads: tuple[str, ...]) -> None:
    """A name of twenty characters is broken; held on one line it stood the words beside it on end, one to a line."""
    said = {
        "党小组": "第二党小组",
        "谈话事由": "年度谈心谈话",
        "出生": "1971年12月",
        "入党日期": "1994年12月24日",
    }
    rows = [{head: said.get(head, "王芳") for head in heads} for _ in range(24)]
    names = [head for head in heads if layout.NARROW.get(head) == "name"]
    long = rows[0] | dict.fromkeys(names, "买买提·阿卜杜热合曼·艾合买提江·吐尔逊")
    pages = [len(printed(PaperKind.WORKBOOK, **{words: [first, *rows]}).pages) for first in (rows[0], long)]
    assert pages[0] == pages[1]


def test_pages_are_numbered_right_on_odd_and_left_on_even_pages() -> None:
    places = []
    for page in printed(正文=body(1500)).pages[:2]:

        def visit_text(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
            if "—" in text:
                places.append((text.strip(), (cm[0] * tm[4] + cm[4]) * POINT))

        page.extract_text(visitor_text=visit_text)
    (first, right), (second, left) = places
    assert (first, second) == ("— 1 —", "— 2 —")
    assert right > 160
    assert left == pytest.approx(28 + 14 * POINT, abs=0.5)


def codes_shown(reader: PdfReader) -> list[tuple[Any, str]]:
    """(font, code) of every glyph drawn: codes are glyph numbers in WeasyPrint's files (Identity-H)."""
    shown = []
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"]
        font = ""
        stream = page.get_contents().get_data().decode("latin-1")
        for name, hexes in re.findall(r"/(\S+) [\d.]+ Tf|<([0-9a-fA-F]+)>", stream):
            font = name or font
            shown += [(fonts[f"/{font}"], hexes[n : n + 4]) for n in range(0, len(hexes), 4)]
    return shown


def test_rare_names_are_drawn_with_real_glyphs() -> None:
    reader = printed(到会名单=[{"名称": "出席：", "内容": RARE}])
    said = "".join(page.extract_text() for page in reader.pages)
    assert RARE in said
    shown = codes_shown(reader)
    assert len(shown) > 100
    assert [code for _, code in shown if code == "0000"] == []  # glyph 0 is .notdef


def test_the_contents_of_the_workbook_name_the_pages_where_things_stand() -> None:
    reader = printed(PaperKind.WORKBOOK)
    contents = reader.pages[1].extract_text()
    for number, title in ((3, "一、支部基本情况"), (7, "六、党员参加组织生活情况")):
        named = re.search(rf"{title}[·.\s]*(\d+)", contents)
        assert named, contents
        assert title in reader.pages[int(named.group(1)) - 1].extract_text()
        assert int(named.group(1)) >= number
    assert "—" not in reader.pages[0].extract_text()


def test_a_paper_fetches_nothing_from_outside() -> None:
    words = plain(template_fields.sample(PaperKind.MINUTES))
    context = {"paper": words, "title": "记录", "code": "http://127.0.0.1:9/x.png"}
    page = PdfReader(io.BytesIO(pdf.render("documents/papers/minutes.html", context))).pages[0]
    assert "/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"]
