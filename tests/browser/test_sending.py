"""What is asked once on 提交, and Back after it: on a phone, with and without script (R-REC-13, hints)."""

import os
from typing import Any

from playwright.sync_api import expect

from meetings.models import Meeting
from meetings.states import Status
from tests.contracts.house import sitting
from tests.factories import record_meeting
from tests.world import World


def picture(page: Any, name: str) -> None:
    """For looking at: PICTURES=/somewhere."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def filled(page: Any, world: World) -> None:
    page.locator("#theme").fill("学习新修订的条例")
    page.locator("#held_on").fill("2026-11-20")
    page.locator("#starts_at").fill("14:30")
    page.locator("#ends_at").fill("16:00")
    page.locator("#place").fill("二楼")
    page.locator("#host").select_option(str(world.members[0].uuid))
    page.locator("#recorder").select_option(str(world.members[0].uuid))  # R-REC-06
    page.locator("#minutes").fill("林知远领学条例，大家作了讨论。")


def test_the_questions_come_one_after_another_and_back_shows_what_was_made(
    real_commits: None, world: World, visit: Any
) -> None:
    record_meeting(
        organization=world.branch,
        kinds=["theme_day"],
        theme="学习物业管理条例",
        place="二楼",
        minutes="学了条例。",
        host=world.members[0],
        recorder=world.members[1],
        **sitting(11, 20),
        by=world.lin.actor,
    )
    page = visit("lin", "/meetings/record/?kinds=theme_day&new=1", phone=True)
    missing = page.locator("[data-checks] li", has_text="主题还没写")
    expect(missing).to_be_visible()
    page.locator("#theme").fill("学")
    expect(missing).to_be_hidden()  # at once, before the server answers
    filled(page, world)
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    sheet = page.locator("dialog.sheet[open]")
    expect(sheet).to_be_visible()
    expect(page.get_by_role("heading", name="11月20日已经有一次主题党日，是同一次吗？")).to_be_visible()
    picture(page, "alike-390")
    page.get_by_role("button", name="不是，这是另一次").tap()
    expect(page.get_by_role("heading", name="交以前看1条提示")).to_be_visible()
    picture(page, "hints-390")
    page.locator("summary", has_text="就这样").tap()
    page.get_by_role("button", name="支部人少，一人兼任").tap()
    picture(page, "answered-390")
    sheet.get_by_role("button", name="提交", exact=True).last.tap()
    page.wait_for_url("**/meetings/*-*/")
    meeting = Meeting.objects.latest("id")
    assert meeting.status == Status.SUBMITTED
    assert meeting.hint_answers.count() == 2
    picture(page, "detail-390")
    page.goto(f"/meetings/record/?uuid={meeting.uuid}")
    expect(page.get_by_role("heading", name="这次已经交了")).to_be_visible()
    picture(page, "sent-390")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_closing_the_sheet_goes_on_with_the_record_and_without_script_it_is_a_page(
    real_commits: None, world: World, visit: Any
) -> None:
    page = visit("lin", "/meetings/record/?kinds=theme_day&new=1", phone=True)
    filled(page, world)
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    sheet = page.locator("dialog.sheet[open]")
    expect(sheet.get_by_role("heading", name="交以前看1条提示")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#theme").fill(
        "学习新修订的条例第二次", timeout=100
    )  # at once: the page below is the stored one
    page.wait_for_timeout(600)
    expect(page.locator("#theme")).to_have_value("学习新修订的条例第二次")
    expect(sheet).to_have_count(0)
    meeting = Meeting.objects.get()
    assert meeting.status == Status.HELD
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    sheet.get_by_role("button", name="去改").first.tap()
    page.wait_for_url("**#recorder")
    page.locator("#recorder").select_option(str(world.members[1].uuid))
    page.locator(".actionbar").get_by_role("button", name="提交").tap()
    page.wait_for_url("**/meetings/*-*/")
    assert Meeting.objects.get().status == Status.SUBMITTED


def test_back_after_planning_makes_no_second_plan(real_commits: None, world: World, visit: Any) -> None:
    page = visit("lin", "/meetings/plan/", phone=True)
    page.get_by_role("checkbox", name="主题党日").check(force=True)
    page.locator('[name="theme"]').fill("参观烈士陵园")
    page.locator('[name="held_on"]').fill("2026-11-28")
    page.locator('[name="starts_at"]').fill("14:30")
    button = page.locator("main form button[type=submit]").last
    button.tap()
    page.wait_for_url("**/meetings/*-*/")
    page.go_back()
    page.locator('[name="theme"]').fill("参观烈士陵园")
    page.get_by_role("checkbox", name="主题党日").check(force=True)
    page.locator('[name="held_on"]').fill("2026-11-28")
    page.locator('[name="starts_at"]').fill("14:30")
    button.tap()
    page.wait_for_load_state()
    assert Meeting.objects.count() == 1
