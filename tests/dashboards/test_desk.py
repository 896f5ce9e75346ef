"""The desk shows each person what is his to do, on Sunday, 22 November 2026."""

import datetime as dt
import re

import pytest

from branches import actions as tree_actions
from branches.access.roles import Role
from branches.selectors.actors import SYSTEM
from meetings.models import Attendance, Meeting, Step
from members import actions as member_actions
from obligations import actions as report_actions
from tests.hand import counted_meeting
from tests.world import FOUNDED, enroll

pytestmark = pytest.mark.once

RECORD, PLAN = "/meetings/record/", "/meetings/plan/"


def text_of(answer):
    """What a person reads: tags away, white space folded."""
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def actions_of(page):
    """(item, verb, address) of the duties on a desk, in order."""
    items = re.findall(r'<li class="owed-item">(.*?)</li>', page, re.S)
    found = []
    for item in items:
        name = re.sub(r"<[^>]+>|\s", "", re.search(r"<h3[^>]*>(.*?)</h3>", item, re.S).group(1))
        buttons = re.findall(r'<a class="btn[^"]*" href="([^"]+)">.*?</svg>\s*(\S+?)</a>', item, re.S)
        assert len(buttons) == 1, name
        found.append((name, buttons[0][1], buttons[0][0].replace("&amp;", "&")))
    return found


def send_back(meeting, comment):
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    Step.objects.create(meeting=meeting, deed="returned", comment=comment, who="韦明")


def test_a_secretary_reads_first_what_is_still_owed(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "committee")
    counted_meeting(world.groups[0], "2026-11-12", "group")
    page = text_of(sign_in("lin").get("/"))
    assert "11月还差2项" in page
    assert "应召开4项，已完成2项，离月底还有8天" in page
    assert "四季度还差2项" in page
    assert "已完成2项" in page
    assert "11月5日 到会9/10" in page.replace("　", " ")


def test_each_duty_has_its_article_and_one_action(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "committee")
    page = sign_in("lin").get("/").content.decode()
    assert [(name, verb) for name, verb, _ in actions_of(page)] == [
        ("主题党日", "计划"),
        ("党小组会（第一党小组）", "计划"),
        ("党小组会（第二党小组）", "计划"),
        ("支部党员大会", "计划"),
        ("党课", "计划"),
    ]
    assert page.count("btn-primary") == 1
    assert "《中国共产党支部工作条例（试行）》第十六条" in page
    assert "本支部的固定日是每月25日" in page
    addresses = [address for _, _, address in actions_of(page)]
    assert addresses[0].endswith("?organization=A-2&kinds=theme_day")
    assert addresses[2].endswith("?organization=A-2-G2&kinds=group")


def test_near_the_end_of_the_month_the_action_is_to_record(world, sign_in, clock):
    clock.move_to(dt.datetime(2026, 11, 27, 7, tzinfo=dt.UTC))
    found = actions_of(sign_in("lin").get("/").content.decode())
    assert found[0] == ("支委会", "记录", f"{RECORD}?organization=A-2&kinds=committee")
    assert [verb for _, verb, _ in found] == ["记录"] * 4 + ["计划"] * 2


def test_a_planned_meeting_is_recorded_from_its_plan(world, sign_in):
    plan = counted_meeting(
        world.branch, "2026-11-25", "theme_day", status="planned", theme="学习物业管理条例"
    )
    page = sign_in("lin").get("/")
    found = actions_of(page.content.decode())
    assert ("主题党日", "记录", f"{RECORD}?uuid={plan.uuid}") in found
    assert "主题党日：学习物业管理条例" in text_of(page)
    assert "还有3天" in text_of(page)
    assert "应到9人" in text_of(page)


def test_a_quarterly_duty_can_be_held_with_the_months_theme_day(world, sign_in):
    page = sign_in("lin").get("/")
    assert text_of(page).count("可与25日主题党日一起开") == 2
    assert f"{RECORD}?organization=A-2&amp;kinds=theme_day&amp;kinds=general" in page.content.decode()


def test_no_combination_is_suggested_once_the_theme_day_was_held(world, sign_in):
    counted_meeting(world.branch, "2026-11-20", "theme_day")
    assert "一起开" not in text_of(sign_in("lin").get("/"))


def test_the_month_is_done(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "committee", "theme_day")
    for group in world.groups:
        counted_meeting(group, "2026-11-12", "group")
    assert "11月都完成了" in text_of(sign_in("lin").get("/"))


def test_a_late_record_says_so_among_the_done(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "committee", is_late=True)
    assert "逾期补录" in text_of(sign_in("lin").get("/"))


def test_a_returned_record_says_what_by_whom_and_when(world, sign_in):
    meeting = counted_meeting(world.branch, "2026-10-29", "committee")
    send_back(meeting, "赞成记成了6票，请核对票数。")
    answer = sign_in("lin").get("/")
    page = text_of(answer)
    assert "另有1份记录被退回" in page
    assert "10月29日支委会被退回 赞成记成了6票，请核对票数。 韦明 11月22日 改好再交" in page.replace(
        "　", " "
    )
    assert f"{RECORD}?uuid={meeting.uuid}" in answer.content.decode()


def test_a_record_not_yet_submitted_can_be_gone_on_with(world, sign_in):
    meeting = counted_meeting(world.branch, "2026-11-19", "theme_day", status="held", submitted_at=None)
    answer = sign_in("lin").get("/")
    assert "没写完的 1 份" in text_of(answer)
    assert f'{RECORD}?uuid={meeting.uuid}">接着写' in answer.content.decode()
    assert "11月还差4项" in text_of(answer)


@pytest.mark.parametrize(
    ("status", "verb"),
    [("held", "接着写"), ("returned", "改好再交")],
)
def test_what_is_begun_stands_once_and_not_among_what_is_owed(world, sign_in, status, verb):
    plan = counted_meeting(world.branch, "2026-11-25", "theme_day", "general", status="planned")
    begun = counted_meeting(world.branch, "2026-11-19", "theme_day", status=status, submitted_at=None)
    page = sign_in("lin").get("/").content.decode()
    found = actions_of(page)
    assert [name for name, *_ in found if name == "主题党日"] == []
    assert page.count(f"{RECORD}?uuid={begun.uuid}") == 1
    assert verb in page
    assert "还差4项" in page  # it is owed until it is handed in
    assert ("支部党员大会", "记录", f"{RECORD}?uuid={plan.uuid}") in found
    assert "kinds=theme_day" not in page
    assert "一起开" not in page  # that day is over


def test_every_record_not_yet_submitted_is_listed(world, sign_in):
    for number in range(10):
        counted_meeting(
            world.groups[number % 2], f"2026-08-{number + 1:02d}", "group", status="held", submitted_at=None
        )
    counted_meeting(world.branches[0], "2026-08-20", "theme_day", status="held", submitted_at=None)
    counted_meeting(world.branch, "2026-08-20", "theme_day")
    page = sign_in("lin").get("/").content.decode()
    assert page.count("接着写") == 10
    assert "其余2份" in page


def test_what_was_missed_last_month_stands_there_until_the_cut_off(world, sign_in, clock):
    clock.move_to(dt.datetime(2026, 12, 5, 7, tzinfo=dt.UTC))
    page = text_of(sign_in("lin").get("/"))
    assert "11月还有4项没有交记录" in page
    assert "12月5日前补上，还计入11月" in page
    clock.move_to(dt.datetime(2026, 12, 6, 7, tzinfo=dt.UTC))
    assert "没有交记录" not in text_of(sign_in("lin").get("/"))


def test_what_was_missed_of_a_quarter_stands_there_until_its_cut_off(world, sign_in, clock):
    counted_meeting(world.branch, "2026-12-05", "committee", "theme_day")
    for group in world.groups:
        counted_meeting(group, "2026-12-12", "group")
    counted_meeting(world.branch, "2026-11-20", "lecture")
    clock.move_to(dt.datetime(2027, 1, 5, 7, tzinfo=dt.UTC))
    answer = sign_in("lin").get("/")
    page, source = text_of(answer), answer.content.decode()
    assert "12月还有1项没有交记录 1月5日前补上，还计入12月 四季度还差1项" in page
    panel = source.split('id="before-title"')[1].split("</section>")[0]
    assert actions_of(panel) == [("支部党员大会", "记录", f"{RECORD}?organization=A-2&kinds=general")]
    assert "一起开" not in panel
    clock.move_to(dt.datetime(2027, 1, 6, 7, tzinfo=dt.UTC))
    assert "没有交记录" not in text_of(sign_in("lin").get("/"))


def test_an_explained_duty_stays_in_what_is_asked_and_is_no_task(world, sign_in):
    day = dt.date(2026, 11, 1)
    report_actions.waive(
        organization=world.branch, rule="R-MEET-04", since=day, until=day, reason="征迁", by=SYSTEM
    )
    page = text_of(sign_in("lin").get("/"))
    assert "11月还差3项" in page
    assert "主题党日 应开未开·已说明" in page


@pytest.mark.parametrize(
    ("month", "seen", "unseen"),
    [("2026-11", "11月", "2025年"), ("2026-10", "10月", "今天"), ("2025-12", "2025年12月", "截止")],
)
def test_the_calendar_turns_by_links(world, sign_in, month, seen, unseen):
    page = sign_in("lin").get(f"/?month={month}")
    panel = re.search(r'<section class="panel" id="month".*?</section>', page.content.decode(), re.S).group(0)
    shown = re.sub(r"<[^>]+>", " ", panel)
    assert seen in shown
    assert unseen not in shown


def test_the_calendar_shows_what_was_held_and_planned(world, sign_in):
    first = counted_meeting(world.branch, "2026-11-05", "committee")
    counted_meeting(world.branch, "2026-11-25", "theme_day", status="planned")
    counted_meeting(world.branch, "2026-11-26", "lecture", status="cancelled")
    page = sign_in("lin").get("/").content.decode()
    assert f'<a class="day held" href="/meetings/{first.uuid}/">5<small>支委</small></a>' in page
    assert re.search(r'class="day plan"[^>]*>25<small>党日', page)
    assert '<span class="day ">26</span>' in page
    assert '<span class="day today">22<small>今天</small></span>' in page
    assert '<span class="day due">30<small>截止</small></span>' in page


@pytest.mark.parametrize("month", ["2026-13", "November", "2026-1"])
def test_what_is_no_month_is_not_found(world, sign_in, month):
    assert sign_in("lin").get("/", {"month": month}).status_code == 404


def test_htmx_is_given_the_month_alone(world, sign_in):
    answer = sign_in("lin").get("/?month=2026-10", HTTP_HX_REQUEST="true")
    assert answer.content.decode().lstrip().startswith('<section class="panel" id="month"')
    assert "HX-Request" in answer["Vary"]


def test_people_to_care_for(world, sign_in):
    enroll(world.branch, "周庆云", joined_on=dt.date(1996, 11, 24), full_on=dt.date(1997, 11, 24))
    enroll(world.branch, "远行人", joined_on=dt.date(1996, 11, 30), full_on=dt.date(1997, 11, 30))
    enroll(world.branch, "新同志", joined_on=dt.date(2025, 12, 8), full_on=None, since=dt.date(2025, 12, 8))
    enroll(world.branch, "旧同志", joined_on=dt.date(2025, 11, 10), full_on=None, since=dt.date(2025, 11, 10))
    frail = enroll(world.branch, "吴桂芳")
    member_actions.restrict(
        member=frail, kind="exempt", since=FOUNDED, reason="年老体弱", document="支委会决定", by=SYSTEM
    )
    page = text_of(sign_in("lin").get("/")).replace("　", " ")
    assert "周庆云 后天 11月24日政治生日，入党30年" in page
    assert "远行人" not in page
    assert "新同志 预备期将满 还有16天 12月8日满1年，转正要由党员大会讨论。" in page
    assert "旧同志 预备期已满 过了12天 11月10日已满1年，还没有讨论转正。" in page
    assert "吴桂芳 年老体弱，未列入应到。" in page
    assert "贺嘉宁" not in page


def test_several_branches_are_chosen_from(world, sign_in):
    tree_actions.grant(
        user=world.lin.user, organization=world.branches[2], role=Role.SECRETARY, since=FOUNDED, by=SYSTEM
    )
    client = sign_in("lin")
    assert "换一个支部（2个）" in text_of(client.get("/"))
    assert "滨江社区第三党支部" in text_of(client.get("/?organization=A-3"))
    assert "主题党日" in text_of(client.get("/?organization=A-3"))


def test_a_member_sees_his_branchs_calendar_and_himself(world, sign_in):
    counted_meeting(world.branch, "2026-11-25", "theme_day", status="planned", theme="学习条例", place="二楼")
    meeting = counted_meeting(world.branch, "2026-10-25", "theme_day", minutes="会上的话")
    Attendance.objects.create(meeting=meeting, member=world.hua.member, state="on_leave", reason_code="sick")
    Attendance.objects.create(
        meeting=meeting, member=world.lin.member, state="absent", reason_code="unexcused"
    )
    void = counted_meeting(world.branch, "2026-10-26", "committee", is_void=True)
    Attendance.objects.create(meeting=void, member=world.hua.member, state="present")
    page = text_of(sign_in("hua").get("/")).replace("　", " ")
    assert "主题党日 11月25日 星期三 12:00 学习条例 二楼" in page
    assert "应到1次，实到0次，参会率0.0%" in page  # a void meeting of the same month counts here neither
    assert "请假 病假" in page
    assert "入党日期 2010年7月1日" in page
    for hidden in ("林知远", "会上的话", "无故缺席", "还差", "近期要关心"):
        assert hidden not in page


def test_a_members_calendar_leads_nowhere(world, sign_in):
    counted_meeting(world.branch, "2026-11-05", "committee")
    page = sign_in("hua").get("/").content.decode()
    assert '<span class="day held">5<small>支委</small></span>' in page
    assert "/meetings/" not in page.split('id="main"')[1].split("</main>")[0]


@pytest.mark.parametrize(("who", "place"), [("sec", "授权"), ("aud", "审计"), ("sys", "任务")])
def test_administrators_get_their_own_places(world, sign_in, who, place):
    page = text_of(sign_in(who).get("/"))
    assert f"您的工作 {place}" in page
    assert "还差" not in page


@pytest.mark.parametrize("who", ["shao", "wei"])
def test_the_office_goes_on_to_the_dashboard(world, sign_in, who):
    answer = sign_in(who).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")


def test_somebody_without_a_mandate_is_told_whom_to_ask(world, sign_in):
    tree_actions.revoke(mandate=world.hua.user.mandates.get(), until=dt.date(2026, 11, 1), by=SYSTEM)
    assert "这个账号还没有授权" in text_of(sign_in("hua").get("/"))


def test_the_desk_asks_as_often_for_many_meetings_as_for_few(world, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in("lin")
    counted_meeting(world.branch, "2026-11-02", "committee")
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for day in range(3, 21):
        counted_meeting(world.branch, f"2026-11-{day:02d}", "talk", "theme_day")
        send_back(counted_meeting(world.branch, f"2026-10-{day:02d}", "lecture"), "再核对")
        enroll(world.branch, f"某某{day}", joined_on=dt.date(1996, 11, 24), full_on=dt.date(1997, 11, 24))
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) <= len(few) + 2  # returned records: their kinds and their steps


def test_shen_sees_nothing_of_it(world, sign_in):
    counted_meeting(world.branch, "2026-11-25", "theme_day", status="planned", theme="学习条例")
    send_back(counted_meeting(world.branch, "2026-10-29", "committee"), "请核对票数")
    client = sign_in("shen")
    page = text_of(client.get("/"))
    assert "云台社区第一党支部" in page
    for hidden in ("学习条例", "请核对票数", "滨江", "党小组"):
        assert hidden not in page
    assert client.get("/?organization=A-2").status_code == 404
