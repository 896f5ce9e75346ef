"""Small holes that an attack found, each closed as a kind (docs/security.md)."""

import base64
import datetime as dt
import json
import logging
import sys
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from audit.models import Entry
from branches.actions import open_client
from branches.selectors.actors import SYSTEM
from core import keyset
from core.logs import JsonLine, TerminalLine
from core.workbooks.writing import cell_value
from life.models import Talk
from meetings.errors import NotOnRoll
from meetings.record.schema import AttendanceMark
from members.models import Member
from reminders.channels.webhook import is_public
from tests.world import World


@pytest.mark.parametrize(
    "address", ["/members/", "/api/v1/members/", "/meetings/", "/audit/", "/api/v1/members/x/"]
)
def test_no_answer_about_people_is_kept_on_its_way_or_by_the_browser(sign_in: Any, address: str) -> None:
    assert (
        sign_in("aud" if "audit" in address else "lin").get(address)["Cache-Control"] == "private, no-store"
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("::ffff:93.184.216.34", True), ("11.0.0.0", True),
        ("9.255.255.255", True), ("10.0.0.0", False), ("172.15.255.255", True), ("172.16.0.0", False), ("192.0.0.8", False),
        ("100.64.0.1", False), ("127.0.0.1", False), ("169.254.169.254", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::127.0.0.1", False), ("::ffff:127.0.0.1", False), ("::ffff:0:127.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b:1::7f00:1", False), ("fec0::1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("5f00::1", False), ("3fff::1", False), ("2001:db8::1", False), ("2001::1", False),
        ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_a_webhook_reaches_only_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("number", [2**63, -(2**64), 10**23])
def test_a_cursor_beyond_every_column_is_none_of_ours(db: None, number: int) -> None:
    with pytest.raises(keyset.BadCursor):
        keyset.page(
            Member.objects.all(), ["-id"], 20, base64.urlsafe_b64encode(f"[0,{number}]".encode()).decode()
        )


def test_json_nested_without_end_is_refused_in_a_sentence(make: Any, sign_in: Any) -> None:
    address = f"/api/v1/meetings/{make().uuid}/"
    for depth in (900, 100_000):
        deep = "[" * depth + "]" * depth
        for send, where in (("post", "/api/v1/meetings/"), ("patch", address), ("put", address)):
            for headers in ({}, {"Idempotency-Key": f"{depth}"}, {"If-Match": '"1"'}):
                answer = getattr(sign_in("lin"), send)(where, deep, "application/json", headers=headers)
                assert answer.status_code in (400, 405, 412, 428), (send, depth, headers)


@pytest.mark.once
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_text_of_a_workbook_becomes_a_formula(sign: str) -> None:
    assert cell_value(f"{sign}1+1") == f"'{sign}1+1"


def test_an_answer_names_some_of_the_unknown_fields_and_not_all(sign_in: Any) -> None:
    sent = {f"f{number:06}": 1 for number in range(200_000)}
    answer = sign_in("lin").post("/api/v1/meetings/", json.dumps(sent), "application/json")
    assert answer.status_code == 400
    assert ("f000049" in answer.json()["errors"], "f000050" in answer.json()["errors"]) == (True, False)
    assert len(answer.content) < 10_000


def test_two_talk_once_a_day_whoever_began_and_however_many_at_once(world: World) -> None:
    """The database itself refuses it: of two at the same moment neither sees the other."""
    one, other = world.members[:2]
    facts = {"organization": world.branch, "on": dt.date(2026, 11, 2)}
    Talk.objects.create(one=one, other=other, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.create(one=other, other=one, **facts)


def test_a_calendar_address_ends_with_a_reset_of_the_password(world: World, clock: Any) -> None:
    from accounts import actions as accounts
    from reminders import actions

    _, token = actions.open_feed(by=world.lin.actor)
    address = f"/calendar/{token}.ics"
    assert Client().get(address).status_code == 200
    clock.shift(dt.timedelta(minutes=1))
    accounts.reset_password(user=world.lin.user, by=SYSTEM)
    assert Client().get(address).status_code == 404


def test_no_refusal_names_whom_the_reader_may_not_see(world: World, make: Any, sign_in: Any) -> None:
    """Finding 11: whose number or id somebody sends, they learn no name by it."""
    stranger, own = world.shen.member, world.members[0]
    with pytest.raises(NotOnRoll, match=r"^有人在") as refused:
        make(marks={stranger.uuid: AttendanceMark("on_leave", "sick")})
    assert stranger.name not in str(refused.value)
    with pytest.raises(NotOnRoll, match=rf"^{world.other_branches[0].members.order_by('id').first().name}"):
        make(marks={stranger.uuid: AttendanceMark("on_leave", "sick")}, by=world.wei.actor)
    for one, others in ((stranger, own), (own, stranger)):
        sent = {
            "organization": world.branch.code,
            "one": one.uuid,
            "others": [others.uuid],
            "on": "2026-11-20",
        }
        answer = sign_in("lin").post("/life/talks/", sent)
        assert answer.status_code == 409
        assert stranger.name not in answer.content.decode()
    assert not Talk.objects.exists()


# ── machines ──


def ask_token(secret: str, client_id: str) -> Any:
    given = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/oauth/token/", given)


def test_a_machine_signs_in_and_fails_in_the_audit_and_does_not_try_on_and_on(
    world: World, clock: Any
) -> None:
    client, secret = open_client(name="甲", organization=world.street, role="staff", by=SYSTEM)
    assert ask_token(secret, client.client_id).status_code == 200
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.user, entry.path) == ("machine.sign_in", client.user, world.street.path)
    for client_id in [client.client_id, "nobody"] * 5:
        assert ask_token("wrong", client_id).status_code == 401
    failed = Entry.objects.filter(action="machine.failed")
    assert (failed.count(), failed.filter(user=client.user).count()) == (10, 5)
    assert "wrong" not in json.dumps(list(failed.values()), default=str)
    assert ask_token(secret, client.client_id).status_code == 429
    assert failed.count() == 10
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert ask_token(secret, client.client_id).status_code == 200


# ── the log ──


class Refused(DatabaseError):
    class diag:
        message_detail = "Key (phone_digest)=(13911112222) already exists."


@pytest.mark.once
@pytest.mark.parametrize("formatter", [JsonLine, TerminalLine])
@pytest.mark.parametrize("sign", ["DETAIL:  ", "描述:  ", ""])
def test_a_traceback_says_nothing_of_the_row(formatter: Any, sign: str) -> None:
    try:
        try:
            raise Refused(f"duplicate key value\n{sign}{Refused.diag.message_detail}\n")
        except Refused as inner:
            raise RuntimeError("not stored") from inner
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    said = formatter().format(record)
    assert "duplicate key value" in said
    assert "13911112222" not in said


def test_a_traceback_of_the_database_at_hand_says_nothing_of_the_row(world: World) -> None:
    member = world.members[0]
    Member.objects.filter(pk=member.pk).update(identity_digest="a" * 64)
    try:
        with transaction.atomic():
            Member.objects.filter(pk=world.members[1].pk).update(identity_digest="a" * 64)
    except IntegrityError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    assert "a" * 64 not in JsonLine().format(record), connection.vendor
