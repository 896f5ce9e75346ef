"""What a secretary hands over: everything begun and not finished (domain.md §6.1, R-ORG-09, R-ORG-10)."""

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document

from audit.models import Entry
from branches.selectors.actors import SYSTEM
from core.clock import Period
from dashboards.selectors import handover
from meetings import actions
from meetings.models import FollowUp, Leave, Meeting, Problem
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from members.models import Restriction
from reports import actions as reports
from tests.factories import make_meeting, plan_by_lin
from tests.world import World

pytestmark = pytest.mark.once


def meeting(world: World, day: int = 20, **facts: Any) -> Any:
    given = {
        "organization": world.branch,
        "held_on": dt.date(2026, 11, day),
        "by": world.lin.actor,
        "host": world.members[0],
        "recorder": world.members[1],
    }
    return make_meeting(**(given | facts))


def items(world: World, title: str, who: str = "lin") -> list[tuple[str, str, str]]:
    found = handover.handover(world.branch, by=getattr(world, who).actor)
    section = next(section for section in found.sections if section.title == title)
    return [(one.name, one.note, one.due) for one in section.items]


def test_what_is_left_over_from_last_year_says_its_year(world: World, clock: Any) -> None:
    decision = Decision("走访老党员", yes=6, executor="何秀英", due_on=dt.date(2026, 12, 20))
    held = meeting(world, kinds=["general"], agenda=[AgendaEntry("讨论走访", "", decision)])
    actions.submit(meeting=held, by=world.lin.actor)
    clock.move_to(dt.datetime(2027, 1, 10, 9, 0, tzinfo=dt.UTC))
    ((_, note, _),) = items(world, "未办结的决议")
    assert note == "何秀英负责，2026年11月20日决定"


def test_open_decisions_are_listed_until_somebody_says_they_are_done(world: World) -> None:
    decision = Decision("走访老党员", yes=6, executor="何秀英", due_on=dt.date(2026, 12, 20))
    held = meeting(world, kinds=["general"], agenda=[AgendaEntry("讨论走访", "", decision)])
    actions.submit(meeting=held, by=world.lin.actor)
    assert items(world, "未办结的决议") == [("走访老党员", "何秀英负责，11月20日决定", "2026年12月20日")]
    FollowUp.objects.create(
        resolution=held.agenda.get().resolution, is_done=True, on=dt.date(2026, 11, 22), who="何秀英"
    )
    assert items(world, "未办结的决议") == []


def test_returned_records_drafts_plans_and_leave_are_listed(world: World) -> None:
    returned = meeting(world, 17)
    actions.submit(meeting=returned, by=world.lin.actor)
    actions.return_for_revision(meeting=returned, comment="请补写讨论内容", by=world.wei.actor)
    meeting(world, 18)
    plan = plan_by_lin(world, dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC), theme="走访老党员")
    Leave.objects.create(meeting=plan, member=world.members[2], reason_code="sick")
    assert items(world, "退回修改的记录") == [("11月17日主题党日", "请补写讨论内容", "")]
    assert items(world, "记录中的会议") == [("11月18日主题党日", "开过，还没有提交", "")]
    assert items(world, "已经计划的会议") == [("主题党日", "走访老党员", "2026年11月25日")]
    assert items(world, "请假和长期不能到会的党员") == [
        (world.members[2].name, "主题党日病假，待批准", "2026年11月25日")
    ]


def test_who_is_left_out_of_attendance_is_listed_without_the_reason_in_words(world: World) -> None:
    """R-PAP-04: a reason may be a fact of health."""
    since = dt.date(2026, 11, 1)
    Restriction.objects.create(member=world.members[2], kind="exempt", since=since, reason="糖尿病足，卧床")
    assert items(world, "请假和长期不能到会的党员") == [
        (world.members[2].name, "未列入应到，2026年11月1日起", "")
    ]


def test_make_ups_and_problems_still_open_are_listed(world: World) -> None:
    held = meeting(world, marks={world.members[2].uuid: AttendanceMark("on_leave", "sick")})
    actions.submit(meeting=held, by=world.lin.actor)
    Problem.objects.create(
        meeting=held,
        position=1,
        text="学习不够",
        measure="补学",
        owner="林知远",
        due_on=dt.date(2026, 12, 31),
    )
    assert items(world, "未完成的补学") == [(world.members[2].name, "11月20日主题党日，病假", "")]
    assert items(world, "未整改完成的问题") == [("学习不够", "林知远负责", "2026年12月31日")]
    Meeting.objects.filter(pk=held.pk).update(is_void=True)
    assert items(world, "未整改完成的问题") == []


def test_what_is_owed_is_listed_with_last_months_until_it_is_frozen(world: World, clock: Any) -> None:
    held = meeting(world, 18)
    actions.submit(meeting=held, by=world.lin.actor)
    clock.move_to(dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC))
    title, missed = "应召开未召开的会议", ("应召开1次，已召开0次", "2026年11月30日")
    found = items(world, title)
    assert found[:3] == [
        ("11月支委会", *missed),
        ("11月党小组会（第一党小组）", *missed),
        ("11月党小组会（第二党小组）", *missed),
    ]
    assert {name for name, _, _ in found[3:]} == {
        "12月支委会",
        "12月主题党日",
        "四季度支部党员大会",
        "四季度党课",
        "12月党小组会（第一党小组）",
        "12月党小组会（第二党小组）",
    }
    clock.move_to(dt.datetime(2026, 12, 6, 1, tzinfo=dt.UTC))
    reports.freeze(organization=world.district, month=Period.parse("2026-11"), by=SYSTEM)
    assert [name for name, _, _ in items(world, title) if name.startswith("11月")] == []


def test_what_is_signed_for_is_never_cut(world: World) -> None:
    held = meeting(world)
    actions.submit(meeting=held, by=world.lin.actor)
    Problem.objects.bulk_create(Problem(meeting=held, position=n, text=f"问题{n}") for n in range(75))
    assert len(items(world, "未整改完成的问题")) == 75
    found = handover.handover(world.branch, by=world.lin.actor)
    printed = handover.paper_context(found)["部分"]
    assert sum(len(part["行"]) for part in printed) == found.count >= 75


def test_the_term_is_named_with_its_end_and_the_finding_when_it_is_near(world: World, clock: Any) -> None:
    assert items(world, "届期和支部委员会成员")[-1] == ("第1届，2024年3月28日起", "届满日期", "2029年3月28日")
    clock.move_to(dt.datetime(2029, 1, 10, 7, tzinfo=dt.UTC))
    assert any("届满" in name for name, _, _ in items(world, "届期和支部委员会成员")[:-1])  # R-ORG-10


def test_the_page_and_the_signed_list_are_for_those_who_see_the_branch(world: World, sign_in: Any) -> None:
    url = "/handover/?organization=A-2"
    asked = {
        who: sign_in(who).get(url).status_code for who in ("lin", "he", "shao", "wei", "hua", "shen", "sys")
    }
    assert asked == {"lin": 200, "he": 200, "shao": 200, "wei": 200, "hua": 403, "shen": 404, "sys": 404}
    answer = sign_in("lin").get("/handover/docx/?organization=A-2&receiver=许丽华")
    lines = [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
    for begin in (f"移交人：{world.members[0].name}", "接收人：许丽华", "监交人："):
        assert any(line.startswith(begin) for line in lines), begin
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after["form"]) == ("paper.handover", "docx")


def test_the_list_costs_the_same_number_of_queries_however_much_is_open(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            handover.handover(world.branch, by=world.lin.actor)
        return len(caught)

    leave = {world.members[2].uuid: AttendanceMark("on_leave", "sick")}
    actions.submit(meeting=meeting(world, 1, marks=leave), by=world.lin.actor)
    meeting(world, 2)
    few = cost()
    for day in (3, 4, 5, 6):
        actions.submit(
            meeting=meeting(world, day, marks=leave, minutes=f"第{day}次。" * 9), by=world.lin.actor
        )
    for day in (7, 8, 9):
        meeting(world, day)
    assert cost() == few
