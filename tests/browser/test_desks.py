"""Key pages in a real browser: no serious axe finding, no sideways scroll, no complaint, and usable without script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from branches.selectors.actors import SYSTEM
from core.clock import Period
from meetings.record.schema import AttendanceMark
from members.models import Member
from reports import actions
from tests.dashboards.test_desk import send_back
from tests.factories import make_meeting
from tests.hand import counted_meeting

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => found.id + ": " + found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("main a.btn, main button, main summary, .tabbar a")]
  .filter(node => node.offsetParent && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll(".actionbar .btn")]
  .filter(node => node.getBoundingClientRect().right > innerWidth).map(node => node.outerHTML.slice(0, 120))"""


@pytest.fixture
def life(visit, world):
    """Something on every page: held, planned, returned, missed; October frozen. `visit` comes first: it makes commits real."""
    for branch in world.branches[1:]:
        counted_meeting(
            branch, "2026-10-25", "theme_day", theme="学习新修订的物业管理条例", place="二楼会议室"
        )
    counted_meeting(world.branch, "2026-11-05", "committee")
    counted_meeting(world.groups[0], "2026-11-12", "group", is_late=True)
    world.planned = counted_meeting(
        world.branch, "2026-11-22", "theme_day", status="planned", theme="学习条例"
    )
    send_back(counted_meeting(world.branch, "2026-10-29", "committee"), "决议第2项到会5人，赞成记成了6票。")
    world.report = actions.freeze(organization=world.district, month=Period.parse("2026-10"), by=SYSTEM)
    return world


def pages(life):
    report = f"/reports/{life.report.uuid}/"
    return {
        "lin": ["/", "/?month=2026-10", "/reports/", "/rules/", f"/meetings/{life.planned.uuid}/"],
        "hua": ["/"],
        "sec": ["/"],
        "wei": [
            "/dashboard/",
            "/dashboard/?month=2026-10",
            "/dashboard/rows/?month=2026-10&show=missed",
            "/dashboard/rows/?month=2026-10&show=meetings",
            "/dashboard/rows/?month=2026-10&show=duties",
            "/dashboard/rows/?show=organizations",
            "/reports/",
            report,
            f"{report}?open=all",
            "/rules/",
            "/rules/R-MEET-05/",
            "/rules/waive/A-2/",
        ],
    }


BEYOND = """() => [...document.querySelectorAll(".seat-name")].filter(name =>
  name.getBoundingClientRect().right > name.closest(".seat").getBoundingClientRect().right).map(name => name.textContent)"""


@pytest.mark.slow
def test_a_long_name_stays_in_its_place_on_a_phone(visit, world):
    """Twenty characters are broken; four are not."""
    long, four = world.members[3], world.members[4]
    Member.objects.filter(pk=long.pk).update(name="买买提·阿卜杜热合曼·艾合买提江·吐尔逊")
    Member.objects.filter(pk=four.pk).update(name="欧阳震华")
    marks = {long.uuid: AttendanceMark("on_leave", "sick")}
    meeting = make_meeting(organization=world.branch, by=world.lin.actor, marks=marks)
    page = visit("lin", f"/meetings/{meeting.uuid}/", phone=True)
    assert page.evaluate(SIDEWAYS) == 0
    page.goto("/meetings/record/?new")
    assert page.evaluate(BEYOND) == []
    assert page.locator(".seat-name", has_text="欧阳震华").bounding_box()["height"] < 24


def in_table(page, name):
    """The row of the report's table, not of the lists below it."""
    return page.get_by_role("region", name="总表，可左右滚动").get_by_role("rowheader", name=name)


@pytest.mark.slow
@pytest.mark.parametrize(("phone", "large"), [(False, False), (True, False), (True, True)])
def test_pages_have_no_serious_finding_and_do_not_scroll_sideways(life, visit, phone, large):
    found = []
    for who, paths in pages(life).items():
        person = getattr(life, who).user
        person.large_type = large
        person.save(update_fields=["large_type"])
        page = visit(who, paths[0], phone=phone)
        for path in paths:
            page.goto(path)
            if not large:  # larger letters change no role, name or colour
                page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
                found += [f"{who} {path} {finding}" for finding in page.evaluate(FINDINGS)]
            if sideways := page.evaluate(SIDEWAYS):
                found.append(f"{who} {path} scrolls {sideways}px sideways")
            if phone:
                found += [f"{who} {path} too small: {node}" for node in page.evaluate(SMALL)]
                found += [f"{who} {path} cut off: {node}" for node in page.evaluate(CUT)]
        found += [f"{who} {said}" for said in page.said]
    assert found == []


@pytest.mark.slow
def test_the_charts_are_drawn_under_the_strict_policy(life, visit):
    page = visit("wei", "/dashboard/?month=2026-10")
    expect(page.locator(".plot-box svg")).to_have_count(2)
    assert page.said == []


@pytest.mark.slow
def test_the_desk_and_the_report_work_without_script(life, visit):
    page = visit("lin", phone=True, java_script_enabled=False)
    page.get_by_role("link", name="10月", exact=True).click()
    expect(page.get_by_role("heading", name="10月", exact=True)).to_be_visible()
    page = visit("wei", f"/reports/{life.report.uuid}/", java_script_enabled=False)
    page.get_by_role("link", name="展开望海街道党工委").click()
    expect(in_table(page, "滨江社区第二党支部")).to_be_visible()
    page.get_by_role("link", name="收起望海街道党工委").click()
    expect(in_table(page, "滨江社区第二党支部")).to_have_count(0)
    page.get_by_role("link", name="公布", exact=True).click()
    page.get_by_label("写给收到的人（可不填）").fill("请按时开展")
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_text("已公布10月督查月报")).to_be_visible()


@pytest.mark.slow
def test_the_month_and_the_table_turn_in_place_with_script(life, visit):
    page = visit("lin")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="10月", exact=True).click()
    page.get_by_role("heading", name="10月", exact=True).wait_for()
    assert page.evaluate("window.stayed") is True
    page = visit("wei", f"/reports/{life.report.uuid}/")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="展开望海街道党工委").click()
    in_table(page, "滨江社区第二党支部").wait_for()
    assert page.evaluate("window.stayed") is True
    assert page.said == []


@pytest.mark.slow
def test_a_number_of_the_dashboard_opens_its_rows(life, visit):
    page = visit("wei", "/dashboard/?month=2026-10")
    page.get_by_role("link", name="未开展支部").click()
    page.wait_for_url("**/dashboard/rows/**")
    expect(page.get_by_role("heading", name="未开展的支部")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(5)
