"""Recording on a phone: the promise is at most 12 taps besides the text of the minutes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from drafts.models import Draft
from meetings.models import Meeting
from meetings.states import Status
from tests.world import World, enroll

MOST_TAPS = 12
COUNT = """addEventListener("pointerdown", function (event) {
  if (event.isTrusted) sessionStorage.taps = Number(sessionStorage.taps || 0) + 1;
}, true);"""


@pytest.fixture
def twenty_five(real_commits: None, world: World) -> World:
    """Lin's branch with 25 members on its roll."""
    for n in range(16):
        enroll(world.branch, f"党员{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[n]}", group=world.groups[n % 2])
    return world


def taps(page: Any) -> int:
    """How often fingers touched the screen, over all navigations since the counting began."""
    return int(page.evaluate("Number(sessionStorage.taps || 0)"))


def absent(page: Any, name: str, reason: str) -> None:
    page.locator(".seat").filter(has_text=name).tap()
    page.locator("dialog.sheet").get_by_role("button", name=reason, exact=True).tap()


def test_a_theme_day_of_25_with_3_absent_takes_at_most_12_taps(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/", phone=True)
    page.context.add_init_script(COUNT)
    page.reload()
    page.get_by_role("navigation", name="底部导航").get_by_role("link", name="记录").tap()
    page.locator("#theme").tap()
    page.keyboard.type("学习新修订的条例")
    absent(page, "党员甲", "病假")
    absent(page, "党员乙", "公差出差")
    absent(page, "党员丙", "无故缺席")
    expect(page.locator(".actionbar [data-present]")).to_have_text("22")
    page.locator("#minutes").tap()
    page.keyboard.type("许丽华领学条例，大家结合社区的事作了讨论。")
    page.locator("#place").fill("二楼")  # the branch's first meeting: from the second on it is filled
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    page.wait_for_url("**/meetings/*-*/")
    expect(page.locator("article.paper")).to_contain_text("党员甲（病假）")
    counted = taps(page) + 1  # the place
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.expected, meeting.present) == (Status.SUBMITTED, 25, 22)
    assert (meeting.on_leave, meeting.absent) == (2, 1)
    assert counted <= MOST_TAPS
    assert counted == 11


def test_totals_votes_and_checks_follow_what_is_tapped(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=general", phone=True)
    absent(page, "党员甲", "事假")
    page.get_by_text("这项要表决").tap()
    page.locator("#agenda-0-decision").fill("同意计划")
    page.get_by_role("button", name="到会23人全部赞成").tap()
    expect(page.locator("[data-passed]").first).to_have_text("通过")
    page.locator("#agenda-0-no").fill("3")
    panel = page.locator("[data-checks]")
    expect(panel).to_contain_text("到会有表决权23人，票数不能超过23，现在合计26票。", timeout=8000)
    page.get_by_role("button", name="加一项议题").tap()
    expect(page.locator("#agenda-1-title")).to_be_focused()


def test_rows_are_added_removed_and_come_back(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=general&kinds=life", phone=True)
    page.get_by_text("分人记发言").tap()
    page.locator("#agenda-0-title").fill("计划")
    for number in (0, 1, 2):
        page.locator(f"#agenda-0-said-{number}-name").fill(f"第{number}人")
        page.locator(f"#agenda-0-said-{number}-text").fill("同意")
        page.locator('[data-add-row="agenda-0-said"]').tap()
    page.locator('[data-row="agenda-0-said-1"] [data-remove-row]').tap()
    page.get_by_role("button", name="加一项议题").tap()
    page.locator('[data-add-row="life"]').tap()
    expect(page.locator("#life-1-member")).to_be_focused()
    page.locator("#life-1-text").fill("学得少")
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=8000)
    page.reload()
    expect(page.locator("#agenda-0-said-0-name")).to_have_value("第0人")
    expect(page.locator("#agenda-0-said-1-name")).to_have_value("")
    expect(page.locator("#agenda-0-said-2-name")).to_have_value("第2人")
    expect(page.locator("#life-1-text")).to_have_value("学得少")
    page.locator("#agenda-0-title").fill("计划又改")
    page.locator(".actionbar").get_by_role("button", name="存草稿").tap()
    expect(page.get_by_text("草稿存好了")).to_be_visible()
    said = Meeting.objects.get().agenda.get().statements
    assert list(said.order_by("position").values_list("name", flat=True)) == ["第0人", "第2人"]
    assert page.said == []


def test_a_vote_is_judged_by_the_numbers_of_the_locality(
    twenty_five: World, visit: Any, settings: Any
) -> None:
    """24 may vote: with a quorum of all of them nobody may be missing, though half would carry it."""
    settings.QUORUM = "1"
    page = visit("lin", "/meetings/record/?kinds=general", phone=True)
    page.get_by_text("这项要表决").tap()
    page.get_by_role("button", name="到会24人全部赞成").tap()
    verdict = page.locator("[data-passed]").first
    expect(verdict).to_have_text("通过")
    absent(page, "党员甲", "事假")
    expect(verdict).to_have_text("到会不够24人，不能表决")
    page.locator("#agenda-0-kind").select_option("admission")
    page.locator("#agenda-0-yes").fill("12")
    expect(verdict).to_have_text("未通过")
    page.get_by_text("会前书面意见").first.tap()
    page.get_by_role("button", name="加一份书面意见").first.tap()
    opinion = page.locator("[data-opinion]").first
    opinion.locator('[name$="-member"]').select_option(index=1)
    opinion.locator('[name$="-choice"]').select_option("yes")
    expect(verdict).to_have_text("通过")


def test_other_asks_what_it_was(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day", phone=True)
    absent(page, "党员甲", "其他")
    page.locator("#sheet-why").fill("家中有事")
    page.get_by_role("button", name="就写这个").tap()
    seat = page.locator(".seat").filter(has_text="党员甲")
    expect(seat).to_contain_text("家中有事")
    expect(seat).to_have_attribute("data-state", "on_leave")


def test_what_is_typed_comes_back_to_its_own_page(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day", phone=True)
    absent(page, "党员乙", "病假")
    page.locator("#minutes").fill("写到一半")
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=8000)
    assert Draft.objects.count() == 1
    page.reload()
    expect(page.locator("#minutes")).to_have_value("写到一半")
    expect(page.locator(".seat").filter(has_text="党员乙")).to_have_attribute("data-state", "on_leave")
    expect(page.get_by_text("已恢复").first).to_be_visible()
    page.goto("/meetings/record/?kinds=theme_day")  # another meeting of the same kind
    expect(page.locator("#minutes")).to_have_value("")
    page.get_by_role("link", name="接着写那份").tap()
    expect(page.locator("#minutes")).to_have_value("写到一半")
    page.goto("/meetings/record/?kinds=theme_day&new=1")
    page.get_by_role("button", name="这是另一次").tap()
    expect(page.get_by_role("link", name="接着写那份")).to_have_count(0)


def test_without_a_network_it_is_kept_on_the_device(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day", phone=True)
    page.add_init_script("navigator.sendBeacon = null")
    page.route("**/record/draft/", lambda route: route.abort())
    page.reload()
    page.locator("#minutes").fill("没有网络时写的")
    expect(page.locator("[data-saved]")).to_contain_text("没有网络", timeout=8000)
    page.reload()
    expect(page.locator("#minutes")).to_have_value("没有网络时写的")
    page.goto("/meetings/record/?kinds=theme_day")
    expect(page.get_by_text("只在这部手机上")).to_be_visible()
    page.get_by_role("link", name="接着写那份").tap()
    expect(page.locator("#minutes")).to_have_value("没有网络时写的")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("kept_on", ["device", "server"])
def test_what_is_not_wanted_goes_as_it_stands_and_can_be_had_back(
    twenty_five: World, visit: Any, kept_on: str
) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day", phone=True)
    if kept_on == "device":
        page.add_init_script("if (!sessionStorage.online) navigator.sendBeacon = null")
        page.route("**/record/draft/", lambda route: route.abort())
        page.reload()
    page.locator("#minutes").fill("写错了")
    kept = "没有网络" if kept_on == "device" else "草稿已自动保存"
    expect(page.locator("[data-saved]")).to_contain_text(kept, timeout=8000)
    page.evaluate("sessionStorage.online = 1")
    page.unroute("**/record/draft/")
    page.reload()
    expect(page.locator("#minutes")).to_have_value("写错了")
    if kept_on == "device":
        expect(page.get_by_text("已恢复这台设备上")).to_be_visible()
        expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=8000)
        assert Draft.objects.count() == 1
    page.locator("#minutes").fill("写错了，又写了几个字")  # on its way to the server when it is thrown away
    page.get_by_role("button", name="不要了").tap()
    expect(page.locator("form[data-undo]")).to_contain_text("删掉了主题党日草稿")
    assert Draft.objects.get().fields["minutes"] == ["写错了，又写了几个字"]
    assert not Draft.objects.unfinished().exists()
    page.get_by_role("button", name="撤销").tap()
    page.get_by_role("link", name="接着写").tap()
    expect(page.locator("#minutes")).to_have_value("写错了，又写了几个字")
    page.get_by_role("button", name="不要了").tap()
    expect(page.locator("form[data-undo]")).to_be_visible()
    page.goto("/meetings/record/?kinds=theme_day")
    expect(page.locator("#minutes")).to_have_value("")
    expect(page.get_by_role("link", name="接着写那份")).to_have_count(0)
    page.goto("/bin/")
    page.get_by_role("button", name="找回").tap()
    page.get_by_role("link", name="接着写").tap()
    expect(page.locator("#minutes")).to_have_value("写错了，又写了几个字")


def test_ticking_a_groups_meeting_moves_to_the_group(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/", phone=True)
    page.locator(".chip").filter(has_text="党小组会").tap()
    expect(page.locator("#organization")).to_have_value("A-2-G1")
    expect(page.locator(".seat")).to_have_count(13)


def test_the_same_journey_without_any_script(twenty_five: World, visit: Any) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day", phone=True, java_script_enabled=False)
    page.locator("#theme").fill("学习条例")
    page.locator("#place").fill("二楼")
    seat = page.locator(".seat").filter(has_text="党员甲")
    seat.locator(".seat-box").check()
    said = "node => [getComputedStyle(node).fontSize, getComputedStyle(node, '::after').content]"
    assert seat.locator(".seat-word").evaluate(said) == ["0px", '"没到"']
    seat.locator("select").select_option("sick")
    expect(page.locator("#agenda-1-title")).to_have_count(0)
    page.get_by_role("button", name="加一项议题").click()
    expect(page.locator("#theme")).to_have_value("学习条例")
    page.locator("#agenda-1-title").fill("没有脚本时的第二项")
    page.locator("#minutes").fill("说了什么")
    page.locator(".actionbar").get_by_role("button", name="提交").click()
    expect(page.locator("article.paper")).to_contain_text("党员甲（病假）")
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.present, meeting.on_leave) == (Status.SUBMITTED, 24, 1)
    assert meeting.agenda.get().title == "没有脚本时的第二项"
