"""The templates that come with the product, written with python-docx in the layout of GB/T 9704-2012.

`manage.py make_paper_templates` writes them to meetings/paper_templates/; a district downloads one, changes it in Word
and uploads it again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.word import (
    CENTRE,
    FANG,
    KAI,
    RIGHT,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SONG_TITLE,
    Letter,
    face,
)
from meetings.states import PaperKind

PLACE = Path(__file__).resolve().parent.parent / "paper_templates"


class Layout(Letter):
    """A letter with loops in it."""

    def tag(self, text: str) -> None:
        """{%p for … %}: the paragraph that holds it disappears."""
        self._paragraph("{%p " + text + " %}", FANG, SIZE_3)

    def line(self, label: str, text: str) -> None:
        """A label in 黑体 and its text in 仿宋; either may be a field."""
        self.labelled(label, text)

    def level(self, number: int) -> None:
        """Say to Word that the last paragraph is a heading, for the contents."""
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(number - 1))
        self.document.paragraphs[-1]._p.get_or_add_pPr().append(level)

    def new_page(self) -> None:
        self.document.paragraphs[-1].paragraph_format.page_break_before = True

    def small(self, text: str) -> None:
        self._paragraph(text, FANG, SIZE_4)

    def loop(
        self,
        each: str,
        heads: Sequence[str],
        cells: Sequence[str],
        widths: Sequence[float],
        *,
        numbers: Sequence[int] = (),
    ) -> None:
        """A table with a row for each: its heads, the loop, its cells, the loop's end."""
        count = len(heads)
        marks = [f"{{%tr for {each} %}}"] + [""] * (count - 1)
        self.table(
            heads, [marks, list(cells), ["{%tr endfor %}"] + [""] * (count - 1)], widths, numbers_from=99
        )
        rows = self.document.tables[-1].rows
        for place in numbers:
            rows[2].cells[place].paragraphs[0].alignment = CENTRE

    def code(self) -> None:
        """The code beside its words, at the right under the signatures; in a table, so that no text is moved by it."""
        self._paragraph("{%p if 二维码 %}", FANG, SIZE_3)
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        for column, cell, width in zip(table.columns, table.rows[0].cells, (132, 24), strict=True):
            column.width = cell.width = Mm(width)
        left, right = (cell.paragraphs[0] for cell in table.rows[0].cells)
        left.alignment = RIGHT
        right.alignment = CENTRE
        face(left.add_run("{{ 二维码说明 }}"), FANG, SIZE_5)
        face(right.add_run("{{ 二维码 }}"), FANG, SIZE_5)
        self._paragraph("{%p endif %}", FANG, SIZE_3)

    def body_of(self, section: str, *, outline: int = 0) -> None:
        """正文: parts with their titles and lines."""
        self.tag(f"for 部分 in {section}")
        self.heading("{{ 部分.标题 }}")
        self.tag("for 行 in 部分.行")
        self.line("{{ 行.名称 }}", "{{ 行.内容 }}")
        self.tag("endfor")
        self.tag("endfor")

    def field(self, instruction: str, kind: str) -> Any:
        """One end of a Word field."""
        run = self.document.paragraphs[-1].add_run()
        face(run, FANG, SIZE_3)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
        run._element.append(element)
        return run


def minutes() -> Layout:
    page = Layout()
    page.centred("{{ 党组织 }}")
    page.title("{{ 标题 }}")
    page.tag("for 行 in 基本情况")
    page.line("{{ 行.名称 }}", "{{ 行.内容 }}")
    page.tag("endfor")
    _turnout_and_body(page)
    page.blank()
    page.text("主持人签名：　　　　　　　　　记录人签名：")
    page.code()
    return page


def _turnout_and_body(page: Layout, of: str = "") -> None:
    page.heading("一、到会情况")
    page.text(f"{{{{ {of}到会 }}}}")
    page.tag(f"for 行 in {of}到会名单")
    page.line("{{ 行.名称 }}", "{{ 行.内容 }}")
    page.tag("endfor")
    page.body_of(f"{of}正文")


def sign_in() -> Layout:
    page = Layout()
    page.centred("{{ 党组织 }}")
    page.title("{{ 标题 }}")
    for name in ("主题", "时间", "地点"):
        page.tag(f"if {name}")
        page.line(f"{name}：", f"{{{{ {name} }}}}")
        page.tag("endif")
    page.line("应到：", "{{ 应到 }}人{% if not 是空白 %}　实到：{{ 实到 }}人{% endif %}")
    page.blank()
    heads, cells = ("序号", "姓名", "到会", "签名"), ("{{ 人.序号 }}", "{{ 人.姓名 }}", "{{ 人.到会 }}", "")
    widths = (16, 40, 30, 70)
    page.loop("人 in 名单", heads, cells, widths, numbers=(0,))
    table: Any = page.document.tables[-1]
    for texts in (["{%tr for 行 in 空行 if 是空白 %}"], ["{{ 行.序号 }}"], ["{%tr endfor %}"]):
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            face(cell.paragraphs[0].add_run(text), FANG, SIZE_5)
    for row in table.rows:
        row.height = Mm(10)
    page.tag("if 列席")
    page.line("列席：", "{% for 人 in 列席 %}{{ 人.姓名 }}{% if not loop.last %}、{% endif %}{% endfor %}")
    page.tag("endif")
    page.code()
    return page


def workbook() -> Layout:
    page = Layout()
    page.document.settings.element.append(_update_fields())
    _cover(page)
    _contents(page)
    _part(page, "一、支部基本情况")
    page.loop("行 in 基本情况", ("项目", "内容"), ("{{ 行.名称 }}", "{{ 行.内容 }}"), (36, 120))
    _part(page, "二、支委会和党内职务", new_page=False)
    cells = ("{{ 人.职务 }}", "{{ 人.姓名 }}", "{{ 人.任职 }}", "{{ 人.离任 }}")
    page.loop("人 in 支委会", ("职务", "姓名", "任职", "离任"), cells, (36, 36, 42, 42))
    _part(page, "三、党员名册")
    names: Sequence[str] = ("序号", "姓名", "性别", "出生", "入党日期", "类别", "党小组", "备注")
    page.loop(
        "人 in 名册",
        names,
        [f"{{{{ 人.{name} }}}}" for name in names],
        (11, 19, 11, 29, 37, 13, 25, 11),
        numbers=(0, 2, 5),
    )
    _part(page, "四、年度计划")
    page.tag("for 行 in 工作打算")
    page.text("{{ 行.内容 }}")
    page.tag("endfor")
    names = ("日期", "类型", "主题", "状态")
    page.loop("行 in 计划", names, [f"{{{{ 行.{name} }}}}" for name in names], (24, 36, 74, 22))
    _part(page, "五、会议记录")
    page.text("截至{{ 截至 }}，共{{ 会议数 }}次。")
    page.tag("for 会议记录 in 会议")
    page._paragraph("{{ 会议记录.序号 }}. {{ 会议记录.日期 }}{{ 会议记录.标题 }}", KAI, SIZE_3)
    page.document.paragraphs[-1].paragraph_format.keep_with_next = True
    page.level(2)
    page.new_page()
    page.blank()
    page.tag("for 行 in 会议记录.基本情况")
    page.line("{{ 行.名称 }}", "{{ 行.内容 }}")
    page.tag("endfor")
    _turnout_and_body(page, "会议记录.")
    page.tag("endfor")
    _part(page, "六、党员参加组织生活情况")
    _attendance(page)
    _part(page, "七、党课", new_page=False)
    _table_or_none(page, "党课", ("日期", "题目", "主讲人", "身份", "学时", "听课"), (24, 48, 26, 26, 16, 16))
    _part(page, "八、组织生活会的问题和整改", new_page=False)
    names = ("序号", "问题", "谁的", "措施", "责任人", "期限", "完成")
    _table_or_none(page, "问题清单", names, (11, 38, 18, 31, 18, 20, 20))
    _part(page, "九、民主评议党员", new_page=False)
    _table_or_none(page, "评议", ("序号", "姓名", "测评", "等次", "意见"), (11, 24, 53, 28, 40))
    _part(page, "十、谈心谈话", new_page=False)
    _table_or_none(page, "谈心谈话", ("日期", "谈话人", "谈话对象", "由头"), (28, 38, 38, 52))
    _part(page, "十一、决议落实", new_page=False)
    names = ("序号", "会议", "决议", "负责人", "期限", "落实", "说明")
    _table_or_none(page, "落实", names, (11, 24, 34, 19, 24, 18, 26))
    return page


def _update_fields() -> Any:
    """Word fills in the contents when it opens the file."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    return update


def _cover(page: Layout) -> None:
    page.marked("{{ 密级 }}")
    for _ in range(4):
        page.blank()
    for text, size in (("{{ 标题 }}", Pt(36)), ("{{ 年份 }}年度", SIZE_2)):
        paragraph = page._paragraph(text, SONG_TITLE, size)
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.line_spacing = Pt(54)
    for _ in range(8):
        page.blank()
    for text in ("{{ 党组织 }}", "{{ 制作日期 }}"):
        page._paragraph(text, FANG, SIZE_3).alignment = CENTRE


def _contents(page: Layout) -> None:
    """The contents as a field: Word counts the pages, and until it does the titles stand there without them."""
    page._paragraph("目　录", SONG_TITLE, SIZE_2).alignment = CENTRE
    page.new_page()
    page.blank()
    page._paragraph("", FANG, SIZE_3)
    page.field("", "begin")
    page.field(' TOC \\o "1-2" \\h \\z \\u ', "")
    page.field("", "separate")
    for title in PARTS:
        page._paragraph(title, FANG, SIZE_3)
    page._paragraph("", FANG, SIZE_3)
    page.field("", "end")


def _part(page: Layout, title: str, *, new_page: bool = True) -> None:
    page.heading(title)
    page.level(1)
    if new_page:
        page.new_page()


def _table_or_none(page: Layout, rows: str, names: Sequence[str], widths: Sequence[float]) -> None:
    page.tag(f"if {rows}")
    page.loop(f"行 in {rows}", names, [f"{{{{ 行.{name} }}}}" for name in names], widths)
    page.tag("else")
    page.text("没有登记。")
    page.tag("endif")


RATES = ("参会率", "覆盖率")  # two figures: what was made up is in the second only


def _attendance(page: Layout) -> None:
    """A column a month: {%tc %} would need as many marks, so the twelve are written out."""
    months = [f"{{{{ 人.各月[{n}] }}}}" for n in range(12)]
    names = ("应到", "实到", "请假", "缺席", "补学")
    heads = ["姓名", *[str(n) for n in range(1, 13)], *names, *RATES]
    cells = ["{{ 人.姓名 }}", *months, *[f"{{{{ 人.{name} }}}}" for name in (*names, *RATES)]]
    page.text("各月写“实到/应到”；补学不计入参会率，另计覆盖率。")
    widths = [17, *[6.5] * 12, *[7] * 5, 13, 13]
    page.loop("人 in 到会统计", heads, cells, widths, numbers=range(1, 20))
    for row in page.document.tables[-1].rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(7.5)
            _thin(cell)


def _thin(cell: Any) -> None:
    """Next to no margin at the sides: nineteen columns have to fit."""
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "20")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def member_year() -> Layout:
    page = Layout()
    page.marked("{{ 密级 }}")
    page.title("{{ 标题 }}")
    page.line("姓名：", "{{ 姓名 }}（{{ 类别 }}，{{ 入党日期 }}入党）")
    page.line("党支部：", "{{ 党支部 }}{% if 党小组 %}　{{ 党小组 }}{% endif %}")
    page.line(
        "到会：",
        "应到{{ 应到 }}次，出席{{ 出席 }}次，请假{{ 请假 }}次，缺席{{ 缺席 }}次，参会率{{ 参会率 }}。",
    )
    page.line("补学：", "补了{{ 补学 }}次，还有{{ 待补学 }}次没有补，覆盖率{{ 覆盖率 }}。")
    page.line("学时：", "听党课{{ 学时 }}学时。")
    page.blank()
    names = ("日期", "会议", "主题", "到会", "原因", "补学", "学时")
    page.tag("if 记录")
    page.loop("行 in 记录", names, [f"{{{{ 行.{name} }}}}" for name in names], (24, 29, 40, 16, 16, 19, 12))
    page.tag("else")
    page.text("这一年还没有计入的会议。")
    page.tag("endif")
    page.blank()
    page.text("本人签名：　　　　　　　　　支部书记签名：")
    return page


def handover() -> Layout:
    page = Layout()
    page.centred("{{ 党组织 }}")
    page.title("{{ 标题 }}")
    page.text("{{ 打印日期 }}，{{ 说明 }}")
    page.tag("for 项 in 部分")
    page.heading("{{ 项.标题 }}")
    page.tag("if 项.行")
    names = ("序号", "名称", "内容", "期限")
    page.loop(
        "行 in 项.行",
        ("序号", "事项", "说明", "期限"),
        [f"{{{{ 行.{name} }}}}" for name in names],
        (12, 48, 58, 38),
        numbers=(0,),
    )
    page.tag("else")
    page.text("{{ 项.空话 }}")
    page.tag("endif")
    page.tag("endfor")
    page.blank()
    page.text("以上事项已当面交清。")
    for label, name in (("移交人", "{{ 移交人 }}"), ("接交人", "{{ 接交人 }}"), ("监交人", "")):
        page.text(f"{label}：{name}　　　　　签名：　　　　　　　日期：")
    return page


PARTS = (
    "一、支部基本情况",
    "二、支委会和党内职务",
    "三、党员名册",
    "四、年度计划",
    "五、会议记录",
    "六、党员参加组织生活情况",
    "七、党课",
    "八、组织生活会的问题和整改",
    "九、民主评议党员",
    "十、谈心谈话",
    "十一、决议落实",
)
MADE: dict[str, Callable[[], Layout]] = {
    PaperKind.MINUTES: minutes,
    PaperKind.SIGN_IN: sign_in,
    PaperKind.WORKBOOK: workbook,
    PaperKind.MEMBER_YEAR: member_year,
    PaperKind.HANDOVER: handover,
}


def path_of(kind: str) -> Path:
    return PLACE / f"{kind}.docx"


def write() -> list[Path]:
    """All of them, made anew."""
    PLACE.mkdir(exist_ok=True)
    for kind, made in MADE.items():
        path_of(kind).write_bytes(made().content())
    return [path_of(kind) for kind in MADE]
