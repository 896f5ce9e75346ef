"""An address is one's own before anything goes there, and one's own quiet hours are kept."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail

from audit.models import Entry
from branches.selectors.actors import SYSTEM
from reminders import actions
from reminders.errors import AskedJustNow, AskedTooOften, LinkOver, QuietAllDay, QuietHoursWrong
from reminders.models import Channel, Delivery, Digest, QuietHours
from tests.reminders.digests import TEN_BEFORE, nine
from tests.world import World


@pytest.fixture(autouse=True)
def at_nine(clock: Any) -> None:
    clock.move_to(nine(TEN_BEFORE))


def link(world: World, address: str = "lin@example.cn") -> str:
    """The token of the link that was mailed."""
    channel, _secret = actions.set_channel(kind="email", address=address, by=world.lin.actor)
    assert channel.confirmed_at is None
    (letter,) = mail.outbox[-1:]
    assert letter.to == [address]
    found = re.search(r"/reminders/confirm/([^/]+)/", str(letter.body))
    assert found
    return found[1]


def test_nothing_goes_to_an_address_before_its_link_was_opened(world: World) -> None:
    token = link(world)
    actions.remind(day=TEN_BEFORE, by=SYSTEM)
    Delivery.objects.get_or_create(
        digest=Digest.objects.get_or_create(user=world.lin.user, day=TEN_BEFORE)[0],
        channel=Channel.objects.get(),
    )
    assert actions.send_waiting(by=SYSTEM) == (0, 0)
    assert len(mail.outbox) == 1
    for _twice in range(2):
        assert actions.confirm_channel(token=token, by=world.lin.actor).confirmed_at == nine(TEN_BEFORE)
    assert Entry.objects.filter(action="channel.confirm").count() == 1
    assert actions.send_waiting(by=SYSTEM) == (1, 0)
    assert mail.outbox[-1].to == ["lin@example.cn"]
    again, _secret = actions.set_channel(kind="email", address="lin@example.cn", by=world.lin.actor)
    assert (again.confirmed_at, len(mail.outbox)) == (nine(TEN_BEFORE), 2)  # known already: not asked again


@pytest.mark.parametrize("why", ["forged", "old", "another person", "another address"])
def test_a_link_that_proves_nothing_confirms_nothing(world: World, clock: Any, why: str) -> None:
    token, by = link(world), world.lin.actor
    if why == "forged":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    if why == "old":
        clock.move_to(nine(TEN_BEFORE) + dt.timedelta(hours=48, seconds=1))
    if why == "another person":
        by = world.hua.actor
    if why == "another address":
        actions.set_channel(kind="email", address="other@example.cn", by=world.lin.actor)
    with pytest.raises(LinkOver, match="48小时"):
        actions.confirm_channel(token=token, by=by)
    assert Channel.objects.get().confirmed_at is None


def test_an_address_is_not_asked_again_at_once(world: World, clock: Any, sign_in: Any) -> None:
    link(world)
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(minutes=4, seconds=59))
    with pytest.raises(AskedJustNow, match="过5分钟再保存一次"):
        actions.set_channel(kind="email", address="lin@example.cn", by=world.lin.actor)
    answer = sign_in("lin").post("/reminders/settings/", {"kind": "email", "address": "lin@example.cn"})
    assert answer.status_code == 409
    assert "先看看收件箱" in answer.content.decode()
    assert len(mail.outbox) == 1
    assert Entry.objects.filter(action="channel.set").count() == 1
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(minutes=5))
    link(world)
    assert len(mail.outbox) == 2


def test_nobody_has_many_confirmations_sent_whatever_he_removes(world: World, clock: Any) -> None:
    for n in range(5):
        link(world, f"someone{n}@example.cn")
        actions.remove_channel(channel=Channel.objects.get(), by=world.lin.actor)
    with pytest.raises(AskedTooOften, match="一天最多发5封确认邮件"):
        actions.set_channel(kind="email", address="lin@example.cn", by=world.lin.actor)
    assert (Channel.objects.count(), len(mail.outbox)) == (0, 5)
    actions.set_channel(kind="email", address="hua@example.cn", by=world.hua.actor)
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(days=1))
    link(world)
    assert len(mail.outbox) == 7


def test_the_page_of_the_link_confirms_by_its_button_only(world: World, sign_in: Any) -> None:
    browser, url = sign_in("lin"), f"/reminders/confirm/{link(world)}/"
    assert browser.get(url).status_code == 200
    assert Channel.objects.get().confirmed_at is None
    assert "待确认" in browser.get("/reminders/settings/").content.decode()
    assert browser.post(url).url == "/reminders/settings/"
    assert "使用中" in browser.get("/reminders/settings/").content.decode()
    assert sign_in("hua").post(url).status_code == 409


def test_the_api_confirms_ones_own_address_by_the_same_link(world: World, sign_in: Any) -> None:
    given = {"token": link(world)}
    for who, status in (("hua", 409), ("lin", 200)):
        answer = sign_in(who).post("/api/v1/channels/confirm/", given, content_type="application/json")
        assert answer.status_code == status
    assert Channel.objects.get().confirmed_at == nine(TEN_BEFORE)


# REMIND_AT 09:00, QUIET_FROM 20:00: 660 minutes of a day, of which 60 have to be left.
@pytest.mark.parametrize(
    ("since", "until", "hour", "is_sent"),
    [
        ("09:00", "11:00", 10, False),
        ("09:00", "11:00", 11, True),
        ("11:00", "09:00", 9, True),
        ("18:00", "10:00", 9, False),
        ("10:00", "20:00", 9, True),
    ],
)
def test_in_ones_own_quiet_hours_nothing_is_sent(
    world: World, clock: Any, since: str, until: str, hour: int, is_sent: bool
) -> None:
    channel = Channel.objects.create(
        user=world.lin.user, kind="email", address="lin@example.cn", confirmed_at=nine(TEN_BEFORE)
    )
    digest = Digest.objects.create(user=world.lin.user, day=TEN_BEFORE, lines=[])
    Delivery.objects.create(digest=digest, channel=channel)
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(hours=hour - 9))
    hours = [dt.time.fromisoformat(each) for each in (since, until)]
    actions.set_quiet_hours(quiet_from=hours[0], quiet_until=hours[1], by=world.lin.actor)
    assert actions.send_waiting(by=SYSTEM) == (int(is_sent), 0)
    assert Delivery.objects.get().status == ("sent" if is_sent else "waiting")
    actions.set_quiet_hours(quiet_from=None, quiet_until=None, by=world.lin.actor)
    assert actions.send_waiting(by=SYSTEM) == (int(not is_sent), 0)


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [
        ("09:00", None, QuietHoursWrong),
        ("09:00", "09:00", QuietHoursWrong),
        ("10:01", "09:00", None),
        ("09:59", "09:00", QuietAllDay),
        ("09:00", "19:00", None),
        ("09:00", "19:01", QuietAllDay),
    ],
)
def test_quiet_hours_leave_an_hour(world: World, since: str, until: str | None, error: Any) -> None:
    given = {
        "quiet_from": dt.time.fromisoformat(since),
        "quiet_until": dt.time.fromisoformat(until) if until else None,
    }
    if error is None:
        actions.set_quiet_hours(**given, by=world.lin.actor)
    else:
        with pytest.raises(error):
            actions.set_quiet_hours(**given, by=world.lin.actor)
    assert QuietHours.objects.count() == int(error is None)


def test_quiet_hours_on_the_page_and_by_the_api(world: World, sign_in: Any) -> None:
    browser, page, api = sign_in("lin"), "/reminders/settings/", "/api/v1/quiet-hours/"
    assert browser.post(f"{page}quiet/", {"quiet_from": "12:00", "quiet_until": "14:00"}).url == page
    assert "12:00到14:00" in browser.get(page).content.decode()
    assert browser.get(api).json() == {"quiet_from": "12:00", "quiet_until": "14:00"}
    refused = browser.post(f"{page}quiet/", {"quiet_from": "12:00", "quiet_until": ""})
    assert (refused.status_code, "两个都空着" in refused.content.decode()) == (409, True)
    empty = {"quiet_from": None, "quiet_until": None}
    seen = {"If-Match": browser.get(api)["ETag"]}
    assert browser.put(api, empty, content_type="application/json", headers=seen).json() == empty
    assert QuietHours.objects.count() == 0
