"""Ways out of the product: own only, https and public only, signed, claimed once, tried three times, nothing of others."""

import datetime as dt
import hmac
import http.client
import json
import socket
from typing import Any

import pytest
from django.core import mail

from audit.models import Entry
from branches.selectors.actors import SYSTEM
from core import sealing
from core.errors import Gone, NotPermitted
from reminders import actions
from reminders.actions import send_reminders as room
from reminders.channels import ChannelFailed, email, message_of, webhook
from reminders.errors import AddressNotAllowed, NotAnAddress
from reminders.models import Channel, Delivery, Digest
from tests.reminders.digests import TEN_BEFORE, nine
from tests.world import World

pytestmark = pytest.mark.once

HOOK = "https://hooks.example.com/robot/send?key=1"
LINES = [
    {
        "what": "returned",
        "sentence": "11月18日主题党日的记录被退回，改好再交。",
        "url": "/meetings/record/?uuid=1",
        "basis": "《支部工作条例》第十六条",
        "why": "许丽华的发言没有记",
    }
]


@pytest.fixture(autouse=True)
def at_nine(clock: Any) -> None:
    clock.move_to(nine(TEN_BEFORE))


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name has this address; the test may change it."""
    addresses = ["93.184.216.34"]

    def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return addresses


def waiting(world: World, kind: str, address: str) -> Delivery:
    digest = Digest.objects.create(user=world.lin.user, day=TEN_BEFORE, lines=LINES)
    secret = sealing.seal("secret", webhook.secret_place(world.lin.user.pk)) if kind == "webhook" else ""
    channel = Channel.objects.create(
        user=world.lin.user, kind=kind, address=address, secret=secret, confirmed_at=nine(TEN_BEFORE)
    )
    return Delivery.objects.create(digest=digest, channel=channel)


# ── setting them ──


def test_a_webhooks_secret_is_shown_once_and_kept_sealed(world: World, public: list[str]) -> None:
    channel, secret = actions.set_channel(kind="webhook", address=HOOK, by=world.lin.actor)
    assert len(secret) == 43
    assert secret not in channel.secret
    assert sealing.unseal(channel.secret, webhook.secret_place(channel.user_id)) == secret
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after) == (
        "channel.set",
        {"kind": "webhook", "address": "https://hooks.example.com/robot"},
    )


def test_a_new_address_takes_the_old_ones_place_and_changes_the_secret(
    world: World, public: list[str]
) -> None:
    _, first = actions.set_channel(kind="webhook", address=HOOK, by=world.lin.actor)
    channel, second = actions.set_channel(kind="webhook", address=f"{HOOK}2", by=world.lin.actor)
    assert first != second
    assert Channel.objects.get() == channel


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https:///path",
        "https://name:word@hooks.example.com/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com/a b",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(world: World, public: list[str], address: str) -> None:
    with pytest.raises(AddressNotAllowed):
        actions.set_channel(kind="webhook", address=address, by=world.lin.actor)
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_an_address_inside_the_network_is_refused(world: World, public: list[str], address: str) -> None:
    public.append(address)  # the first address being public helps nobody
    with pytest.raises(AddressNotAllowed) as refusal:
        actions.set_channel(kind="webhook", address=HOOK, by=world.lin.actor)
    assert str(refusal.value) == "这个网址在内部网络里，不能用。"
    assert not Channel.objects.exists()


def test_an_installation_may_allow_its_own_network_or_name_its_hosts(
    world: World, public: list[str], settings: Any
) -> None:
    settings.WEBHOOK_PRIVATE = True
    public[:] = ["10.0.0.8"]
    assert actions.set_channel(kind="webhook", address=HOOK, by=world.lin.actor)[0].is_on
    settings.WEBHOOK_HOSTS = ["oapi.example.cn"]
    with pytest.raises(AddressNotAllowed):
        actions.set_channel(kind="webhook", address=HOOK, by=world.lin.actor)


@pytest.mark.parametrize("address", ["lin", "lin@", "lin@example.cn\nBcc: x@y.cn", ""])
def test_what_is_no_mail_address_is_refused(world: World, address: str) -> None:
    with pytest.raises(NotAnAddress):
        actions.set_channel(kind="email", address=address, by=world.lin.actor)
    assert not Channel.objects.exists()


def test_mail_may_be_kept_within_the_units_own_domains(world: World, settings: Any) -> None:
    settings.MAIL_DOMAINS = ["haiyun.gov.cn"]
    with pytest.raises(AddressNotAllowed) as refusal:
        actions.set_channel(kind="email", address="lin@example.com", by=world.lin.actor)
    assert str(refusal.value) == "只能用这些单位邮箱：haiyun.gov.cn。"
    assert actions.set_channel(kind="email", address="lin@haiyun.gov.cn", by=world.lin.actor)[1] == ""


def test_nobody_touches_anothers_channel(world: World) -> None:
    channel, _ = actions.set_channel(kind="email", address="lin@example.cn", by=world.lin.actor)
    for deed in (
        lambda by: actions.switch_channel(channel=channel, is_on=False, by=by),
        lambda by: actions.remove_channel(channel=channel, by=by),
    ):
        with pytest.raises(NotPermitted):
            deed(world.shen.actor)
    channel.refresh_from_db()
    assert channel.is_on


def test_switching_off_and_removing_leave_entries_without_the_whole_address(world: World) -> None:
    channel, _ = actions.set_channel(kind="email", address="lin@example.cn", by=world.lin.actor)
    actions.switch_channel(channel=channel, is_on=False, by=world.lin.actor)
    with pytest.raises(Gone):
        actions.switch_channel(channel=channel, is_on=False, by=world.lin.actor)
    actions.remove_channel(channel=channel, by=world.lin.actor)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before) == ("channel.remove", {"kind": "email", "address": "l***@example.cn"})
    assert not Channel.objects.exists()


def test_the_pages_and_the_api_do_the_same(world: World, sign_in: Any, public: list[str]) -> None:
    lin = sign_in("lin")
    answer = lin.post("/reminders/settings/", {"kind": "webhook", "address": HOOK})
    assert answer.status_code == 200
    assert "只显示这一次" in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")
    assert lin.post("/reminders/settings/", {"kind": "webhook", "address": "http://x.cn/"}).status_code == 409
    made = lin.post("/api/v1/channels/", {"kind": "email", "address": "lin@example.cn"}, "application/json")
    assert (made.status_code, made.json()["secret"]) == (201, "")
    assert [row["kind"] for row in lin.get("/api/v1/channels/").json()["results"]] == ["email", "webhook"]
    assert sign_in("shen").get("/api/v1/channels/").json()["results"] == []
    assert sign_in("shen").delete("/api/v1/channels/email/").status_code == 404
    assert sign_in("shen").post("/reminders/settings/email/remove/").status_code == 404
    seen = {"If-Match": lin.get("/api/v1/channels/email/").json()["etag"]}
    stopped = lin.patch("/api/v1/channels/email/", {"is_on": False}, "application/json", headers=seen)
    assert stopped.json()["is_on"] is False
    assert lin.post("/reminders/settings/email/switch/", {"on": "on"}).status_code == 302
    assert lin.delete("/api/v1/channels/webhook/", headers={"If-Match": "*"}).status_code == 204
    assert [(each.kind, each.is_on) for each in Channel.objects.all()] == [("email", True)]


# ── sending ──


def test_a_mail_says_what_is_owed_and_nothing_of_others(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = "https://zuzhi.example.cn"
    waiting(world, "email", "lin@example.cn")
    assert actions.send_waiting(by=SYSTEM) == (1, 0)
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("11月20日提醒：1项", ["lin@example.cn"])
    page = message.alternatives[0][0]
    for text in (message.body, page):
        assert "11月18日主题党日的记录被退回，改好再交。" in text
        assert "https://zuzhi.example.cn/meetings/record/?uuid=1" in text
        assert "许丽华" not in text
    assert Delivery.objects.get().status == "sent"


def test_a_webhook_is_signed_over_its_time_and_its_body(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(webhook, "post", lambda *given: sent.append(given) or 200)
    delivery = waiting(world, "webhook", HOOK)
    assert actions.send_waiting(by=SYSTEM) == (1, 0)
    ((address, body, headers),) = sent
    assert address == HOOK
    content = json.loads(body)
    assert (content["person"], content["day"], content["title"]) == ("lin", "2026-11-20", "11月20日提醒：1项")
    assert content["id"] == str(delivery.digest_id)
    assert sorted(content["lines"][0]) == ["basis", "sentence", "url"]
    assert "许丽华" not in body.decode()
    assert "林知远" not in body.decode()
    at = headers["X-Zuzhi-Timestamp"]
    assert at == str(int(nine(TEN_BEFORE).timestamp()))
    wanted = hmac.new(b"secret", at.encode() + b"." + body, "sha256").hexdigest()
    assert headers["X-Zuzhi-Signature"] == f"sha256={wanted}"


def test_a_redirect_is_not_followed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "post", lambda *given: 302)
    delivery = waiting(world, "webhook", HOOK)
    with pytest.raises(ChannelFailed, match="对方回答302"):
        webhook.send(message_of(delivery), delivery.channel)


def test_the_address_is_looked_at_again_when_sending(world: World, public: list[str]) -> None:
    delivery = waiting(world, "webhook", HOOK)
    public[:] = ["192.168.0.7"]  # the name changed its mind since it was set
    with pytest.raises(ChannelFailed, match="内部网络"):
        webhook.send(message_of(delivery), delivery.channel)


def test_the_connection_goes_to_the_address_that_was_looked_at(
    public: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []

    def connect(address: Any, timeout: float) -> Any:
        called.append((address, timeout))
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(TimeoutError):
        webhook.post(HOOK, b"{}", {})
    assert called == [(("93.184.216.34", 443), 10.0)]


def test_it_is_tried_three_times_with_growing_pauses_and_then_given_up(
    world: World, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: Any) -> int:
        raise http.client.RemoteDisconnected

    monkeypatch.setattr(webhook, "post", refused)
    waiting(world, "webhook", HOOK)
    found = []
    for minutes in (0, 0.5, 1, 5, 11, 60, 600):
        clock.move_to(nine(TEN_BEFORE) + dt.timedelta(minutes=minutes))
        result = actions.send_waiting(by=SYSTEM)
        row = Delivery.objects.get()
        found.append((result, row.tries, row.status))
    assert found == [
        ((0, 1), 1, "waiting"),
        ((0, 0), 1, "waiting"),
        ((0, 1), 2, "waiting"),
        ((0, 0), 2, "waiting"),
        ((0, 1), 3, "failed"),
        ((0, 0), 3, "failed"),
        ((0, 0), 3, "failed"),
    ]
    assert Delivery.objects.get().error == "对方没有应答（RemoteDisconnected）"


def test_what_another_worker_claimed_is_not_sent_again(world: World) -> None:
    delivery = waiting(world, "email", "lin@example.cn")
    other = Delivery.objects.get(pk=delivery.pk)
    assert (room.claim_delivery(delivery), room.claim_delivery(other)) == (True, False)
    assert actions.send_waiting(by=SYSTEM) == (0, 0)
    assert mail.outbox == []


def test_a_worker_killed_while_sending_sends_nothing_twice(
    world: World, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: Any) -> None:
        raise KeyboardInterrupt

    waiting(world, "email", "lin@example.cn")
    monkeypatch.setattr(email, "send", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.send_waiting(by=SYSTEM)
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(hours=2))
    assert actions.send_waiting(by=SYSTEM) == (0, 0)
    assert Delivery.objects.get().error == room.INTERRUPTED


@pytest.mark.parametrize(("hour", "sent"), [(7, 0), (8, 1), (19, 1), (20, 0)])
def test_nothing_goes_out_in_quiet_hours(world: World, clock: Any, hour: int, sent: int) -> None:
    waiting(world, "email", "lin@example.cn")
    clock.move_to(nine(TEN_BEFORE) + dt.timedelta(hours=hour - 9))
    assert actions.send_waiting(by=SYSTEM) == (sent, 0)
    assert len(mail.outbox) == sent


def test_yesterdays_is_not_sent_today(world: World, clock: Any) -> None:
    waiting(world, "email", "lin@example.cn")
    clock.move_to(nine(dt.date(2026, 11, 23)))
    assert actions.send_waiting(by=SYSTEM) == (0, 0)
    row = Delivery.objects.get()
    assert (row.status, row.error, mail.outbox) == ("failed", room.TOO_LATE, [])


def test_a_failure_is_shown_to_the_person(world: World, sign_in: Any) -> None:
    delivery = waiting(world, "email", "lin@example.cn")
    Delivery.objects.filter(pk=delivery.pk).update(
        status="failed", error="邮件服务器没有收下（OSError）", tries=3
    )
    for address in ("/reminders/", "/reminders/settings/"):
        assert "邮件服务器没有收下（OSError）" in sign_in("lin").get(address).content.decode()
        assert "邮件服务器没有收下" not in sign_in("shen").get(address).content.decode()
