"""How much a journey costs: taps and typed characters, counted while a phone is used as a secretary would.

The figures stand in effort.json, written by WRITE_EFFORT=1; a higher one is a decision that the commit explains.
None may exceed its goal.
"""

import datetime as dt
import json
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from playwright.sync_api import Page, expect

from accounts.models import AccountSlip
from branches import actions as tree
from branches.selectors.actors import SYSTEM
from meetings import actions as meetings
from meetings.models import Meeting
from meetings.states import Status
from members import actions as members
from obligations.models import Rule
from reminders.models import BranchReminder
from reports import actions as reports
from reports.models import Report, ReportReading
from tests.contracts.house import day, sitting
from tests.factories import record_meeting
from tests.hand import OCTOBER
from tests.world import World, enroll, establish

KEPT = Path(__file__).with_name("effort.json")
MOST_TAPS = {
    "theme_day_25_members_3_absent": 10,
    "committee_from_plan": 6,
    "two_kinds_in_one_meeting": 12,  # two more than one kind
    "correct_one_attendance": 3,
    "send_returned_again": 4,
    "merge_two_branches": 8,
    "accounts_60": 10,  # from the desk to the printed sheets
    "office_review_40": 43,
    "office_remind_all_behind": 4,
    "office_publish_with_below": 6,  # from the dashboard
}
COUNT = """(function () {
  var add = function (name, by) { sessionStorage[name] = Number(sessionStorage[name] || 0) + by; };
  addEventListener("pointerdown", function (event) { if (event.isTrusted) add("taps", 1); }, true);
  addEventListener("input", function (event) {
    if (event.isTrusted && event.inputType && event.inputType.indexOf("insert") === 0) add("characters", (event.data || "").length);
  }, true);
})();"""


@pytest.fixture
def branch(real_commits: None, world: World, clock: Any) -> World:
    """Lin's branch with 25 members, one theme day behind it: place, host and recorder are habits by now."""
    for n in range(16):
        enroll(world.branch, f"党员{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[n]}", group=world.groups[n % 2])
    record_with_evidence(world, 10, 23)
    return world


def record_with_evidence(world: World, month: int, number: int, **facts: Any) -> Meeting:
    given = {"theme": "学习条例", "minutes": "许丽华领学，大家作了讨论。", "kinds": ["theme_day"]} | facts
    meeting = record_meeting(
        organization=world.branch,
        **sitting(month, number),
        place="党群服务中心二楼",
        host=world.members[0],
        recorder=world.members[1],
        **given,
        by=world.lin.actor,
    )
    return meetings.submit(meeting=meeting, by=world.lin.actor)


@pytest.fixture
def journey(visit: Any, real_commits: None) -> Callable[[str], Page]:
    """journey("/") → Lin's phone (or somebody else's, or a desk) at that page, counting from now on."""

    def begun(path: str = "/", who: str = "lin", *, phone: bool = True) -> Page:
        page = visit(who, path, phone=phone)
        page.context.add_init_script(COUNT)
        page.reload()
        return page

    return begun


def settle(name: str, page: Page) -> None:
    """Compare with what was agreed, or write it."""
    counted = page.evaluate(
        "({taps: Number(sessionStorage.taps || 0), characters: Number(sessionStorage.characters || 0)})"
    )
    assert counted["taps"] <= MOST_TAPS[name], f"{name}: {counted}"
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if os.environ.get("WRITE_EFFORT"):
        known[name] = counted
        KEPT.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n", encoding="utf-8")
    assert known[name] == counted


def absent(page: Page, name: str, reason: str) -> None:
    page.locator(".seat").filter(has_text=name).tap()
    page.locator("dialog.sheet").get_by_role("button", name=reason, exact=True).tap()


def write(page: Page, field: str, text: str) -> None:
    page.locator(field).tap()
    page.keyboard.type(text)


def hand_in(page: Page) -> None:
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    page.wait_for_url("**/meetings/*-*/")


def three_missing(page: Page) -> None:
    absent(page, "党员甲", "病假")
    absent(page, "党员乙", "公差出差")
    absent(page, "党员丙", "无故缺席")


def test_a_theme_day_of_25_with_3_absent(branch: World, journey: Any) -> None:
    page = journey("/")
    page.get_by_role("navigation", name="底部导航").get_by_role("link", name="记录").tap()
    write(page, "#theme", "学习新修订的条例")
    three_missing(page)
    write(page, "#minutes", "许丽华领学条例，大家结合社区的事作了讨论。")
    hand_in(page)
    meeting = Meeting.objects.latest("id")
    assert (meeting.status, meeting.expected, meeting.present) == (Status.SUBMITTED, 25, 22)
    assert (meeting.on_leave, meeting.absent) == (2, 1)
    settle("theme_day_25_members_3_absent", page)


def test_two_kinds_in_one_meeting(branch: World, journey: Any) -> None:
    page = journey("/")
    page.get_by_role("navigation", name="底部导航").get_by_role("link", name="记录").tap()
    page.locator(".chip").filter(has_text="支部党员大会").tap()
    write(page, "#theme", "学习新修订的条例")
    three_missing(page)
    write(page, "#minutes", "许丽华领学条例，大家结合社区的事作了讨论。")
    hand_in(page)
    meeting = Meeting.objects.latest("id")
    assert meeting.status == Status.SUBMITTED
    assert sorted(row.kind for row in meeting.kinds.all()) == ["general", "theme_day"]
    settle("two_kinds_in_one_meeting", page)


def test_a_committee_meeting_from_its_plan(branch: World, journey: Any) -> None:
    plan = meetings.plan(
        organization=branch.branch,
        kinds=["committee"],
        theme="研究明年计划",
        place="党群服务中心二楼",
        host=branch.members[0],
        recorder=branch.members[1],
        **day(11, 22),
        by=branch.lin.actor,
    )
    page = journey("/")
    page.locator(f"a[href*='record/?uuid={plan.uuid}']").first.tap()
    write(page, "#minutes", "讨论了明年的计划，同意报党员大会。")
    hand_in(page)
    plan.refresh_from_db()
    assert (plan.status, plan.expected) == (Status.SUBMITTED, plan.present)
    settle("committee_from_plan", page)


def test_correcting_the_attendance_of_one(branch: World, journey: Any) -> None:
    meeting = record_meeting(
        organization=branch.branch,
        kinds=["theme_day"],
        **day(11, 20),
        theme="学习条例",
        place="二楼",
        host=branch.members[0],
        recorder=branch.members[1],
        minutes="大家作了讨论。",
        by=branch.lin.actor,
    )
    page = journey(f"/meetings/record/?uuid={meeting.uuid}")
    absent(page, "党员丁", "事假")
    hand_in(page)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.present, meeting.on_leave) == (Status.SUBMITTED, 24, 1)
    settle("correct_one_attendance", page)


def test_a_returned_record_is_sent_again(branch: World, journey: Any) -> None:
    meeting = record_with_evidence(branch, 11, 20)
    meetings.return_for_revision(meeting=meeting, comment="请写明谁发了言。", by=branch.wei.actor)
    page = journey("/")
    page.get_by_role("link", name="改好再交").first.tap()
    page.locator("#minutes").tap()
    page.keyboard.press("End")
    page.keyboard.type("何秀英、冯志强发了言。")
    hand_in(page)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.returned_count) == (Status.SUBMITTED, 1)
    assert "何秀英" in meeting.minutes
    expect(page.locator("article.paper")).to_contain_text("何秀英")
    settle("send_returned_again", page)


def test_two_branches_are_merged(branch: World, journey: Any) -> None:
    page = journey("/organizations/A-2/", "shao")
    page.get_by_role("link", name="变更").first.tap()
    page.get_by_role("link", name="合并").tap()
    write(page, "#id_receiver", "滨江 1")
    page.locator(".combobox-list [role=option]").first.tap()
    write(page, "#id_document", "海街工委〔2026〕38号")
    page.locator("#id_approved_on").tap()
    page.locator("#id_approved_on").fill("2026-11-05")
    page.get_by_role("button", name="看会怎样").tap()
    expect(page.get_by_text("还没有办")).to_be_visible()
    page.get_by_role("button", name="合并", exact=True).tap()
    page.wait_for_url("**/organizations/A-2/")
    branch.branch.refresh_from_db()
    assert branch.branch.dissolved_on is not None
    expect(page.get_by_role("link", name="撤回")).to_be_visible()
    settle("merge_two_branches", page)


def test_accounts_of_sixty_secretaries(real_commits: None, world: World, clock: Any, journey: Any) -> None:
    since = dt.date(2024, 3, 28)
    for n in range(60):
        branch = establish(f"C-{n}", f"听涛社区第{n + 1}党支部", "branch", world.street)
        term = tree.begin_term(organization=branch, since=since, has_committee=False, by=SYSTEM)
        facts = {"number": f"C{n:05}", "phone": f"138000{n:05}"}
        secretary = enroll(branch, f"{'赵钱孙李周吴'[n % 6]}{'甲乙丙丁戊己庚辛壬癸'[n // 6]}", **facts)
        members.appoint(term=term, member=secretary, title="secretary", since=since, by=SYSTEM)
    page = journey("/", who="sec", phone=False)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="系统", exact=True).click()
    page.get_by_role("link", name="给任职的人开账号").click()
    page.locator(".actionbar").get_by_role("button", name="开60个账号").click()
    page.get_by_role("button", name="开60个，印领用单").click()
    page.get_by_role("button", name="看60张领用单，打印").click()
    expect(page.locator(".u-slip")).to_have_count(60)
    expect(page.locator(".u-sheet")).to_have_count(8)
    assert AccountSlip.objects.exclude(code="").count() == 60
    settle("accounts_60", page)


def test_an_office_confirms_together_what_has_no_hints(branch: World, visit: Any) -> None:
    plain = [record_with_evidence(branch, 11, number).pk for number in (5, 6)]
    Meeting.objects.filter(pk__in=plain).update(hints=[])
    page = visit("shao", "/review/")
    send = page.locator(".actionbar").get_by_role("button", name="确认勾选的")
    expect(send).to_be_disabled()
    page.locator("[data-tick-all]").check()
    expect(send).to_contain_text("（2份）")
    send.click()
    expect(page.get_by_text("审核通过2份，还有1份。今天24:00前可以撤回。")).to_be_visible()
    assert page.said == []


def test_an_office_reviews_forty_records_one_by_one(branch: World, visit: Any) -> None:
    days = [(10, number) for number in range(1, 31) if number != 23] + [
        (11, number) for number in range(1, 11)
    ]
    for month, number in days:
        record_with_evidence(branch, month, number)
    assert Meeting.objects.filter(status=Status.SUBMITTED).count() == 40
    page = visit("shao", "/dashboard/")
    page.context.add_init_script(COUNT)
    page.reload()
    page.get_by_role("link", name="40份记录等您审核").click()
    page.get_by_role("link", name="一份份看").click()
    for left in range(39, -1, -1):
        expect(page.locator(".actionbar")).to_contain_text(f"还有{left}份")
        page.locator(".actionbar").get_by_role("button", name="确认").click()
    page.wait_for_url("**/review/")
    assert Meeting.objects.filter(status=Status.CONFIRMED).count() == 40
    settle("office_review_40", page)


def test_an_office_reminds_everybody_who_is_behind(branch: World, visit: Any) -> None:
    if not Rule.objects.exists():  # emptied with all tables after a test before
        import_module("obligations.migrations.0002_rules_of_the_regulations").add(apps, None)
    page = visit("shao", "/dashboard/")
    page.context.add_init_script(COUNT)
    page.reload()
    page.get_by_role("link", name="去提醒").click()
    page.locator(".actionbar").get_by_role("button", name="提醒全部3个").click()
    expect(page.get_by_text("还没有发")).to_be_visible()
    page.locator(".actionbar").get_by_role("button", name="提醒1个").click()
    expect(page.get_by_text("提醒了1个支部")).to_be_visible()
    assert BranchReminder.objects.count() == 1
    assert page.said == []
    settle("office_remind_all_behind", page)


def test_an_office_publishes_with_those_below_and_a_branch_says_that_it_read(
    branch: World, visit: Any
) -> None:
    top = reports.freeze(organization=branch.district, month=OCTOBER, by=SYSTEM)
    below = Report.objects.exclude(pk=top.pk).count()
    page = visit("wei", "/dashboard/")
    page.context.add_init_script(COUNT)
    page.reload()
    page.get_by_role("link", name="督查", exact=True).first.click()
    page.get_by_role("link", name="月报", exact=True).first.click()
    page.get_by_role("link", name="区委", exact=True).first.click()
    page.get_by_role("link", name="公布", exact=True).click()
    page.get_by_role("button", name="公布", exact=True).click()
    page.get_by_role("button", name="确定公布").click()
    expect(page.get_by_text(f"已公布10月督查月报和下面{below}份")).to_be_visible()
    settle("office_publish_with_below", page)
    assert page.said == []
    page = visit("lin", "/", phone=True)
    expect(page.get_by_role("heading", name="区委发来")).to_be_visible()
    page.get_by_role("button", name="我看过了").tap()
    expect(page.get_by_text("已阅10月督查月报")).to_be_visible()
    assert ReportReading.objects.get().report == top
