"""The workbook and the official document: what they hold, how they look, who gets which rows."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from audit import jobs
from audit.models import Entry
from branches import actions as tree
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from documents import actions as documents_actions
from documents.contexts import layout
from documents.contexts.report import gather_content
from documents.contexts.report_files import missed_rows
from documents.models import ReportFile
from meetings.models import Meeting
from obligations import actions as obligations
from reports import actions
from reports.actions.build_report import draw_up
from reports.models import Report
from reports.selectors.report_table import report_table
from reports.sql import snapshot
from tests.forest_fixtures import Forest
from tests.hand import OCTOBER, counted_meeting, moment, table_of

pytestmark = pytest.mark.once  # what papers say


@pytest.fixture
def report(forest: Forest, clock: Any) -> Report:
    counted_meeting(
        forest.deep, "2026-10-16", "theme_day", is_late=True, submitted_at=moment("2026-10-28T09:00")
    )
    counted_meeting(forest.groups[0], "2026-10-16", "group")
    made = actions.freeze(organization=forest.district, month=OCTOBER, by=SYSTEM)
    clock.move_to(moment("2026-11-23T09:00"))
    counted_meeting(forest.near, "2026-10-18", "theme_day", submitted_at=the_clock.now())
    actions.notice_corrections(by=SYSTEM)
    return made


def sheets(report: Report, by: Any = SYSTEM) -> dict[str, list[tuple[Any, ...]]]:
    _, content = documents_actions.export_report(report=report, form="xlsx", by=by)
    book = load_workbook(BytesIO(content), data_only=True)
    return {sheet.title: table_of(sheet) for sheet in book}


def test_the_table_has_a_row_for_every_organization_and_no_ranking(report: Report) -> None:
    heads, *rows = sheets(report)["总表"]
    assert heads == (
        "序号", "党组织名称", "党员数", "支部数", "支部党员大会应召开", "支部党员大会已召开", "支委会应召开",
        "支委会已召开", "党小组会应召开", "党小组会已召开", "主题党日应召开", "主题党日已召开", "党课应召开",
        "党课已召开", "应开未开·已说明", "完成率（%）", "应到人次", "实到人次", "请假", "缺席", "参会率（%）", "逾期补录",
        "退回修改", "备注",
    )  # fmt: skip
    assert [row[1] for row in rows] == ["D", "　S", "　　G", "　　　P", "　　M", "　N"]
    assert rows[0][2:] == (
        0, 3, 3, 0, "不适用", "不适用", 2, 1, 3, 1, 3, 0, 0, 40, 20, 18, 2, 0, 90, 1, 0, None,
    )  # fmt: skip


def test_sums_are_formulas_over_the_rows_below_and_rates_are_numbers(report: Report) -> None:
    _, content = documents_actions.export_report(report=report, form="xlsx", by=SYSTEM)
    sheet = load_workbook(BytesIO(content))["总表"]
    heads = {cell.value: cell.column_letter for cell in sheet[4]}
    expected = heads["应到人次"]
    assert [sheet[f"{expected}{row}"].value for row in range(5, 11)] == [
        f"=SUM({expected}6,{expected}10)",
        f"=SUM({expected}7,{expected}9)",
        f"=SUM({expected}8)",
        10,
        10,
        0,
    ]
    rate = sheet[f"{heads['参会率（%）']}5"]
    assert (rate.value, rate.number_format) == (90, "0.0")


def test_the_list_of_what_was_missed_and_of_late_records(report: Report) -> None:
    found = sheets(report)
    assert [row[1:6] for row in found["未开展名单"][1:]] == [
        ("M", "S", "主题党日", "2026年10月", 12),
        ("MM-2", "S", "党小组会", "2026年10月", 12),
        ("N", "D", "主题党日", "2026年10月", 12),
    ]
    (late,) = found["逾期补录"][1:]
    assert (late[1], late[2], late[6:9]) == ("P", "主题党日", (12, 10, 9))
    Meeting.objects.filter(is_late=True).update(theme="改过", status="returned")  # what becomes of it later
    assert sheets(report)["逾期补录"] == found["逾期补录"]
    assert snapshot.content_digest(report) == report.digest
    report.late[0]["present"] += 1
    assert snapshot.content_digest(report) != report.digest
    heads, *changes = found["冻结后的更正"]
    assert heads == ("序号", "党组织", "制度", "项目", "冻结时", "更正后", "原因", "发现日期")
    assert {row[1:3] + row[6:7] for row in changes} == {("N", "主题党日", "10月18日主题党日11月23日补录")}
    assert sorted(row[3:6] for row in changes) == [
        ("实到人次", 0, 9), ("已开", 0, 1), ("应到人次", 0, 10), ("请假", 0, 1),
    ]  # fmt: skip


def test_before_the_month_is_over_the_files_list_what_is_lacking(
    forest: Forest, clock: Any, django_assert_num_queries: Any
) -> None:
    clock.move_to(moment("2026-10-31T20:00"))
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    draft = actions.draw_up(organization=forest.district, month=OCTOBER, by=SYSTEM)
    found = sheets(draft)
    assert "未开展名单" not in found
    assert [(row[1], row[5]) for row in found["未完成项目"][1:]] == [
        ("M", 0), ("MM-1", 0), ("MM-2", 0), ("N", 0),
    ]  # fmt: skip
    with django_assert_num_queries(7):  # none for each group
        assert len(list(missed_rows(gather_content(draft, SYSTEM)))) == 4
    _, content = documents_actions.export_report(report=draft, form="docx", by=SYSTEM)
    texts = [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
    assert "三、未完成事项" in texts
    assert any("本月还没有结束，未开展事项月后统计。" in text for text in texts)
    assert not any("无未开展事项" in text for text in texts)


def test_a_name_that_begins_like_a_formula_stays_text(report: Report) -> None:
    Organization.objects.filter(code="N").update(short_name="=1+1")
    _, content = documents_actions.export_report(report=report, form="xlsx", by=SYSTEM)
    cell = load_workbook(BytesIO(content))["总表"].cell(10, 2)
    assert cell.data_type == "s"
    assert "=1+1" in cell.value


def test_the_document_is_laid_out_as_official_documents_are(report: Report) -> None:
    """R-DOC-01: A4, margins, faces for Chinese, exact line, page numbers; R-DOC-03: no number of its own."""
    name, content = documents_actions.export_report(report=report, form="docx", by=SYSTEM)
    assert name == "D2026年10月组织生活督查月报.docx"
    document = Document(BytesIO(content))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size / 36000) for size in sizes] == [210, 297, 37, 35]
    assert [round(size / 36000) for size in (section.left_margin, section.right_margin)] == [28, 26]
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}

    def faces(text: str) -> tuple[str, Pt]:
        run = by_text[text].runs[0]
        return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size

    assert faces("D2026年10月组织生活督查月报") == ("方正小标宋简体", Pt(22))
    assert faces("一、总体情况") == ("黑体", Pt(16))
    summary = next(text for text in by_text if text.startswith("10月共有3个党支部"))
    assert faces(summary) == ("仿宋_GB2312", Pt(16))
    assert by_text[summary].paragraph_format.line_spacing == Pt(29)
    assert "应召开5次，已召开2次，完成率40.0%。应到20人次，实到18人次，参会率90.0%。" in summary
    assert "2个党支部有未开展事项，共3项，其中2个党支部连续2期以上，最多连续12期。" in summary
    assert section.footer.paragraphs[0].text.startswith("— ")
    assert "内部资料" in by_text
    assert abs(section.footer_distance - Mm(25)) < Mm(1)


def test_the_letter_states_the_stored_figures(report: Report) -> None:
    _, content = documents_actions.export_report(report=report, form="docx", by=SYSTEM)
    rules, units, missed, late, corrected = (
        [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]
        for table in Document(BytesIO(content)).tables
    )
    lines = report.lines.filter(organization=report.organization).order_by("rule__code")
    assert [row[2:4] for row in rules] == [
        ("不适用", "—") if line.required is None else (str(line.required), str(line.held)) for line in lines
    ]
    totals = [report.totals.get(organization__code=code) for code in ("S", "N")]
    assert [(row[0], *map(int, row[1:4]), *map(int, row[8:])) for row in units] == [
        (
            total.organization.short_name, total.branches, total.required, total.held, total.missed, 0,
            total.late_records,
        )
        for total in totals
    ]  # fmt: skip
    whole = report.totals.get(organization=report.organization)
    assert (len(missed), len(late), len(corrected)) == (whole.missed, whole.late_records, 4)


EXPLAINED = {  # by whom and for what → 应开未开·已说明 of the district, the rows so marked, what is still to be explained
    ("M", "R-MEET-04"): (1, {"M"}, "未开展、还没有说明的事项由各党支部"),
    ("S", "R-MEET-04"): (1, {"M"}, "未开展、还没有说明的事项由各党支部"),
    ("M", "R-MEET-03"): (1, {"MM-2"}, "未开展、还没有说明的事项由各党支部"),
    ("P", "R-MEET-04"): (0, set(), "未开展事项由各党支部"),  # it held its own
    ("D", "R-MEET-04"): (2, {"M", "N"}, "未开展、还没有说明的事项由各党支部"),
}


@pytest.mark.parametrize(("where", "rule"), EXPLAINED)
def test_an_explained_duty_stays_missed_and_is_marked_on_page_and_paper(
    forest: Forest, clock: Any, where: str, rule: str
) -> None:
    """L17, R-LGR-03: 应开未开·已说明; the count of what was asked and missed does not change."""
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    counted_meeting(forest.groups[0], "2026-10-16", "group")
    obligations.waive(
        organization=Organization.objects.get(code=where),
        rule=rule,
        since=OCTOBER.since,
        until=OCTOBER.until,
        reason="征迁",
        by=SYSTEM,
    )
    made = actions.freeze(organization=forest.district, month=OCTOBER, by=SYSTEM)
    count, marked, demand = EXPLAINED[where, rule]
    found = sheets(made)
    heads, *rows = found["总表"]
    assert dict(zip(heads, rows[0], strict=True))["应开未开·已说明"] == count
    assert {row[1] for row in found["未开展名单"][1:] if row[6] == "已说明"} == marked
    assert len(found["未开展名单"][1:]) == made.totals.get(organization=forest.district).missed == 3
    _, content = documents_actions.export_report(report=made, form="docx", by=SYSTEM)
    document = Document(BytesIO(content))
    said = "".join(paragraph.text for paragraph in document.paragraphs)
    assert (f"共3项（应开未开·已说明{count}项）" in said) is bool(count)
    assert demand in said
    assert {
        row.cells[0].text for row in document.tables[2].rows[1:] if row.cells[4].text == "已说明"
    } == marked
    units = {row.cells[0].text: row.cells[9].text for row in document.tables[1].rows[1:]}
    assert sum(map(int, units.values())) == count
    page = report_table(made, opened=["all"], by=SYSTEM)
    assert page.top is not None
    assert (page.top.explained, sum(gap.explained for gap in page.shortfalls)) == (count, count)


def test_a_branch_takes_away_its_own_rows_only(world: Any) -> None:
    report = actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)
    actions.publish(report=report, by=SYSTEM)
    names = [row[1].strip("　") for row in sheets(report, world.lin.actor)["总表"][1:]]
    assert names == ["滨江社区第二党支部"]
    assert len(sheets(report, world.wei.actor)["总表"]) == 10
    assert [row[1] for row in sheets(report, world.shen.actor)["总表"][1:]] == ["云台社区第一党支部"]
    with pytest.raises(NotYours):
        documents_actions.export_report(report=report, form="xlsx", by=world.hua.actor)
    assert list(Entry.objects.filter(action="report.export").values_list("who", flat=True)) == [
        "沈怀民", "韦明", "林知远",
    ]  # fmt: skip


def test_a_frozen_report_keeps_the_names_and_the_places_of_its_day(
    report: Report, forest: Forest, clock: Any
) -> None:
    """Also when the renaming is registered later with an earlier date, and only until it is frozen."""
    before, digest = sheets(report), snapshot.content_digest(report)
    clock.move_to(moment("2026-11-24T09:00"))
    for place in (forest.district, forest.mid, forest.groups[1]):
        tree.rename(organization=place, name="新", short_name="新", effective_on=OCTOBER.since, by=SYSTEM)
    tree.rename(
        organization=forest.mid, name="更新", short_name="更新", effective_on=OCTOBER.since, by=SYSTEM
    )
    november = OCTOBER.next().since
    tree.move(organization=forest.mid, parent=forest.district, effective_on=november, by=SYSTEM)
    kept = Report.objects.get(pk=report.pk)
    name, content = documents_actions.export_report(report=kept, form="docx", by=SYSTEM)
    assert (sheets(Report.objects.get(pk=report.pk)), snapshot.content_digest(kept)) == (before, digest)
    assert name.startswith("D2026年10月")
    assert not any("新" in paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    seen = report_table(Report.objects.get(pk=report.pk), opened=["all"], by=SYSTEM)
    assert [row.organization.short_name for row in seen.rows] == ["D", "S", "G", "P", "M", "N"]
    assert [(gap.branch.short_name, [line.organization.short_name for line in gap.lines]) for gap in seen.shortfalls] == [
        ("M", ["M", "M-2"]), ("N", ["N"]),
    ]  # fmt: skip


def made_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The forms that were laid out since, not taken from what is kept."""
    made: list[str] = []
    lay_out = layout.lay_out

    def counting(paper: Any, form: str) -> bytes:
        made.append(form)
        return lay_out(paper, form)

    monkeypatch.setattr(layout, "lay_out", counting)
    return made


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_file_of_a_frozen_report_is_made_once_and_kept(
    report: Report, forest: Forest, clock: Any, monkeypatch: pytest.MonkeyPatch, form: Any
) -> None:
    made = made_files(monkeypatch)

    def file() -> tuple[str, bytes]:
        return documents_actions.export_report(report=Report.objects.get(pk=report.pk), form=form, by=SYSTEM)

    first = file()
    clock.move_to(moment("2026-11-24T09:00"))
    assert file() == first
    assert made == [form]
    entries = Entry.objects.filter(action="report.export").order_by("-id")[:2]
    assert entries[0].after == entries[1].after

    (kept,) = ReportFile.objects.all()
    assert kept.sha256 == hashlib.sha256(first[1]).hexdigest()
    default_storage.delete(kept.path)  # what is gone is made anew, under the same row
    assert file()[0] == first[0]
    assert made == [form] * 2
    assert file()[1] == jobs.read_file(ReportFile.objects.get().path)

    # What is printed changes: a correction, the publishing, the withdrawal.
    report.amendments.create(
        organization=forest.near, rule=report.lines.first().rule, field="held", old=0, new=1, reason="补"
    )
    file()
    actions.publish(report=Report.objects.get(pk=report.pk), by=SYSTEM)
    file()
    version = actions.withdraw(
        report=Report.objects.get(pk=report.pk), reason="数字有误", document="海组〔2026〕9号", by=SYSTEM
    )
    file()
    documents_actions.export_report(report=version, form=form, by=SYSTEM)
    file()
    assert made == [form] * 6
    assert sorted(ReportFile.objects.values_list("report__version", flat=True)) == [1, 1, 1, 1, 2]


def test_a_draft_is_made_anew_each_time(forest: Forest, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_files(monkeypatch)
    draft = draw_up(organization=forest.district, month=OCTOBER, by=SYSTEM)
    for _ in range(2):
        documents_actions.export_report(report=draft, form="docx", by=SYSTEM)
    assert made == ["docx"] * 2
    assert not ReportFile.objects.exists()
