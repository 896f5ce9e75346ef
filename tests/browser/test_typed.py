"""What is typed into a long form that is not sent while it is typed: it stays on the device until it is saved."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import Meeting
from obligations.models import Rule
from planning.models import YearPlan
from tests.browser.conftest import sign_in
from tests.factories import at, plan_by_lin
from tests.world import World

YEAR = "/plans/?organization=A-2&year=2027"
BACK = "[data-typed-back]"


def wait_until_kept(page: Any) -> None:
    page.wait_for_timeout(900)


@pytest.mark.parametrize("phone", [True, False])
def test_a_typed_year_survives_leaving_and_a_session_that_ends(
    visit: Any, world: World, request: pytest.FixtureRequest, phone: bool
) -> None:
    if not Rule.objects.exists():  # emptied with all tables after a test before
        import_module("obligations.migrations.0002_rules_of_the_regulations").add(apps, None)
    page = visit("lin", YEAR, phone=phone)
    page.locator("#aims").fill("今年抓好学习")
    page.locator("#row-1 summary").click()
    page.locator('[name="1-theme"]').fill("学习党章")
    page.locator('[name="0-keep"]').uncheck()
    wait_until_kept(page)
    page.goto("/")
    page.goto(YEAR)
    expect(page.locator(BACK)).to_contain_text("写了没存的内容")
    expect(page.locator("#aims")).to_have_value("今年抓好学习")
    expect(page.locator('[name="1-theme"]')).to_be_visible()
    expect(page.locator('[name="0-keep"]')).not_to_be_checked()
    page.get_by_role("button", name="改成分开开").click()
    expect(page.get_by_role("button", name="放进主题党日一起开")).to_be_visible()
    expect(page.locator("#aims")).to_have_value("今年抓好学习")
    Session.objects.all().delete()
    page.get_by_role("button", name="计划全年").click()
    page.wait_for_url("**/sign-in/**")
    assert Meeting.objects.count() == 0
    sign_in(page.context, world.lin.user, request.getfixturevalue("live_server").url)
    page.goto(f"{YEAR}&apart=1")
    expect(page.locator(BACK)).to_be_visible()
    expect(page.locator("#aims")).to_have_value("今年抓好学习")
    page.get_by_role("button", name="计划全年").click()
    expect(page.get_by_text("计划好了")).to_be_visible()
    assert (Meeting.objects.filter(theme="学习党章").count(), YearPlan.objects.get().aims) == (
        1,
        "今年抓好学习",
    )
    page.goto(f"{YEAR}&apart=1")
    wait_until_kept(page)
    expect(page.locator(BACK)).to_be_hidden()


def test_a_prepared_life_meeting_comes_back_with_its_added_lines_and_can_be_given_up(
    visit: Any, world: World
) -> None:
    day = dt.date(2026, 11, 25)
    meeting = plan_by_lin(world, at(day), kinds=["life"])
    address = f"/meetings/{meeting.uuid}/life/"
    page = visit("lin", address, phone=True)
    page.locator('[name="life-study"]').fill("学习党章")
    page.get_by_role("button", name="加一条问题").tap()
    page.locator('[name^="life-"][name$="-text"]').last.fill("联系群众不够")
    wait_until_kept(page)
    page.goto("/")
    page.goto(address)
    expect(page.locator('[name="life-study"]')).to_have_value("学习党章")
    expect(page.locator('[name^="life-"][name$="-text"]').last).to_have_value("联系群众不够")
    page.get_by_role("button", name="不要了").tap()
    expect(page.locator('[name="life-study"]')).to_have_value("")
    page.goto(address)
    wait_until_kept(page)
    expect(page.locator(BACK)).to_be_hidden()
    page.locator('[name="life-study"]').fill("学习条例")
    page.get_by_role("button", name="存好").tap()
    expect(page.get_by_text("存好了")).to_be_visible()
    page.goto(address)
    wait_until_kept(page)
    expect(page.locator(BACK)).to_be_hidden()
    expect(page.locator('[name="life-study"]')).to_have_value("学习条例")
