"""The frame in a real browser: sheets of the phone's bar, keyboard, without script, in large type, on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations
  .map(found => found.id + ": " + found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll(".tabbar a, .tabbar summary, .topbar a, .topbar button")]
  .filter(node => node.offsetParent && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("script", [True, False])
def test_a_sheet_of_the_bar_is_opened_and_leads_on_with_and_without_script(visit, script):
    page = visit("lin", phone=True, java_script_enabled=script)
    bar = page.get_by_role("navigation", name="底部导航")
    bar.locator("summary", has_text="组织生活").tap()
    expect(bar.get_by_role("link", name="计划")).to_be_visible()
    bar.locator("summary", has_text="党员").tap()
    expect(bar.get_by_role("link", name="党员事项")).to_be_visible()
    expect(bar.get_by_role("link", name="计划")).to_have_count(0)
    bar.get_by_role("link", name="党员", exact=True).tap()
    page.wait_for_url("**/members/")


def test_escape_and_a_tap_beside_it_close_a_sheet(visit):
    page = visit("lin", phone=True)
    group = page.locator("summary", has_text="组织生活")
    group.tap()
    page.keyboard.press("Escape")
    expect(page.locator(".dock[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent.trim()") == "组织生活"
    group.tap()
    page.locator("h1").tap(force=True)
    expect(page.locator(".dock[open]")).to_have_count(0)


def test_the_keyboard_comes_to_the_text_first_then_to_groups_and_places(visit):
    page = visit("lin", "/themes/")
    order = []
    for _ in range(18):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, '')"))
    assert order[0] == "跳到正文"
    assert order[2:6] == ["工作台", "组织与党员", "组织生活", "督查"]
    places = order[order.index("林知远") + 1 :]
    assert places[:7] == ["会议", "签到", "计划", "主题", "年度组织生活", "谈心谈话", "文书"]


@pytest.mark.parametrize(("phone", "large"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_frame_has_no_finding_and_nothing_of_it_is_cut(visit, world, phone, large):
    found = []
    for who in ("lin", "hua", "wei", "shao", "sec"):
        user = getattr(world, who).user
        user.large_type = large
        user.save(update_fields=["large_type"])
        page = visit(who, "/all/", phone=phone)
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
        if phone and page.locator("summary").count():
            page.locator("summary").first.tap()
        found += [f"{who} {finding}" for finding in page.evaluate(FINDINGS)]
        if sideways := page.evaluate(SIDEWAYS):
            found.append(f"{who} scrolls {sideways}px sideways")
        if phone:
            found += [f"{who} too small: {node}" for node in page.evaluate(SMALL)]
        found += [f"{who} {said}" for said in page.said]
    assert found == []


def test_paper_has_no_frame(visit):
    page = visit("lin", "/themes/")
    page.emulate_media(media="print")
    for part in (".topbar", ".places", ".tabbar"):
        expect(page.locator(part)).to_be_hidden()


def test_the_search_is_reached_and_answered_by_the_keyboard_alone(visit):
    page = visit("wei", "/themes/")
    page.keyboard.press("Control+k")
    page.keyboard.type("bjde")
    option = page.get_by_role("option", name="滨江社区第二党支部")
    expect(option.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(option).to_have_count(0)
    page.keyboard.type("d")
    expect(option.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "find-option-0")
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    assert page.evaluate(FINDINGS) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizations/A-2/")
    assert page.said == []


def test_the_search_is_a_plain_form_without_script(visit):
    page = visit("lin", "/search/", phone=True, java_script_enabled=False)
    page.get_by_label("找组织、党员、会议").last.fill("滨江 2")
    page.locator("main").get_by_role("button", name="查找").tap()
    expect(page.get_by_role("heading", name="组织", exact=True)).to_be_visible()
    page.locator("main .hit a").first.tap()
    page.wait_for_url("**/organizations/A-2/")
