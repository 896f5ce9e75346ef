"""The network goes away while a meeting is recorded: nothing is lost, nothing is doubled, and what two people wrote is
shown side by side."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from core import clock
from drafts.models import Draft, DraftFile
from life import actions
from meetings.models import Attachment, CheckIn, Meeting
from meetings.states import Status
from tests.browser.conftest import becomes, sign_in
from tests.factories import plan_by_lin
from tests.world import World

THEME_DAY = "/meetings/record/?kinds=theme_day"
MINUTES = "许丽华领学条例，大家结合社区的事作了讨论。"
KEPT = "没有网络，已存在手机上"


def kept_by_worker(page: Page) -> None:
    """The worker stands and has kept this page, also one that opened before the worker stood: it may have no controller
    then, and is found all the same when it is opened again."""
    becomes(page, "() => navigator.serviceWorker.ready.then(() => true)")
    becomes(
        page,
        """() => {
            const here = new URL(location), uuid = here.searchParams.get('uuid');
            const kept = here.pathname + (uuid ? '?uuid=' + uuid : '');
            return caches.open('pages').then(pages => pages.match(kept)).then(found => Boolean(found));
        }""",
    )


def absent(page: Page, name: str, reason: str) -> None:
    page.locator(".seat").filter(has_text=name).tap()
    page.locator("dialog.sheet").get_by_role("button", name=reason, exact=True).tap()


def photo(tmp_path: Path, name: str = "会场.jpg", size: tuple[int, int] = (4000, 3000)) -> Path:
    """A landscape picture, lying on its side as a telephone writes it."""
    path = tmp_path / name
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    facts = Image.Exif()
    facts[0x0112] = 6  # to be turned by a quarter
    facts[0x010F] = "SomePhone"
    picture.save(path, "JPEG", quality=95, exif=facts)
    return path


def fill(page: Page) -> None:
    page.locator("#theme").fill("学习条例")
    page.locator("#place").fill("二楼")
    page.locator("#minutes").fill(MINUTES)


def press(page: Page, name: str) -> None:
    page.locator(".actionbar").get_by_role("button", name=name).tap()


def go_on_without_network(page: Page, theme: str) -> None:
    """Begin a record, save it as a draft, lose the network and write another theme."""
    fill(page)
    press(page, "存草稿")
    expect(page.get_by_text("草稿存好了")).to_be_visible()
    kept_by_worker(page)
    page.context.set_offline(True)
    page.locator("#theme").fill(theme)


def test_cut_off_in_the_middle_killed_and_opened_again_nothing_is_lost(
    phone: Callable[..., Page], twelve: World, tmp_path: Path
) -> None:
    page = phone()
    kept_by_worker(page)
    absent(page, "党员甲", "病假")
    page.context.set_offline(True)
    absent(page, "党员乙", "公差出差")
    absent(page, "党员丙", "无故缺席")
    fill(page)
    page.locator('input[name="files"]').set_input_files(photo(tmp_path))
    expect(page.locator("[data-chosen] img")).to_be_visible()
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    expect(page.locator("[data-chosen]")).to_contain_text("在手机上，等网络")
    page.context.close()

    page = phone(who=None, path="/meetings/record/", away=True)  # killed, and still no network
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    assert Meeting.objects.count() == 0
    page.context.close()

    page = phone(path="/meetings/record/")
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.theme, meeting.minutes) == (Status.SUBMITTED, "学习条例", MINUTES)
    assert (meeting.expected, meeting.present, meeting.on_leave, meeting.absent) == (12, 9, 2, 1)
    assert meeting.attachments.count() == 1
    page.reload()
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert Meeting.objects.count() == 1


def test_when_the_network_is_back_it_is_sent_by_itself(phone: Callable[..., Page], twelve: World) -> None:
    page = phone()
    kept_by_worker(page)
    page.context.set_offline(True)
    fill(page)
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    page.goto("/meetings/record/")  # another meeting, begun without a network
    fill(page)
    page.locator("#theme").fill("第二次")
    page.locator("#held_on").fill("2026-11-21")
    press(page, "存草稿")
    expect(page.locator("[data-queue-list] li")).to_have_count(2)
    expect(page.locator("[data-saved]")).to_contain_text("已存在手机上")
    page.context.set_offline(False)
    page.wait_for_url("**/record/?uuid=*", timeout=15_000)  # what was open here is there now
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器")
    rows = Meeting.objects.order_by("id").values_list("theme", "status")
    assert list(rows) == [("学习条例", Status.SUBMITTED), ("第二次", Status.HELD)]


def test_a_draft_typed_without_a_network_reaches_the_server_when_it_is_back(
    phone: Callable[..., Page], twelve: World
) -> None:
    page = phone()
    page.context.set_offline(True)
    fill(page)
    expect(page.locator("[data-saved]")).to_have_text("没有网络，先存在这台设备上")
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("草稿已自动保存")
    assert Draft.objects.get().fields["minutes"] == [MINUTES]


def test_a_lost_answer_doubles_nothing(phone: Callable[..., Page], twelve: World, tmp_path: Path) -> None:
    page = phone()
    becomes(page, "() => window.device.isReady()")

    def swallow(route: Any) -> None:
        if route.request.method != "POST":
            return route.fallback()
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/meetings/record/", swallow)
    fill(page)
    page.locator('input[name="files"]').set_input_files(photo(tmp_path, size=(400, 300)))
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.version) == (Status.SUBMITTED, 2)
    page.unroute("**/meetings/record/")
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    meeting = Meeting.objects.get()
    assert (meeting.version, meeting.attachments.count()) == (2, 1)


def test_what_another_changed_meanwhile_is_shown_field_by_field(
    phone: Callable[..., Page], twelve: World
) -> None:
    page = phone()
    go_on_without_network(page, "手机上的主题")
    absent(page, "党员甲", "病假")
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    meeting = Meeting.objects.get()
    other = Client()
    other.force_login(twelve.he.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    changed = {
        "uuid": str(meeting.uuid),
        "version": str(meeting.version),
        "organization": "A-2",
        "kinds": ["theme_day"],
        "theme": "学习条例",
        "held_on": str(meeting.held_on),
        "starts_at": f"{timezone.localtime(meeting.starts_at):%H:%M}",
        "ends_at": f"{timezone.localtime(meeting.ends_at):%H:%M}",
        "place": "服务器上的地点",
        "host": str(meeting.host.uuid),
        "recorder": str(meeting.recorder.uuid),
        "minutes": MINUTES,
        "then": "draft",
    }
    assert other.post("/meetings/record/", changed).status_code == 302
    page.context.set_offline(False)
    expect(page.locator("[data-queue-word]")).to_contain_text("份还没有交上去", timeout=15_000)
    page.goto("/meetings/record/")
    page.get_by_role("button", name="核对").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("有3处两边不一样")
    for label, side in (("主题", "您写的"), ("地点", "服务器上的"), ("党员甲", "您写的")):
        page.get_by_role("group", name=label).locator("label", has_text=side).tap()
    press(page, "照选的保存")
    page.wait_for_url("**/meetings/*-*/")
    meeting.refresh_from_db()
    assert (meeting.theme, meeting.place, meeting.status) == (
        "手机上的主题",
        "服务器上的地点",
        Status.SUBMITTED,
    )
    assert (meeting.present, meeting.on_leave) == (11, 1)
    page.goto("/meetings/record/")
    becomes(page, "() => window.device.mine().then(all => all.length === 0)")


def test_a_begun_record_opened_again_goes_on_from_what_waits(
    phone: Callable[..., Page], twelve: World
) -> None:
    """Handed in without a network and opened again: a second sending says all of it, not the old page again."""
    page = phone()
    go_on_without_network(page, "手机上的主题")
    press(page, "存草稿")
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.reload()
    expect(page.locator("#theme")).to_have_value("手机上的主题")
    page.locator("#place").fill("三楼")
    press(page, "提交")
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    meeting = Meeting.objects.get()
    assert (meeting.theme, meeting.place, meeting.status) == ("手机上的主题", "三楼", Status.SUBMITTED)


def test_an_expired_session_keeps_it_and_goes_on_after_signing_in(
    phone: Callable[..., Page], twelve: World
) -> None:
    page = phone()
    becomes(page, "() => window.device.isReady()")
    fill(page)
    Session.objects.all().delete()
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_contain_text("登录过期了")
    page.locator("[data-queue]").get_by_role("link", name="去登录").tap()
    page.locator("[name=username]").fill("lin")
    page.locator("[name=password]").fill("Demo-party-life-1")
    page.get_by_role("button", name="登录").tap()
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    assert Meeting.objects.get().status == Status.SUBMITTED


def test_another_person_on_the_same_phone_neither_sees_nor_sends_it(
    phone: Callable[..., Page], twelve: World, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("live_server").url
    page = phone()
    kept_by_worker(page)
    page.context.set_offline(True)
    fill(page)
    press(page, "提交")
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    page.context.clear_cookies()
    page.context.close()
    page = phone("he", path="/meetings/record/")
    becomes(page, "() => window.device.isReady()")
    page.wait_for_timeout(800)
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert Meeting.objects.count() == 0
    whose = f"all => all.every(one => one.headers.get('X-Page-Of') === '{twelve.he.user.pk}')"
    becomes(page, f"() => caches.open('pages').then(kept => kept.matchAll()).then({whose})")
    sign_in(page.context, twelve.lin.user, url)
    page.goto("/meetings/record/")
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    assert Meeting.objects.get().steps.first().who == "林知远"


def test_signing_out_takes_the_kept_page_away(phone: Callable[..., Page], twelve: World) -> None:
    page = phone()
    kept_by_worker(page)
    page.goto("/me/")
    page.locator('main form[action="/sign-out/"] button').first.tap()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("caches.has('pages')") is False
    page.context.set_offline(True)
    page.goto("/meetings/record/")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")


def test_a_roll_is_opened_and_ticked_without_a_network_and_sent_by_whom_it_belongs_to(
    phone: Callable[..., Page], twelve: World
) -> None:
    now = clock.now()
    meeting = plan_by_lin(twelve, now + dt.timedelta(minutes=5), theme="学习")
    _row, token = actions.give_stand_in(
        meeting=meeting, name="赵小红", until=now + dt.timedelta(hours=2), by=twelve.lin.actor
    )
    link, hand = f"/stand-in/{token}/", f"/meetings/{meeting.uuid}/check-in/hand/"
    page = phone(who=None, path=link)
    kept_by_worker(page)
    page.context.set_offline(True)
    for name in ("党员甲", "党员乙"):  # ticked, kept, opened again and gone on with
        page.goto(link)
        becomes(page, "() => window.device.isReady()")
        page.wait_for_timeout(200)
        page.locator(".chip", has_text=name).tap()
        page.get_by_role("button", name="保存").tap()
        expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    expect(page.locator("[data-queue-list] li")).to_have_count(1)
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    assert set(CheckIn.objects.values_list("member__name", "way")) == {
        ("党员甲", "hand"),
        ("党员乙", "hand"),
    }
    page.context.close()

    page = phone(path=hand)
    kept_by_worker(page)
    becomes(page, "() => caches.open('pages').then(k => k.keys()).then(all => all.length === 1)")
    page.context.set_offline(True)
    page.goto(link)  # driven out by another's page
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络")
    page.goto(hand)
    page.locator(".chip", has_text="党员丙").tap()
    page.get_by_role("button", name="保存").tap()
    expect(page.locator("[data-queue-word]")).to_have_text(KEPT)
    page.goto(hand)
    expect(page.locator(".chip", has_text="党员丙").locator("input")).to_be_checked()
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-queue-word]")).to_contain_text("已交到服务器", timeout=15_000)
    assert CheckIn.objects.count() == 3


def test_what_is_refused_is_said_beside_its_field_as_ever(phone: Callable[..., Page], twelve: World) -> None:
    page = phone()
    becomes(page, "() => window.device.isReady()")
    fill(page)
    page.locator("#held_on").fill(f"{clock.today() - dt.timedelta(days=1)}")
    page.locator("#starts_at").fill("14:30")
    page.locator("#ends_at").fill("13:00")
    press(page, "提交")
    expect(page.locator("#ends_at_error")).to_contain_text("结束要晚于开始")
    page.locator("#ends_at").fill("16:00")
    press(page, "提交")
    page.wait_for_url("**/meetings/*-*/")
    assert Meeting.objects.get().status == Status.SUBMITTED


def test_photos_are_upright_small_and_without_facts_before_they_are_sent(
    phone: Callable[..., Page], twelve: World, tmp_path: Path
) -> None:
    page = phone()
    kept_by_worker(page)
    fill(page)
    page.context.set_offline(True)
    files = page.locator('input[name="files"]')
    files.set_input_files([photo(tmp_path), photo(tmp_path, "第二张.jpg", (300, 200))])
    expect(page.locator("[data-chosen] img")).to_have_count(2, timeout=20_000)
    page.get_by_role("button", name="拿掉第二张.jpg").tap()
    files.set_input_files(photo(tmp_path, "第三张.jpg", (320, 200)))
    expect(page.locator("[data-chosen] img")).to_have_count(2, timeout=20_000)
    sent = page.evaluate(
        """async () => { const rows = await window.device.all("files"), file = rows.filter(row => row.name === "会场.jpg")[0].blob;
        return Array.from(new Uint8Array(await file.arrayBuffer()), byte => byte.toString(16).padStart(2, "0")).join(""); }"""
    )
    picture = Image.open(BytesIO(bytes.fromhex(sent)))
    assert (picture.size, dict(picture.getexif())) == ((1920, 2560), {})
    page.context.set_offline(False)
    expect(page.locator("[data-chosen]", has_text="存好了")).to_have_count(2, timeout=20_000)
    assert sorted(DraftFile.objects.values_list("name", flat=True)) == ["会场.jpg", "第三张.jpg"]
    press(page, "提交")
    page.wait_for_url("**/meetings/*-*/")
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["会场.jpg", "第三张.jpg"]


def test_photos_chosen_come_back_with_the_draft(
    phone: Callable[..., Page], twelve: World, tmp_path: Path
) -> None:
    page = phone()
    kept_by_worker(page)
    page.context.set_offline(True)
    page.locator("#minutes").fill("写到一半")
    page.locator('input[name="files"]').set_input_files(photo(tmp_path, size=(400, 300)))
    expect(page.locator("[data-chosen] img")).to_have_count(1)
    becomes(page, "() => window.device.all('files').then(all => all.length === 1)")
    assert Draft.objects.count() == 0
    page.context.close()
    page = phone(path="/meetings/record/", away=True)
    page.get_by_role("link", name="接着写那份").tap()
    expect(page.locator("#minutes")).to_have_value("写到一半")
    expect(page.locator("[data-chosen] img")).to_have_count(1)
