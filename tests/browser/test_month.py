"""The month of a branch on the secretary's phone, photos in: taps and characters as in tests/browser/test_effort.py."""

import datetime as dt
import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from meetings import actions as meetings
from meetings.models import Attachment, Meeting
from meetings.states import Status
from tests.contracts.house import ZONE, sitting
from tests.factories import record_meeting
from tests.world import World, enroll

KEPT = Path(__file__).with_name("effort.json")
MOST_TAPS = 60
NAME = "month_of_25_members_with_photos"
COUNT = """(function () {
  var add = function (name, by) { sessionStorage[name] = Number(sessionStorage[name] || 0) + by; };
  addEventListener("pointerdown", function (event) { if (event.isTrusted) add("taps", 1); }, true);
  addEventListener("input", function (event) {
    if (event.isTrusted && event.inputType && event.inputType.indexOf("insert") === 0) add("characters", (event.data || "").length);
  }, true);
})();"""


def photo(name: str) -> dict[str, Any]:
    """No two alike: a photo of another record would be asked about."""
    out = BytesIO()
    Image.effect_noise((48, 36), 200).resize((1600, 1200)).convert("RGB").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def hand_in(page: Page, photos: int) -> None:
    """With photos: one tap on the button, one for each picture, one to be done."""
    page.locator(".w-pick").tap(position={"x": 8, "y": 8}, trial=True)
    page.evaluate(f"sessionStorage.taps = Number(sessionStorage.taps || 0) + {photos + 2}")
    page.locator('input[name="files"]').set_input_files([photo(f"会场{n}.jpg") for n in range(photos)])
    expect(page.locator("[data-chosen]", has_text="存好了")).to_have_count(photos, timeout=20_000)
    page.locator(".actionbar .btn-primary").tap()
    page.wait_for_url(lambda url: "/record/" not in url)
    expect(page.locator("article.paper")).to_be_visible()


def write(page: Page, field: str, text: str) -> None:
    page.locator(field).tap()
    page.keyboard.type(text)


def test_a_month_of_25_members_with_photos(real_commits: None, world: World, clock: Any, visit: Any) -> None:
    new = [
        enroll(world.branch, f"党员{name}", group=world.groups[n % 2])
        for n, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
    ]
    people = {"place": "党群服务中心二楼", "host": world.members[0], "recorder": world.members[1]}
    before = record_meeting(
        organization=world.branch,
        **sitting(10, 23),
        theme="学习条例",
        minutes="大家作了讨论。",
        kinds=["theme_day"],
        **people,
        by=world.lin.actor,
    )
    meetings.submit(meeting=before, by=world.lin.actor)
    for place, kind, hour, theme in (
        (world.branch, "theme_day", 8, "学习新修订的条例"),
        (world.branch, "committee", 10, "研究明年计划"),
        (world.groups[0], "group", 12, "讨论楼道充电"),
        (world.groups[1], "group", 12, "讨论停车"),
    ):
        if kind == "group":
            first = 4 + world.groups.index(place)
            people |= {"host": new[first], "recorder": new[first + 2]}
        starts_at = dt.datetime(2026, 11, 22, hour, tzinfo=ZONE)
        meetings.plan(
            organization=place,
            kinds=[kind],
            theme=theme,
            **people,
            held_on=starts_at.date(),
            starts_at=starts_at,
            by=world.lin.actor,
        )
    page = visit("lin", "/", phone=True)
    page.context.add_init_script(COUNT)
    page.reload()
    for n in range(4):
        if n:
            page.get_by_role("link", name="工作台").first.tap()
        page.locator("a[href*='/meetings/record/?uuid=']").first.tap()
        page.wait_for_url("**/meetings/record/?uuid=*", wait_until="load")  # counting seats waits for nothing
        for name, reason in (("党员甲", "病假"), ("党员丙", "公差出差")):
            seat = page.locator(".seat").filter(has_text=name)
            if seat.count():
                seat.tap()
                page.locator("dialog.sheet").get_by_role("button", name=reason, exact=True).tap()
        write(page, "#minutes", "大家发了言，结合社区的事作了讨论，定了下月的安排。")
        hand_in(page, photos=2)
    assert Meeting.objects.filter(status=Status.SUBMITTED, held_on__month=11).count() == 4
    assert Attachment.objects.count() == 8
    page.goto("/")
    assert (
        page.evaluate("window.device.opened.then(() => window.device.all('files')).then(all => all.length)")
        == 0
    )
    counted = page.evaluate(
        "({taps: Number(sessionStorage.taps || 0), characters: Number(sessionStorage.characters || 0)})"
    )
    assert counted["taps"] <= MOST_TAPS, counted
    known = json.loads(KEPT.read_text(encoding="utf-8"))
    if os.environ.get("WRITE_EFFORT"):
        known[NAME] = counted
        KEPT.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n", encoding="utf-8")
    assert known[NAME] == counted
