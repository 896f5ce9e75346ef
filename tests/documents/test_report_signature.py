"""Who signs a supervision report, from when on, and what its check code covers (R-PAP-03)."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import Entry
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from documents.actions import export_report
from documents.contexts.report_identity import printed_code
from reports import actions
from reports.models import Report
from reports.rules.issuing import issuing_office
from tests.hand import OCTOBER, table_of
from tests.world import World

pytestmark = pytest.mark.once  # what papers say

DISTRICT = "中共海云区委员会"
OFFICE = "中共海云区委党的建设工作领导小组办公室"
UNSIGNED = "初稿（未签发）"
CODE = re.compile(r"校验码([0-9a-f]{4}(?: [0-9a-f]{4}){3})")


@pytest.fixture
def report(world: World) -> Report:
    Organization.objects.filter(pk=world.district.pk).update(name=DISTRICT)
    world.district.refresh_from_db()
    return actions.freeze(organization=world.district, month=OCTOBER, by=SYSTEM)


def letter(report: Report, by: Any = SYSTEM) -> tuple[str, list[str]]:
    """File name and paragraphs."""
    name, content = export_report(report=Report.objects.get(pk=report.pk), form="docx", by=by)
    return name, [text for each in Document(BytesIO(content)).paragraphs if (text := each.text.strip())]


def note_sheet(report: Report, by: Any = SYSTEM) -> dict[str, str]:
    _, content = export_report(report=Report.objects.get(pk=report.pk), form="xlsx", by=by)
    return dict(table_of(load_workbook(BytesIO(content))["说明"])[1:])


def code_in(lines: list[str]) -> str:
    (found,) = CODE.findall("\n".join(lines))
    return found


@pytest.mark.parametrize("status", ["drafted", "frozen"])
def test_what_is_not_published_is_a_draft_without_signature_or_date(world: World, status: str) -> None:
    make = actions.freeze if status == "frozen" else actions.draw_up
    _, lines = letter(made := make(organization=world.district, month=OCTOBER, by=SYSTEM))
    assert made.status == status
    assert UNSIGNED in lines
    assert not {DISTRICT, OFFICE} & set(lines)
    assert not any(re.fullmatch(r"\d{4}年\d+月\d+日", line) for line in lines)
    assert "签发后15日内报上级党组织" in "".join(lines)
    assert not CODE.findall("".join(lines))  # its words still change
    assert any(line.startswith("初稿，11月22日") for line in lines)
    _, content = export_report(report=made, form="docx", by=SYSTEM)
    assert 'string="初稿"' in Document(BytesIO(content)).sections[0].header._element.xml
    notes = note_sheet(made)
    assert (notes["标记"], {"落款", "落款日期", "校验码"} & set(notes)) == (UNSIGNED, set())


def test_the_office_that_issues_signs_what_is_published(report: Report) -> None:
    actions.publish(report=report, by=SYSTEM)
    _, lines = letter(report)
    assert lines[lines.index(OFFICE) + 1] == "2026年11月22日"
    assert UNSIGNED not in lines
    assert DISTRICT not in lines
    assert "2026年12月7日前报上级党组织" in "".join(lines)
    assert "〔" not in "".join(lines)  # R-DOC-03: no document number without a registration
    notes = note_sheet(report)
    assert (notes["标题"], notes["落款"], notes["落款日期"]) == (lines[1], OFFICE, "2026年11月22日")


def test_who_signed_stays_when_the_setting_changes(report: Report, settings: Any) -> None:
    actions.publish(report=report, by=SYSTEM)
    settings.ISSUING_OFFICES = {"D": "另一个办公室"}
    assert OFFICE in letter(report)[1]
    assert Entry.objects.get(action="report.publish").after["issuer"] == OFFICE


def test_an_extract_has_its_own_title_and_code_and_no_signature(report: Report, world: World) -> None:
    actions.publish(report=report, by=SYSTEM)
    whole, part = letter(report, world.wei.actor), letter(report, world.lin.actor)
    assert whole[0].endswith("组织生活督查月报.docx")
    assert part[0].endswith("组织生活督查月报（滨江社区第二党支部节录）.docx")
    assert part[1][1] == f"{whole[1][1]}（滨江社区第二党支部节录）"
    assert not {DISTRICT, OFFICE, "2026年11月22日"} & set(part[1])
    assert "只供中共海云区滨江社区第二党支部使用，不另署名、不盖章" in part[1][-1]
    assert not any(line.startswith("各党（工）委") for line in part[1])
    assert code_in(part[1]) != code_in(whole[1])
    assert "10月中共海云区滨江社区第二党支部有9名党员。" in "".join(part[1])
    notes = note_sheet(report, world.lin.actor)
    assert notes["标题"].endswith("节录）")
    assert "落款" not in notes
    assert notes["校验码"] != note_sheet(report, world.wei.actor)["校验码"]


def test_the_code_stays_with_the_words_and_changes_with_the_date(report: Report) -> None:
    actions.publish(report=report, by=SYSTEM)
    first, sheet = code_in(letter(report)[1]), note_sheet(report)["校验码"]
    assert code_in(letter(report)[1]) == first
    Report.objects.filter(pk=report.pk).update(published_at=report.published_at + dt.timedelta(days=1))
    assert code_in(letter(report)[1]) != first
    assert note_sheet(report)["校验码"] != sheet
    assert Entry.objects.filter(action="report.export").first().after["check_code"]


def test_the_note_of_whoever_issued_it_stands_in_the_letter(report: Report) -> None:
    actions.publish(report=report, note="请对照名单\n上门了解情况", by=SYSTEM)
    lines = letter(report)[1]
    first = lines.index("一、说明")
    assert lines[first + 1 : first + 4] == ["请对照名单", "上门了解情况", "二、总体情况"]
    assert note_sheet(report)["说明"] == "请对照名单\n上门了解情况"


def test_the_pdf_says_what_the_letter_says(report: Report) -> None:
    """Draft, then published: the same code as in Word, the same tables in the same order."""
    before = pdf_text(report)
    assert ("初稿（未签发）" in before, "校验码" in before) == (True, False)
    actions.publish(report=report, note="请对照名单", by=SYSTEM)
    whole, lines = pdf_text(report), letter(report)[1]
    assert code_in(lines).replace(" ", "") in whole
    for line in (
        OFFICE,
        "各党（工）委，各直属党组织：",
        "请对照名单",
        *(x for x in lines if x.startswith("表")),
    ):
        assert line.replace("　", "") in whole


def pdf_text(report: Report) -> str:
    _, content = export_report(report=Report.objects.get(pk=report.pk), form="pdf", by=SYSTEM)
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def test_a_rare_name_stands_in_one_font_on_paper(report: Report, world: World) -> None:
    """A character beyond GB 2312 takes its whole run along; other runs keep the usual font."""
    Organization.objects.filter(pk=world.street.pk).update(short_name="喆㛃街道")
    _, content = export_report(report=report, form="docx", by=SYSTEM)
    fonts: dict[str, set[str]] = {}
    for run in Document(BytesIO(content)).element.body.iter(qn("w:r")):
        text = "".join(each.text or "" for each in run.iter(qn("w:t")))
        if text.strip() and run.rPr is not None and run.rPr.rFonts is not None:
            fonts.setdefault(text, set()).add(run.rPr.rFonts.get(qn("w:eastAsia")))
    assert fonts["喆㛃街道"] == {"仿宋"}
    assert "仿宋_GB2312" in fonts["云台街道党工委"]


def test_the_tables_of_the_letter_are_numbered_without_a_gap(report: Report, world: World) -> None:
    actions.publish(report=report, by=SYSTEM)
    for by in (SYSTEM, world.lin.actor):
        captions = [line for line in letter(report, by)[1] if re.match(r"表\d", line)]
        assert [line[: line.index("　")] for line in captions] == [f"表{n + 1}" for n in range(len(captions))]
        assert len(captions) >= 1


def test_the_parts_of_the_letter_are_numbered_without_a_gap(report: Report, world: World) -> None:
    for by in (SYSTEM, world.lin.actor):
        parts = [line[0] for line in letter(report, by)[1] if re.match("[一二三四五六七八九]、", line)]
        assert "".join(parts) == "一二三四五六七八九"[: len(parts)]
        titles = "".join(letter(report, by)[1])
        assert all(f"、{title}" in titles for title in ("总体情况", "存在问题", "整改要求"))
    assert "、下步工作" in "".join(letter(report)[1])


@pytest.mark.parametrize(
    ("code", "name", "is_top", "office"),
    [
        ("A", DISTRICT, True, OFFICE),
        ("A", "区委", True, "区委党的建设工作领导小组办公室"),
        ("A", "中共青川县委员会", True, "中共青川县委党的建设工作领导小组办公室"),
        ("A-1", "中共海云区滨江街道工作委员会", False, "中共海云区滨江街道工作委员会党建工作办公室"),
        ("A-2", "中共海云区机关工作委员会", False, "中共海云区机关工作委员会党建工作办公室"),
    ],
)
def test_without_a_setting_the_office_is_named_after_its_committee(
    code: str, name: str, is_top: bool, office: str
) -> None:
    assert issuing_office(code=code, name=name, is_top=is_top) == office


@pytest.mark.parametrize(
    ("code", "is_top", "office"),
    [("A", True, "甲"), ("A-1", False, "乙"), ("A-2", False, "丙党建工作办公室")],
)
def test_settings_name_the_office_of_the_top_and_of_each_code(
    settings: Any, code: str, is_top: bool, office: str
) -> None:
    settings.ISSUING_OFFICE, settings.ISSUING_OFFICES = "甲", {"A-1": "乙"}
    assert issuing_office(code=code, name="丙", is_top=is_top) == office


def test_any_other_word_is_another_code() -> None:
    assert printed_code({"甲": ["1", dt.date(2026, 11, 1)]}) != printed_code(
        {"甲": ["1", dt.date(2026, 11, 2)]}
    )
    assert printed_code({"甲": "1", "乙": "2"}) == printed_code({"乙": "2", "甲": "1"})
