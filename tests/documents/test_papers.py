"""Papers handed out at once: PDF, sign-in sheet, a member's year, statistics (domain.md §6.1, §12)."""

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import Entry
from core import pdf
from core.wording import plain
from documents.contexts import member_year, minutes, template_fields, year_workbook
from documents.states import PaperKind
from meetings import actions
from meetings.models import Lecture, MakeUp
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import Kind
from tests.factories import plan_by_lin
from tests.world import World

pytestmark = pytest.mark.once


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_minutes_are_handed_out_as_pdf(make: Any, world: World, sign_in: Any) -> None:
    decision = Decision("同意计划", yes=6, executor="何秀英", due_on=dt.date(2026, 12, 20))
    meeting = make(kinds=["general"], agenda=[AgendaEntry("讨论计划", "", decision)], minutes="逐条学习。")
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    said = text_of(answer.content).replace("\n", "")
    for words in (
        "支部党员大会会议记录",
        "逐条学习。",
        "决议：同意计划",
        "落实：何秀英，2026年12月20日前办结",
        "主持人签名：",
    ):
        assert words in said
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.note) == ("meeting.export", "林知远", "PDF")


def test_without_the_libraries_a_pdf_is_refused_and_only_administrators_read_about_packages(
    make: Any, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(pdf, "missing", lambda: ("libpango-1.0-0", "fonts-noto-cjk"))
    meeting = make()
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/pdf/")
    assert answer.status_code == 409
    assert pdf.PdfUnavailable.sentence in answer.content.decode()
    for name, address, reads in [
        ("lin", f"/meetings/{meeting.uuid}/pdf/", False),
        ("lin", "/papers/", False),
        ("wei", "/papers/", False),
        ("lin", "/jobs/", False),
        ("sys", "/jobs/", True),
    ]:
        page = sign_in(name).get(address, follow=True).content.decode()
        assert ("apt-get install libpango-1.0-0 fonts-noto-cjk" in page) is reads, (name, address)
        assert ("apt-get" in page or "libpango" in page) is reads, (name, address)
    assert not Entry.objects.filter(action="meeting.export").exists()
    assert sign_in("lin").get(f"/meetings/{meeting.uuid}/word/").status_code == 200


def test_the_sheet_of_a_coming_meeting_has_the_roll_and_empty_lines(world: World, sign_in: Any) -> None:
    meeting = plan_by_lin(world, dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC), theme="走访老党员")
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/sign-in/docx/")
    table = Document(io.BytesIO(answer.content)).tables[0]
    names = [row.cells[1].text for row in table.rows[1:]]
    assert names == [member.name for member in world.members] + ["", "", ""]
    assert {row.cells[2].text for row in table.rows[1:]} == {""}


def test_the_sheet_of_a_held_meeting_says_who_came(make: Any, world: World, sign_in: Any) -> None:
    meeting = make(marks={world.members[2].uuid: AttendanceMark("on_leave", "sick")})
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/sign-in/docx/")
    table = Document(io.BytesIO(answer.content)).tables[0]
    came = {row.cells[1].text: row.cells[2].text for row in table.rows[1:]}
    assert came == {member.name: "出席" for member in world.members} | {world.members[2].name: "请假"}
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after) == ("paper.sign_in", {"form": "docx", "rows": 9})


def test_a_members_year_counts_presence_and_what_was_made_up(make: Any, world: World) -> None:
    hua = world.members[2]
    first = make(kinds=["lecture"], held_on=dt.date(2026, 11, 18))
    second = make(held_on=dt.date(2026, 11, 19), marks={hua.uuid: AttendanceMark("on_leave", "sick")})
    third = make(marks={hua.uuid: AttendanceMark("on_leave", "business_trip")})
    for meeting in (first, second, third):
        actions.submit(meeting=meeting, by=world.lin.actor)
    Lecture.objects.update_or_create(
        meeting=first, defaults={"lecturer": "林知远", "level": "secretary", "hours": "1.5"}
    )
    MakeUp.objects.create(
        meeting=second, member=hua, way="material", note="自学", done_on=dt.date(2026, 11, 21), who="林知远"
    )
    words = member_year.context(hua, 2026)
    figures = ("应到", "出席", "请假", "缺席", "补学", "待补学", "学时", "参会率", "补学后覆盖率")
    assert [words[name] for name in figures] == [3, 1, 2, 0, 1, 1, "1.5", "33.3%", "66.7%"]
    assert [row["补学"] for row in words["记录"]] == ["", "11月21日自学材料", "还没有补"]


@pytest.mark.parametrize(
    ("who", "status"), [("hua", 200), ("lin", 200), ("he", 200), ("shao", 200), ("sys", 404), ("shen", 404)]
)
def test_a_members_year_is_his_own_and_his_secretarys(
    world: World, sign_in: Any, who: str, status: int
) -> None:
    hua = world.members[2]
    assert sign_in(who).get(f"/papers/members/{hua.uuid}/2026/").status_code == status
    assert sign_in(who).get(f"/papers/members/{hua.uuid}/2026/docx/").status_code == status


def test_an_ordinary_member_sees_no_other_members_year(world: World, sign_in: Any) -> None:
    assert sign_in("hua").get(f"/papers/members/{world.members[3].uuid}/2026/").status_code == 404


def test_statistics_count_by_kind_and_quarter(make: Any, world: World, sign_in: Any) -> None:
    both = make(
        kinds=["general", "theme_day"], marks={world.members[2].uuid: AttendanceMark("on_leave", "sick")}
    )
    early = make(held_on=dt.date(2026, 3, 12))
    make(held_on=dt.date(2026, 11, 19))  # a draft does not count
    for meeting in (both, early):
        actions.submit(meeting=meeting, by=world.lin.actor)
    answer = sign_in("lin").get("/papers/statistics/xlsx/?organization=A-2&year=2026")
    book = load_workbook(io.BytesIO(answer.content), data_only=True)
    rows = {row[0]: list(row[1:]) for row in book.active.values}
    assert rows["支部党员大会（次）"] == [0, 0, 0, 1, 1]
    assert rows["主题党日（次）"] == [1, 0, 0, 1, 2]
    assert rows["会议合计（次）"] == [1, 0, 0, 1, 2]
    assert rows["应到（人次）"][3] == 9
    assert rows["实到（人次）"][3] == 8
    assert rows["参会率（%）"][3] == 88.9
    formulas = [row[5] for row in load_workbook(io.BytesIO(answer.content)).active.values]
    assert f"=SUM(B{5 + len(Kind.values)}:E{5 + len(Kind.values)})" in formulas  # 会议合计
    assert Entry.objects.latest("id").action == "paper.statistics"
    asked = {
        who: sign_in(who).get("/papers/statistics/xlsx/?organization=A-2").status_code
        for who in ("hua", "shen")
    }
    assert asked == {"hua": 403, "shen": 404}


def test_every_word_a_paper_has_is_documented_for_templates(make: Any, world: World) -> None:
    meeting = make()
    actions.submit(meeting=meeting, by=world.lin.actor)
    (found,) = minutes.load_meetings(type(meeting).objects.filter(pk=meeting.pk))
    made = {
        PaperKind.MINUTES: minutes.contexts([found])[0],
        PaperKind.SIGN_IN: minutes.sign_in_context(found, [("林知远", "")], True),
        PaperKind.WORKBOOK: year_workbook.context(world.branch, 2026),
        PaperKind.MEMBER_YEAR: member_year.context(world.members[0], 2026),
    }
    for kind, words in made.items():
        assert set(words) == set(template_fields.sample(kind)), kind


def test_what_xml_cannot_hold_is_left_out_of_papers() -> None:
    assert plain({"主题": "学习\x0b条例\x00", "行": [{"名称": "\x1f"}], "数": 3}) == {
        "主题": "学习条例",
        "行": [{"名称": ""}],
        "数": "3",
    }


def test_text_that_looks_like_markup_or_a_field_stays_text(make: Any, world: World, sign_in: Any) -> None:
    theme = "张三 & <b>李四</b> {{ 党组织 }}"
    meeting = make(theme=theme)
    answer = sign_in("lin").get(f"/meetings/{meeting.uuid}/word/")
    lines = [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
    assert f"主题：{theme}" in lines
