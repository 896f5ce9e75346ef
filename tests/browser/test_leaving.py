"""R-REC-13, nothing is lost: every way to leave a recording page, whatever is written on it, with words and a photo; both are
found again at the page's own address and from the desk."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import Page, expect

from drafts.models import Draft
from meetings import actions
from meetings.models import Meeting
from tests.browser.conftest import becomes
from tests.contracts.house import sitting
from tests.factories import record_meeting
from tests.world import World

WORDS = "许丽华领学条例，大家说了社区停车的事。"
MORE = WORDS + "又补了一句。"


def photo() -> dict[str, Any]:
    out = BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(out, "JPEG")
    return {"name": "会场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def begin_new(world: World) -> str:
    return "/meetings/record/?kinds=theme_day"


def _begun_record(world: World) -> Meeting:
    return record_meeting(
        organization=world.branch,
        kinds=["theme_day"],
        theme="学习条例",
        place="二楼",
        host=world.members[0],
        recorder=world.members[1],
        minutes="先前写的。",
        **sitting(11, 20),
        by=world.lin.actor,
    )


def begin_draft(world: World) -> str:
    return f"/meetings/record/?uuid={_begun_record(world).uuid}"


def begin_returned(world: World) -> str:
    meeting = actions.submit(meeting=_begun_record(world), by=world.lin.actor)
    actions.return_for_revision(meeting=meeting, comment="请补写谁发了言。", by=world.wei.actor)
    return f"/meetings/record/?uuid={meeting.uuid}"


def begin_amendment(world: World) -> str:
    meeting = actions.submit(meeting=_begun_record(world), by=world.lin.actor)
    actions.confirm(meeting=meeting, by=world.wei.actor)
    return f"/meetings/{meeting.uuid}/amend/"


BEGUN = {"new": begin_new, "draft": begin_draft, "returned": begin_returned, "amendment": begin_amendment}


# ── the ways to leave; each comes back to the page, and says what must stand there ──


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=10_000)
    if page.locator("[data-chosen]").count():
        expect(page.locator("[data-chosen]")).to_contain_text("存好了", timeout=10_000)


def at_desk(page: Page) -> None:
    """From the desk, by the one line of this record."""
    page.goto("/")
    page.locator("a.btn").filter(has_text=re.compile("接着写|改好再交|去改")).first.click()
    expect(page.locator("form[data-record]")).to_be_visible()


def reload(page: Page, visit: Any) -> tuple[Page, str]:
    page.reload()
    return page, WORDS


def large_type(page: Page, visit: Any) -> tuple[Page, str]:
    page.get_by_role("button", name="大字").first.click()
    expect(page.locator("html[data-type=large], body[data-type=large]")).to_have_count(1)
    return page, WORDS


def back(page: Page, visit: Any) -> tuple[Page, str]:
    page.goto("/me/")
    page.go_back()
    return page, WORDS


def home(page: Page, visit: Any) -> tuple[Page, str]:
    page.get_by_role("link", name="工作台").first.click()
    at_desk(page)
    return page, WORDS


def closing(page: Page, visit: Any) -> tuple[Page, str]:
    context = page.context
    page.close(run_before_unload=False)
    other = context.new_page()
    at_desk(other)
    return other, WORDS


def expired(page: Page, visit: Any) -> tuple[Page, str]:
    Session.objects.all().delete()
    page.locator("#minutes").fill(MORE)
    page.reload()
    page.locator("[name=username]").fill("lin")
    page.locator("[name=password]").fill("Demo-party-life-1")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("form[data-record]")).to_be_visible()
    return page, MORE


def offline(page: Page, visit: Any) -> tuple[Page, str]:
    page.context.set_offline(True)
    page.locator("#minutes").fill(MORE)
    expect(page.locator("[data-saved]")).to_contain_text("没有网络，先存在这台设备上")
    context = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    at_desk(other)
    return other, MORE


def refused(page: Page, visit: Any) -> tuple[Page, str]:
    if page.locator("#reason").count():
        page.locator("#reason").fill("时间写错")
    page.locator("#starts_at").fill("16:00")
    page.locator("#ends_at").fill("13:00")
    page.locator(".actionbar .btn-primary").click()
    expect(page.locator("#ends_at_error")).to_be_visible()
    return page, WORDS


def second_tab(page: Page, visit: Any) -> tuple[Page, str]:
    saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    return other, WORDS


def second_device(page: Page, visit: Any) -> tuple[Page, str]:
    saved(page)
    other = visit("lin", "/")
    at_desk(other)
    return other, WORDS


WAYS: list[Callable[..., tuple[Page, str]]] = [
    reload, large_type, back, home, closing, expired, offline, refused, second_tab, second_device,
]  # fmt: skip


@pytest.mark.parametrize("begun", BEGUN)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_words_and_photo_are_found_again_at_every_door(
    real_commits: None, world: World, visit: Any, way: Callable[..., tuple[Page, str]], begun: str
) -> None:
    page = visit("lin", BEGUN[begun](world))
    becomes(page, "() => window.device.isReady()")
    page.locator("#minutes").fill(WORDS)
    has_photo = begun != "amendment"
    if has_photo:
        page.locator('input[name="files"]').set_input_files(photo())
        expect(page.locator(".w-file-name")).to_have_text("会场.jpg")
        becomes(page, "() => window.device.all('files').then(all => all.length === 1)"
                " || !!document.querySelector('.w-done')")  # fmt: skip
    page, words = way(page, visit)
    for door in ("here", "desk"):
        if door == "desk":
            at_desk(page)
        expect(page.locator("#minutes")).to_have_value(words)
        if has_photo:
            expect(page.locator(".w-file-name")).to_have_text("会场.jpg")
            expect(page.locator(".w-files")).to_contain_text("存好了", timeout=10_000)
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存", timeout=10_000)
    assert [draft.fields["minutes"] for draft in Draft.objects.unfinished()] == [[words]]
