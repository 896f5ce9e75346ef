"""The Word document of a record, opened again (domain.md §6.1, §12)."""

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from audit.models import Entry
from branches.selectors.actors import SYSTEM
from documents import actions as documents_actions
from meetings import actions
from meetings.models import Leave
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from members import actions as member_actions
from members.models import Post
from tests.world import World

pytestmark = pytest.mark.once


def test_every_field_of_the_record_stands_in_the_document(make: Any, world: World, sign_in: Any) -> None:
    member_actions.restrict(
        member=world.members[6], kind="exempt", since=dt.date(2026, 9, 12), reason="年老体弱", by=SYSTEM
    )
    marks = {
        world.members[2].uuid: AttendanceMark("on_leave", "other", "家中有事"),
        world.members[3].uuid: AttendanceMark("absent", "unexcused"),
        world.members[4].uuid: AttendanceMark("late"),
    }
    post = Post.objects.get(member=world.members[1])
    post.pk, post.title = None, "deputy_secretary"  # whoever holds two posts is named by the higher one
    post.save()
    decision = Decision("同意计划", yes=4, abstain=1, executor="何秀英", due_on=dt.date(2026, 12, 20))
    agenda = [AgendaEntry("讨论2027年计划", "许丽华：建议每月25日。", decision)]
    meeting = make(
        kinds=["general", "theme_day"],
        marks=marks,
        agenda=agenda,
        guests="邵兰",
        minutes="第一段。\n第二段。",
    )
    Leave.objects.create(meeting=meeting, member=world.members[2], status="approved", is_late=True)
    actions.submit(meeting=meeting, by=world.lin.actor)
    response = sign_in("wei").get(f"/meetings/{meeting.uuid}/word/")
    assert response.status_code == 200
    assert response["Content-Type"].endswith("wordprocessingml.document")
    document = Document(io.BytesIO(response.content))
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    names = [member.name for member in world.members]
    for line in (
        "中共海云区滨江社区第二党支部",
        "支部党员大会会议、主题党日活动记录",
        "编号：2026年第1次支部党员大会、2026年第1次主题党日",
        "主题：学习条例",
        "时间：2026年11月20日（星期五）14:30至16:30",
        "地点：二楼会议室",
        f"主持：{names[0]}（书记）",
        f"记录：{names[1]}（副书记）",
        "列席：邵兰",
        "一、到会情况",
        "应到8人，实到6人，请假1人，缺席1人。应到会有表决权的党员7人，实到会5人。",
        f"请假：{names[2]}（其他，补假）",
        f"缺席：{names[3]}（无故缺席）",
        f"未列入应到：{names[6]}",
        "二、会议记录",
        "第一段。",
        "第二段。",
        "三、讨论2027年计划",
        "许丽华：建议每月25日。",
        "决议：同意计划",
        "表决：举手表决。应到会有表决权的党员7人，实到会5人，赞成4票，反对0票，弃权1票，通过。",
        "落实：何秀英，2026年12月20日前办结",
    ):
        assert line in lines
    there = next(line for line in lines if line.startswith("出席："))
    assert f"{names[4]}（迟到）" in there
    assert names[8] in there
    assert lines[-2].startswith("主持人签名：")
    assert lines[-1] == "党支部书记（签名）："
    *_, last, blank, _signed, _secretary = document.paragraphs  # kept on one page
    assert (last.text, blank.text) == ("落实：何秀英，2026年12月20日前办结", "")
    assert [one.paragraph_format.keep_with_next for one in (last, blank)] == [True, True]
    section = document.sections[0]
    assert round(section.page_width.mm) == 210
    assert round(section.top_margin.mm) == 37
    faces = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for one in document.paragraphs for run in one.runs}
    assert faces <= {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.note) == ("meeting.export", "韦明", "Word")
    assert f"{names[1]}（副书记）" in sign_in("wei").get(f"/meetings/{meeting.uuid}/").content.decode()
    (_name, sheet) = documents_actions.export_sign_in(meeting=meeting, form="docx", by=world.wei.actor)
    cells = [row.cells[2].text for row in Document(io.BytesIO(sheet)).tables[0].rows]
    assert cells.count("请假，补假") == 1
