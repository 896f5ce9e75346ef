"""A Word template in the layout of GB/T 9704-2012: A4, body in 3号仿宋 at 29 pt a line, 22 lines a page, numbered — 1 —.

Only `make_paper_templates` writes with it; papers themselves are filled in from the templates it made. The faces are
named, not embedded: a machine without 仿宋_GB2312 or 方正小标宋简体 shows its own nearest.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SONG_TITLE, FANG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
LINE = Pt(29)
ROW = Mm(7.5)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def element(name: str, text: str = "", **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    made.text = text or None
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_face(run: Run, east_asian: str, size: Pt, *, latin: str = LATIN) -> Run:
    """Set the face for both scripts; Word takes Chinese from eastAsia only."""
    run.font.name, run.font.size = latin, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east_asian)
    return run


class OfficialPage:
    """A template being written, from top to bottom. Texts may hold fields: {{ 主题 }}."""

    def __init__(self) -> None:
        self.document = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, SIZE_3
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
        self.document.core_properties.title = self.document.core_properties.author = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)  # the number stands 7 mm below the text
        self._number_pages(section)

    def _number_pages(self, section: Any) -> None:
        """— 1 — in 4号宋体: right on odd pages, left on even, one character in."""
        section.different_first_page_header_footer = False
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, side in (
            (section.footer, RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            indent = paragraph.paragraph_format
            indent.right_indent, indent.left_indent = (SIZE_4, None) if side == RIGHT else (None, SIZE_4)
            set_face(paragraph.add_run("— "), SONG, SIZE_4, latin=SONG)
            number = set_face(paragraph.add_run(), SONG, SIZE_4, latin=SONG)._element
            number.append(element("fldChar", fldCharType="begin"))
            number.append(element("instrText", "PAGE"))
            number.append(element("fldChar", fldCharType="end"))
            set_face(paragraph.add_run(" —"), SONG, SIZE_4, latin=SONG)

    def line(
        self, text: str, east_asian: str = FANG, size: Pt = SIZE_3, *, indent: bool = False
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        if indent:
            shape.first_line_indent = size * 2
        if text:
            set_face(paragraph.add_run(text), east_asian, size)
        return paragraph

    def blank(self) -> None:
        self.line("")

    def title(self, text: str) -> None:
        """2号小标宋, centred, a blank line under it."""
        paragraph = self.line(text, SONG_TITLE, SIZE_2)
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.line_spacing = Pt(36)
        paragraph.paragraph_format.keep_with_next = True
        self.blank()

    def mark(self, text: str) -> None:
        """A mark in the upper left corner, 3号黑体."""
        self.line(text, HEI)
        self.blank()

    def organization(self) -> None:
        """The organization, above the title."""
        self.line("{{ 党组织 }}", KAI).alignment = CENTRE

    def heading(self, text: str) -> None:
        """First level, with its number: 一、黑体."""
        self.line(text, HEI, indent=True).paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph of the body, two characters in."""
        self.line(text, indent=True)

    def labelled(self, label: str, text: str) -> None:
        """出席：…, with the label in 黑体 (domain §12, 纪要)."""
        paragraph = self.line("", indent=True)
        set_face(paragraph.add_run(label), HEI, SIZE_3)
        set_face(paragraph.add_run(text), FANG, SIZE_3)

    def signed(self, name: str, day: str) -> None:
        """Who and when, at the right, four characters in; never alone on a page."""
        self.keep_with_next()
        self.blank()
        self.keep_with_next()
        for text in (name, day):
            paragraph = self.line(text)
            paragraph.alignment = RIGHT
            paragraph.paragraph_format.right_indent = SIZE_3 * 4
            paragraph.paragraph_format.keep_with_next = text == name

    def keep_with_next(self) -> None:
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def new_page(self) -> None:
        self.document.paragraphs[-1].paragraph_format.page_break_before = True

    def level(self, number: int) -> None:
        """Mark the last paragraph as a heading, for the table of contents."""
        properties = self.document.paragraphs[-1]._p.get_or_add_pPr()
        properties.append(element("outlineLvl", val=str(number - 1)))

    # ── what jinja walks ──

    def tag(self, text: str) -> None:
        """{%p for … %}: the paragraph that holds it disappears."""
        self.line("{%p " + text + " %}")

    def table(
        self,
        each: str,
        heads: Sequence[str],
        widths: Sequence[float],
        *,
        cells: Sequence[str] | None = None,
        centred: Sequence[int] = (),
        right_from: int | None = None,
    ) -> Any:
        """A table whose heads repeat on every page, with a row for `each` (人 in 名册). Widths in mm.

        `cells` are the fields of a row; without them, the heads are.
        """
        row, fields = each.split()[0], heads if cells is None else cells
        table = self.document.add_table(rows=0, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _inset(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        rest = [""] * (len(heads) - 1)
        texts = [f"{{{{ {row}.{name} }}}}" if name else "" for name in fields]
        for line in (heads, [f"{{%tr for {each} %}}", *rest], texts, ["{%tr endfor %}", *rest]):
            _add_row(table, line, widths, is_head=line is heads)
        for place, cell in enumerate(table.rows[2].cells):
            if place in centred:
                cell.paragraphs[0].alignment = CENTRE
            elif right_from is not None and place >= right_from:
                cell.paragraphs[0].alignment = RIGHT
        self.line("", FANG, SIZE_5).paragraph_format.line_spacing = Pt(10)  # a little air under it
        return table

    def code(self) -> None:
        """The QR code with its caption, at the right under the signatures; in a table, so that it moves no text."""
        self.tag("if 二维码")
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        for column, cell, width in zip(table.columns, table.rows[0].cells, (132, 24), strict=True):
            column.width = cell.width = Mm(width)
        left, right = (cell.paragraphs[0] for cell in table.rows[0].cells)
        left.alignment = RIGHT
        right.alignment = CENTRE
        set_face(left.add_run("{{ 二维码说明 }}"), FANG, SIZE_5)
        set_face(right.add_run("{{ 二维码 }}"), FANG, SIZE_5)
        self.tag("endif")

    def field(self, *, kind: str = "", instruction: str = "") -> None:
        """One end of a Word field, or what it is to do."""
        run = set_face(self.document.paragraphs[-1].add_run(), FANG, SIZE_3)._element
        if kind:
            run.append(element("fldChar", fldCharType=kind))
        else:
            told = element("instrText", instruction)
            told.set(qn("xml:space"), "preserve")
            run.append(told)

    def content(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()


def _inset(table: Any) -> None:
    """Add space above and below the text of each cell; the default of Word is none."""
    margins = element("tblCellMar")
    for side in ("top", "bottom"):
        margins.append(element(side, w="20", type="dxa"))  # twentieths of a point
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)  # the schema's order


def _add_row(table: Any, texts: Sequence[str], widths: Sequence[float], *, is_head: bool) -> None:
    added = table.add_row()
    added.height, added.height_rule = ROW, WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = added._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    for cell, text, width in zip(added.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if is_head:
            paragraph.alignment = CENTRE
        set_face(paragraph.add_run(text), HEI if is_head else FANG, SIZE_5)
