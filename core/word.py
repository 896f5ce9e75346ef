"""Word documents in the layout of GB/T 9704-2012: A4, body in 3号仿宋 at 29 pt a line, 22 lines a page, numbered — 1 —.

The faces are named, not embedded: a machine without 仿宋_GB2312 or 方正小标宋简体 shows its own nearest.
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

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG_TITLE, FANG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
LINE = Pt(29)
ROW = Mm(7.5)
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def face(run: Run, east_asian: str, size: Pt, *, latin: str = LATIN) -> Run:
    """Set the face for both scripts; Word takes Chinese from eastAsia only."""
    run.font.name, run.font.size = latin, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), east_asian)
    return run


def _inset(table: Any) -> None:
    """A little air above and below the words of each cell: Word's own default is none."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "20")  # twentieths of a point
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)  # the schema's order


class Letter:
    """An official document being written, from top to bottom."""

    def __init__(self, title: str = "") -> None:
        self.document = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, SIZE_3
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
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
        for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            indent = paragraph.paragraph_format
            indent.right_indent, indent.left_indent = (SIZE_4, None) if side == RIGHT else (None, SIZE_4)
            face(paragraph.add_run("— "), SONG, SIZE_4, latin=SONG)
            number = face(paragraph.add_run(), SONG, SIZE_4, latin=SONG)
            for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
                element = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element.text = text
                number._element.append(element)
            face(paragraph.add_run(" —"), SONG, SIZE_4, latin=SONG)

    def _paragraph(self, text: str, east_asian: str, size: Pt, *, indent: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        if indent:
            shape.first_line_indent = size * 2
        if text:
            face(paragraph.add_run(text), east_asian, size)
        return paragraph

    def blank(self) -> None:
        self._paragraph("", FANG, SIZE_3)

    def title(self, text: str) -> None:
        """2号小标宋, centred, a blank line under it."""
        paragraph = self._paragraph(text, SONG_TITLE, SIZE_2)
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.line_spacing = Pt(36)
        paragraph.paragraph_format.keep_with_next = True
        self.blank()

    def marked(self, text: str) -> None:
        """A mark in the upper left corner, 3号黑体."""
        self._paragraph(text, HEI, SIZE_3)
        self.blank()

    def centred(self, text: str) -> None:
        self._paragraph(text, KAI, SIZE_3).alignment = CENTRE

    def heading(self, text: str) -> None:
        """First level, with its number: 一、黑体."""
        self._paragraph(text, HEI, SIZE_3, indent=True).paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph of the body, two characters in."""
        self._paragraph(text, FANG, SIZE_3, indent=True)

    def labelled(self, label: str, text: str) -> None:
        """出席：…, with the label in 黑体 (domain §12, 纪要)."""
        paragraph = self._paragraph("", FANG, SIZE_3, indent=True)
        face(paragraph.add_run(label), HEI, SIZE_3)
        face(paragraph.add_run(text), FANG, SIZE_3)

    def signed(self, name: str, day: str) -> None:
        """Who and when, at the right, four characters in; never alone on a page."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.blank()
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for line in (name, day):
            paragraph = self._paragraph(line, FANG, SIZE_3)
            paragraph.alignment = RIGHT
            paragraph.paragraph_format.right_indent = SIZE_3 * 4
            paragraph.paragraph_format.keep_with_next = line == name

    def gap(self) -> None:
        """A little air under a table."""
        self._paragraph("", FANG, SIZE_5).paragraph_format.line_spacing = Pt(10)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        numbers_from: int = 1,
        size: Pt = SIZE_5,
    ) -> None:
        """A table with its heads repeated on every page. Widths in mm; columns from `numbers_from` on are right-aligned."""
        table = self.document.add_table(rows=0, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _inset(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate([heads, *rows]):
            added = table.add_row()
            added.height, added.height_rule = ROW, WD_ROW_HEIGHT_RULE.AT_LEAST
            properties = added._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for place, (cell, value) in enumerate(zip(added.cells, row, strict=True)):
                cell.width = Mm(widths[place])
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if number == 0:
                    paragraph.alignment = CENTRE
                elif place >= numbers_from:
                    paragraph.alignment = RIGHT
                face(paragraph.add_run(value), HEI if number == 0 else FANG, size)
        self.gap()

    def content(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()
