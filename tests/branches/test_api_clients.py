"""API clients: the command's two lines, tokens really obtained, scopes and closed accounts, the reach of the mandate."""

import base64
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import close_account
from accounts.models import User
from audit.models import Entry
from branches.actions import open_client
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from tests.tokens import token_of


def test_the_command_prints_two_lines_that_obtain_a_token(world: Any, capsys: Any) -> None:
    call_command("create_api_client", name="区政务平台", organization="D", role="reviewer")
    lines = capsys.readouterr().out.strip().splitlines()
    assert [line.split("=")[0] for line in lines] == ["client_id", "client_secret"]
    given = ":".join(line.split("=", 1)[1] for line in lines)
    answer = Client().post(
        "/oauth/token/",
        {"grant_type": "client_credentials", "scope": "read"},
        headers={"Authorization": f"Basic {base64.b64encode(given.encode()).decode()}"},
    )
    said = answer.json()
    assert (answer.status_code, said["token_type"], said["scope"], said["expires_in"]) == (
        200,
        "Bearer",
        "read",
        3600,
    )
    assert set(said) == {"access_token", "expires_in", "token_type", "scope"}


def test_the_secret_stands_nowhere_again(world: Any) -> None:
    client, secret = open_client(name="甲系统", organization=world.street, role="staff", by=SYSTEM)
    client.refresh_from_db()
    assert client.client_secret != secret
    assert secret not in json.dumps(list(Entry.objects.values()), default=str, ensure_ascii=False)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.path, entry.after["role"]) == ("client.open", world.street.path, "staff")


@pytest.mark.once
@pytest.mark.parametrize(
    ("organization", "role", "said"),
    [("NONE", "staff", "没有编号为NONE的党组织。"), ("A", "staff", "已经有人用了")],
)
def test_the_command_refuses_and_opens_nothing(world: Any, organization: str, role: str, said: str) -> None:
    open_client(name="甲系统", organization=world.street, role="staff", by=SYSTEM)
    before = User.objects.count()
    with pytest.raises(CommandError, match=said):
        call_command("create_api_client", name="甲系统", organization=organization, role=role)
    assert User.objects.count() == before


@pytest.mark.parametrize("name", ["lin", "shao", "wei", "sys", "aud", "shen"])
def test_only_the_security_administrator_opens_clients(world: Any, name: str) -> None:
    before = User.objects.count()
    with pytest.raises(NotYours):
        open_client(name="乙", organization=world.street, role="staff", by=getattr(world, name).actor)
    assert User.objects.count() == before
    open_client(name="乙", organization=world.street, role="staff", by=world.sec.actor)
    assert User.objects.count() == before + 1


def test_a_service_account_cannot_sign_in_to_the_pages(world: Any) -> None:
    client, _ = open_client(name="甲系统", organization=world.street, role="staff", by=SYSTEM)
    assert not client.user.has_usable_password()
    assert Client().post("/sign-in/", {"username": "client:甲系统", "password": ""}).status_code == 422


def test_a_token_sees_what_its_mandate_sees(world: Any) -> None:
    street = Client(headers=token_of(world.street, "staff"))
    codes = {row["code"] for row in street.get("/api/v1/organizations/").json()["results"]}
    assert codes == {"A", "A-1", "A-2", "A-3", "A-2-G1", "A-2-G2"}
    assert street.get("/api/v1/organizations/B-1/").status_code == 404


def test_a_closed_account_stops_its_token(world: Any) -> None:
    client = Client(headers=token_of(world.street, "staff", name="甲系统"))
    assert client.get("/api/v1/organizations/").status_code == 200
    close_account(user=User.objects.get(username="client:甲系统"), by=world.sec.actor)
    answer = client.get("/api/v1/organizations/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_an_expired_token_is_refused(world: Any, clock: Any) -> None:
    client = Client(headers=token_of(world.street, "staff"))
    clock.shift(3601)
    assert client.get("/api/v1/organizations/").status_code == 401


def test_a_token_for_reading_cannot_write(world: Any) -> None:
    given = {"organization": "A-2", "kinds": ["theme_day"], "held_on": "2026-11-25", "starts_at": "14:30"}
    reading = Client(headers=token_of(world.branch, "secretary", scope="read"))
    answer = reading.post("/api/v1/meetings/", given, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert reading.get("/api/v1/meetings/").json()["results"] == []


def test_a_token_for_writing_alone_cannot_read(world: Any) -> None:
    writing = Client(headers=token_of(world.branch, "secretary", scope="write"))
    assert writing.get("/api/v1/organizations/").status_code == 403


def test_a_wrong_secret_gets_no_token(world: Any) -> None:
    client, _ = open_client(name="甲系统", organization=world.street, role="staff", by=SYSTEM)
    answer = Client().post(
        "/oauth/token/",
        {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": "wrong"},
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token"])
def test_no_other_grant_is_served(world: Any, grant: str) -> None:
    client, secret = open_client(name="甲系统", organization=world.street, role="staff", by=SYSTEM)
    answer = Client().post(
        "/oauth/token/",
        {
            "grant_type": grant,
            "client_id": client.client_id,
            "client_secret": secret,
            "username": "lin",
            "password": "Demo-party-life-1",
        },
    )
    assert answer.status_code in (400, 401)
    assert "access_token" not in answer.json()
