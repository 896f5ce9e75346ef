"""manage.py make_paper_templates: writes the Word templates of the product."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import BaseCommand
from docx.shared import Mm, Pt

from documents.contexts import statistics
from documents.contexts.layout import HEADS, default_path
from documents.management.official_page import (
    CENTRE,
    FANG,
    KAI,
    SIZE_2,
    SIZE_5,
    SONG_TITLE,
    OfficialPage,
    element,
    set_face,
)
from documents.states import PaperKind


class Command(BaseCommand):
    help = "Write the product's own Word templates anew, after this module was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, write in TEMPLATES.items():
            path = default_path(kind)
            path.write_bytes(write().content())
            self.stdout.write(f"{path.name} {path.stat().st_size}")


def minutes_template() -> OfficialPage:
    page = OfficialPage()
    page.organization()
    page.title("{{ 标题 }}")
    _lines(page, "基本情况")
    _turnout_and_body(page)
    page.blank()
    page.text("主持人签名：　　　　　　　　　记录人签名：")
    page.code()
    return page


def _lines(page: OfficialPage, rows: str) -> None:
    page.tag(f"for 行 in {rows}")
    page.labelled("{{ 行.名称 }}", "{{ 行.内容 }}")
    page.tag("endfor")


def _turnout_and_body(page: OfficialPage, of: str = "") -> None:
    page.heading("一、到会情况")
    page.text(f"{{{{ {of}到会 }}}}")
    _lines(page, f"{of}到会名单")
    page.tag(f"for 部分 in {of}正文")
    page.heading("{{ 部分.标题 }}")
    _lines(page, "部分.行")
    page.tag("endfor")


def sign_in_template() -> OfficialPage:
    page = OfficialPage()
    page.organization()
    page.title("{{ 标题 }}")
    for name in ("主题", "时间", "地点"):
        page.tag(f"if {name}")
        page.labelled(f"{name}：", f"{{{{ {name} }}}}")
        page.tag("endif")
    page.labelled("应到：", "{{ 应到 }}人{% if not 是空白 %}　实到：{{ 实到 }}人{% endif %}")
    page.blank()
    heads = ("序号", "姓名", "到会", "签名")
    table = page.table("人 in 名单", heads, (16, 40, 30, 70), cells=(*heads[:3], ""), centred=(0,))
    for text in ("{%tr for 行 in 空行 if 是空白 %}", "{{ 行.序号 }}", "{%tr endfor %}"):
        set_face(table.add_row().cells[0].paragraphs[0].add_run(text), FANG, SIZE_5)
    for row in table.rows:
        row.height = Mm(10)
    page.tag("if 列席")
    page.labelled(
        "列席：", "{% for 人 in 列席 %}{{ 人.姓名 }}{% if not loop.last %}、{% endif %}{% endfor %}"
    )
    page.tag("endif")
    page.code()
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


def workbook_template() -> OfficialPage:
    page, part = OfficialPage(), iter(PARTS)
    page.document.settings.element.append(element("updateFields", val="true"))  # Word fills in the contents
    _cover(page)
    _contents(page)
    _part(page, next(part))
    page.table("行 in 基本情况", ("项目", "内容"), (36, 120), cells=("名称", "内容"))
    _part(page, next(part), new_page=False)
    page.table("人 in 支委会", HEADS["committee"], (36, 36, 42, 42))
    _part(page, next(part))
    page.table("人 in 名册", HEADS["roll"], (11, 19, 11, 29, 37, 13, 25, 11), centred=(0, 2, 5))
    _part(page, next(part))
    page.tag("for 行 in 工作打算")
    page.text("{{ 行.内容 }}")
    page.tag("endfor")
    page.table("行 in 计划", HEADS["plan"], (24, 36, 74, 22))
    _part(page, next(part))
    page.text("截至{{ 截至 }}，共{{ 会议数 }}次。")
    page.tag("for 会议记录 in 会议")
    page.line("{{ 会议记录.序号 }}. {{ 会议记录.日期 }}{{ 会议记录.标题 }}", KAI)
    page.keep_with_next()
    page.level(2)
    page.new_page()
    page.blank()
    _lines(page, "会议记录.基本情况")
    _turnout_and_body(page, "会议记录.")
    page.tag("endfor")
    _part(page, next(part))
    _attendance(page)
    for rows, heads, widths in (
        ("党课", "lectures", (24, 48, 26, 26, 16, 16)),
        ("问题清单", "problems", (11, 38, 18, 31, 18, 20, 20)),
        ("评议", "appraisal", (11, 24, 53, 28, 40)),
        ("谈心谈话", "talks", (28, 38, 38, 52)),
        ("落实", "decisions", (11, 24, 34, 19, 24, 18, 26)),
    ):
        _part(page, next(part), new_page=False)
        _table_or(page, "没有登记。", f"行 in {rows}", HEADS[heads], widths)
    return page


def _cover(page: OfficialPage) -> None:
    page.mark("{{ 密级 }}")
    for _ in range(4):
        page.blank()
    for text, size in (("{{ 标题 }}", Pt(36)), ("{{ 年份 }}年度", SIZE_2)):
        paragraph = page.line(text, SONG_TITLE, size)
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.line_spacing = Pt(54)
    for _ in range(8):
        page.blank()
    for text in ("{{ 党组织 }}", "{{ 制作日期 }}"):
        page.line(text).alignment = CENTRE


def _contents(page: OfficialPage) -> None:
    """The table of contents as a Word field; until Word updates it, the titles have no page numbers."""
    page.line("目　录", SONG_TITLE, SIZE_2).alignment = CENTRE
    page.new_page()
    page.blank()
    page.line("")
    page.field(kind="begin")
    page.field(instruction=' TOC \\o "1-2" \\h \\z \\u ')
    page.field(kind="separate")
    for title in PARTS:
        page.line(title)
    page.line("")
    page.field(kind="end")


def _part(page: OfficialPage, title: str, *, new_page: bool = True) -> None:
    page.heading(title)
    page.level(1)
    if new_page:
        page.new_page()


def _table_or(page: OfficialPage, nothing: str, each: str, *table: Any, **more: Any) -> None:
    """The table, or a sentence where it would have no rows."""
    page.tag(f"if {each.split()[-1]}")
    page.table(each, *table, **more)
    page.tag("else")
    page.text(nothing)
    page.tag("endif")


def _attendance(page: OfficialPage) -> None:
    """A column for each month, written out, because {%tc %} would need as many tags."""
    names = ("应到", "实到", "请假", "缺席", "补学", "参会率", "覆盖率")
    page.text("各月写“实到/应到”；补学不计入参会率，另计覆盖率。")
    table = page.table(
        "人 in 到会统计",
        ["姓名", *[str(month) for month in range(1, 13)], *names],
        [17, *[6.5] * 12, *[7] * 5, 13, 13],
        cells=["姓名", *[f"各月[{month}]" for month in range(12)], *names],
        centred=range(1, 20),
    )
    for row in table.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(7.5)
            margins = element("tcMar")  # narrow margins, so that twenty columns fit
            margins.append(element("left", w="20", type="dxa"))
            margins.append(element("right", w="20", type="dxa"))
            cell._tc.get_or_add_tcPr().append(margins)


def member_year_template() -> OfficialPage:
    page = OfficialPage()
    page.mark("{{ 密级 }}")
    page.title("{{ 标题 }}")
    page.labelled("姓名：", "{{ 姓名 }}（{{ 类别 }}，{{ 入党日期 }}入党）")
    page.labelled("党支部：", "{{ 党支部 }}{% if 党小组 %}　{{ 党小组 }}{% endif %}")
    page.labelled(
        "到会：",
        "应到{{ 应到 }}次，出席{{ 出席 }}次，请假{{ 请假 }}次，缺席{{ 缺席 }}次，参会率{{ 参会率 }}。",
    )
    page.labelled("补学：", "补了{{ 补学 }}次，还有{{ 待补学 }}次没有补，覆盖率{{ 覆盖率 }}。")
    page.labelled("学时：", "听党课{{ 学时 }}学时。")
    page.blank()
    _table_or(page, "这一年还没有计入的会议。", "行 in 记录", HEADS["own"], (24, 29, 40, 16, 16, 19, 12))
    page.blank()
    page.text("本人签名：　　　　　　　　　支部书记签名：")
    return page


def handover_template() -> OfficialPage:
    page = OfficialPage()
    page.organization()
    page.title("{{ 标题 }}")
    page.text("{{ 打印日期 }}，{{ 说明 }}")
    page.tag("for 项 in 部分")
    page.heading("{{ 项.标题 }}")
    heads, cells = ("序号", "事项", "说明", "期限"), ("序号", "名称", "内容", "期限")
    _table_or(page, "{{ 项.空话 }}", "行 in 项.行", heads, (12, 48, 58, 38), cells=cells, centred=(0,))
    page.tag("endfor")
    page.blank()
    page.text("以上事项已当面交清。")
    for label, name in (("移交人", "{{ 移交人 }}"), ("接交人", "{{ 接交人 }}"), ("监交人", "")):
        page.text(f"{label}：{name}　　　　　签名：　　　　　　　日期：")
    return page


def statistics_template() -> OfficialPage:
    page = OfficialPage()
    page.organization()
    page.title("{{ 标题 }}")
    page.table("行 in 统计", statistics.HEADS, (56, 20, 20, 20, 20, 20), right_from=1)
    page.text("一次会议有两种类型的，各计一次；合计和到会人次只计一次。只计已提交和已确认的会议。")
    page.signed("填表人：", "填表日期：")
    return page


def report_template() -> OfficialPage:
    """The supervision report of a month as a letter."""
    page = OfficialPage()
    page.mark("{{ 密级 }}")
    page.title("{{ 标题 }}")
    page.heading("一、总体情况")
    page.text("{{ 总体情况 }}")
    page.tag("if 有数字")
    page.table(
        "行 in 制度",
        ("项目", "周期", "应开", "完成", "完成率", "参会率"),
        (40, 24, 22, 22, 24, 24),
        right_from=2,
    )
    page.tag("endif")
    page.tag("if 各单位")
    page.heading("二、各单位情况")
    page.text("按组织序列排列，不作排名。")
    heads: Sequence[str] = ("党组织", "支部", "应开", "完成", "完成率", "参会率", "未开展", "补录")
    page.table("行 in 各单位", heads, (48, 14, 15, 15, 18, 18, 15, 13), right_from=1)
    page.tag("endif")
    page.heading("三、{{ 未开展标题 }}")
    _text_if(page, "未开展说明")
    heads = ("党组织", "缺项", "应开期", "连续", "责任人")
    _table_or(page, "没有。", "行 in 未开展", heads, (60, 26, 32, 16, 22))
    _text_if(page, "未开展余下")
    page.heading("四、逾期补录")
    _table_or(page, "没有。", "行 in 逾期补录", ("党组织", "会议", "召开", "提交"), (60, 48, 24, 24))
    _text_if(page, "逾期补录余下")
    page.tag("if 更正")
    page.heading("五、冻结后的更正")
    page.text("以下变化不改动上面的数字。")
    page.tag("for 条 in 更正")
    page.text("{{ 条 }}")
    page.tag("endfor")
    _text_if(page, "更正余下")
    page.tag("endif")
    page.heading("{% if 更正 %}六{% else %}五{% endif %}、统计口径")
    page.text("{{ 统计口径 }}")
    page.text("{{ 版本 }}")
    page.keep_with_next()
    page.tag("if 落款")
    page.signed("{{ 落款 }}", "{{ 落款日期 }}")
    page.tag("endif")
    return page


def _text_if(page: OfficialPage, name: str) -> None:
    page.tag(f"if {name}")
    page.text(f"{{{{ {name} }}}}")
    page.tag("endif")


TEMPLATES: dict[str, Callable[[], OfficialPage]] = {
    PaperKind.MINUTES: minutes_template,
    PaperKind.SIGN_IN: sign_in_template,
    PaperKind.WORKBOOK: workbook_template,
    PaperKind.MEMBER_YEAR: member_year_template,
    PaperKind.HANDOVER: handover_template,
    "statistics": statistics_template,
    "report": report_template,
}
