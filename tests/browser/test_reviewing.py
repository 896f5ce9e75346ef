"""The review desk in a browser: keys, the sheet of reasons, the question before words are taken, few tabs to the bar."""

from typing import Any

from playwright.sync_api import expect

from meetings.states import Status
from tests.dashboards.records import handed_in
from tests.world import World


def test_keys_sheet_and_question(real_commits: None, world: World, clock: Any, visit: Any) -> None:
    first, second, third = (handed_in(world, number, []) for number in (3, 4, 5))
    page = visit("shao", f"/review/{first.uuid}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/{second.uuid}/**")
    page.keyboard.press("k")
    page.wait_for_url(f"**/{first.uuid}/**")
    page.keyboard.press("e")
    expect(page.locator("#id_comment")).to_be_focused()
    page.keyboard.type("写明谁发了言")
    page.keyboard.press("Enter")
    page.keyboard.type("y")
    first.refresh_from_db()
    assert first.status == Status.SUBMITTED
    page.locator(".actionbar").get_by_role("button", name="确认").click()
    expect(page.locator("#which-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#which-sheet")).to_be_hidden()
    page.locator("h1").first.click()
    page.keyboard.press("t")
    sheet = page.locator("#return-sheet")
    expect(sheet).to_be_visible()
    sheet.get_by_label("票数对不上").check()
    expect(sheet.locator("#id_comment")).to_have_value("写明谁发了言\ny\n票数对不上")
    page.go_back()
    expect(sheet).to_be_hidden()
    expect(page.locator(".actionbar #id_comment")).to_have_value("写明谁发了言\ny\n票数对不上")
    page.locator("h1").first.click()
    page.keyboard.press("t")
    sheet.get_by_role("button", name="退回，看下一份").click()
    page.wait_for_url(f"**/{second.uuid}/**")
    first.refresh_from_db()
    assert first.status == Status.RETURNED
    page.keyboard.press("y")
    page.wait_for_url(f"**/{third.uuid}/**")
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED
    page.keyboard.press("u")
    page.wait_for_url(f"**/{second.uuid}/**")
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED
    page.get_by_role("button", name="关掉快捷键").click()
    page.keyboard.press("y")
    page.reload()
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED
    assert page.said == []


def test_few_tabs_lead_to_the_decision_and_the_bar_leaves_room(
    real_commits: None, world: World, clock: Any, visit: Any
) -> None:
    meeting = handed_in(world, 3, [])
    page = visit("shao", f"/review/{meeting.uuid}/")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "id_comment"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "confirm"
    page.set_viewport_size({"width": 640, "height": 400})  # 1280 × 800 at 200 %
    assert page.evaluate("getComputedStyle(document.querySelector('.actionbar')).position") == "static"
