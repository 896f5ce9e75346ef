"""The security administrator's page of accounts, and the one of API clients: found, opened, reset, closed, reopened."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.actions import reset_password
from accounts.errors import NotYourAccount
from accounts.models import User
from audit.models import Entry
from branches import actions
from branches.selectors.actors import SYSTEM
from members.models import Member
from tests.world import World, person

pytestmark = pytest.mark.once


def password_shown(answer: Any) -> str:
    found = re.search(r"初始密码 <code>([^<]+)</code>", answer.content.decode())
    assert found is not None
    return found[1]


def names(answer: Any) -> list[str]:
    return sorted(user.username for user in answer.context["page"].rows)


def test_accounts_are_found_by_name_or_account(world: World, sign_in: Any) -> None:
    sec = sign_in("sec")
    assert names(sec.get("/accounts/?q=林知")) == ["lin"]
    assert names(sec.get("/accounts/?q=SHE")) == ["shen"]
    assert names(sec.get("/accounts/?q=没有这个人")) == []


@pytest.fixture
def other_sec(world: World) -> Client:
    """A browser in which a second security administrator of the district is signed in."""
    browser = Client()
    other = person("sec2", "另一个安全员", world.district, "security_administrator")
    browser.force_login(other.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return browser


def test_an_opened_account_shows_its_password_once_and_signs_in_once_another_has_vouched(
    world: World, sign_in: Any, other_sec: Client
) -> None:
    sec = sign_in("sec")
    answer = sec.post("/accounts/", {"username": "zhao", "name": "赵新"})
    password = password_shown(answer)
    assert "no-store" in answer["Cache-Control"]
    assert password not in sec.get("/accounts/").content.decode()
    browser, user = Client(), User.objects.get(username="zhao")
    given = {"username": "zhao", "password": password}
    refused = browser.post("/sign-in/", given)
    assert (refused.status_code, "另一位安全管理员核实" in refused.content.decode()) == (422, True)
    assert "待核实" in sec.get("/accounts/").content.decode()
    own = sec.post(f"/accounts/{user.pk}/vouch/", follow=True)
    assert "请由另一位安全管理员核实" in own.content.decode()
    assert browser.post("/sign-in/", given).status_code == 422
    assert other_sec.post(f"/accounts/{user.pk}/vouch/").status_code == 302
    assert Entry.objects.latest("id").action == "account.vouch"
    assert browser.post("/sign-in/", given).status_code == 302


def test_a_taken_name_is_refused_beside_its_field(world: World, sign_in: Any) -> None:
    answer = sign_in("sec").post("/accounts/", {"username": "lin", "name": "另一个林"})
    assert answer.status_code == 409
    assert answer.context["form"].errors == {"username": ["账号“lin”已经有人用了，请换一个。"]}
    assert User.objects.filter(username="lin").count() == 1


def test_a_reset_password_is_shown_once_and_the_old_one_is_gone(world: World, sign_in: Any) -> None:
    answer = sign_in("sec").post(f"/accounts/{world.lin.user.pk}/reset/")
    user = User.objects.get(username="lin")
    assert user.check_password(password_shown(answer))
    assert (user.must_change_password, user.check_password("Demo-party-life-1")) == (True, False)
    assert Entry.objects.latest("id").action == "account.reset"


def test_a_closed_account_is_out_at_once_and_comes_back_when_reopened(world: World, sign_in: Any) -> None:
    lin, sec = sign_in("lin"), sign_in("sec")
    assert sec.post(f"/accounts/{world.lin.user.pk}/close/").status_code == 302
    assert lin.get("/").status_code == 302
    again = sec.post(f"/accounts/{world.lin.user.pk}/close/", follow=True)
    assert "“林知远”的账号已经停用。" in again.content.decode()
    assert sec.post(f"/accounts/{world.lin.user.pk}/reopen/").status_code == 302
    assert User.objects.get(username="lin").is_active


@pytest.mark.parametrize("deed", ["reset", "close", "reopen", "unlock"])
@pytest.mark.parametrize("name", ["hua", "lin", "shao", "wei", "shen", "sys", "aud"])
def test_nobody_else_administers_accounts(world: World, sign_in: Any, name: str, deed: str) -> None:
    before = User.objects.values_list("password", "is_active").get(username="he")
    assert sign_in(name).post(f"/accounts/{world.he.user.pk}/{deed}/").status_code == 403
    assert sign_in(name).get("/accounts/").status_code == 403
    assert User.objects.values_list("password", "is_active").get(username="he") == before


def test_a_streets_administrator_sees_only_accounts_of_his_street(world: World, sign_in: Any) -> None:
    own = person("streetsec", "街道安全员", world.street, "security_administrator")
    browser = Client()
    browser.force_login(own.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert names(browser.get("/accounts/")) == ["he", "hua", "lin", "shao", "streetsec"]
    assert browser.post(f"/accounts/{world.shen.user.pk}/reset/").status_code == 404
    assert User.objects.get(username="shen").check_password("Demo-party-life-1")


def test_an_account_with_a_mandate_outside_is_not_his_to_administer(world: World) -> None:
    own = person("streetsec", "街道安全员", world.street, "security_administrator")
    actions.grant(
        user=world.he.user,
        organization=world.other_branches[1],
        role="secretary",
        since=world.branch.established_on,
        by=SYSTEM,
    )
    browser = Client()
    browser.force_login(own.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert "he" not in names(browser.get("/accounts/"))
    assert browser.post(f"/accounts/{world.he.user.pk}/close/").status_code == 404
    assert User.objects.get(username="he").is_active


def test_nor_is_one_whose_mandate_outside_is_still_to_begin_or_whose_member_is_outside(world: World) -> None:
    own = person("streetsec", "街道安全员", world.street, "security_administrator")
    later, linked = (User.objects.create_user(name, "Demo-party-life-1", name=name) for name in ("b", "c"))
    beginning = {"role": "secretary", "since": dt.date(2026, 12, 1)}
    actions.grant(user=later, organization=world.other_branches[1], **beginning, by=SYSTEM)
    Member.objects.filter(pk=world.shen.member.pk).update(user=linked)
    browser = Client()
    browser.force_login(own.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    for user in (later, linked):
        assert user.username not in names(browser.get("/accounts/"))
        assert browser.post(f"/accounts/{user.pk}/reset/").status_code == 404
        with pytest.raises(NotYourAccount):
            reset_password(user=user, by=own.actor)
        assert reset_password(user=user, by=world.sec.actor)


@pytest.mark.parametrize("deed", ["unlock", "reset"])
def test_a_locked_account_signs_in_again_once_it_is_unlocked_or_reset(
    world: World, sign_in: Any, other_sec: Client, deed: str
) -> None:
    sec, here, right = sign_in("sec"), Client(), "Demo-party-life-1"

    def try_with(password: str) -> int:
        return here.post("/sign-in/", {"username": "lin", "password": password}).status_code

    refused = sec.post(f"/accounts/{world.lin.user.pk}/unlock/", follow=True)
    assert "“林知远”的账号没有锁定，现在就能登录。" in refused.content.decode()
    for _ in range(5):
        try_with("wrong")
    assert try_with(right) == 429
    page = sec.get("/accounts/")
    assert (page.context["locked"], page.content.decode().count("解除锁定")) == ({"lin"}, 1)
    answer = sec.post(f"/accounts/{world.lin.user.pk}/{deed}/")
    other_sec.post(f"/accounts/{world.lin.user.pk}/vouch/")
    assert try_with(password_shown(answer) if deed == "reset" else right) == 302
    assert sec.get("/accounts/").context["locked"] == set()


# ── API clients ──


def test_a_client_is_opened_with_its_secret_shown_once_and_closed_for_good(
    world: World, sign_in: Any, other_sec: Client
) -> None:
    sec = sign_in("sec")
    answer = sec.post("/clients/", {"name": "政务平台", "role": "staff", "organization": "A"})
    client, secret = answer.context["made"]
    assert secret in answer.content.decode()
    assert secret not in sec.get("/clients/").content.decode()
    asked = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    token = Client().post("/oauth/token/", asked).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert Client(headers=headers).get("/api/v1/organizations/").status_code == 401
    assert (
        "请由另一位安全管理员核实" in sec.post(f"/clients/{client.pk}/vouch/", follow=True).content.decode()
    )
    assert other_sec.post(f"/clients/{client.pk}/vouch/").status_code == 302
    assert Client(headers=headers).get("/api/v1/organizations/").status_code == 200
    assert sec.post(f"/clients/{client.pk}/close/").status_code == 302
    assert Client(headers=headers).get("/api/v1/organizations/").status_code == 401
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before["name"], entry.path) == ("client.close", "政务平台", world.street.path)


def test_who_runs_the_system_sees_clients_and_opens_none(world: World, sign_in: Any) -> None:
    client, _ = actions.open_client(name="甲", organization=world.street, role="staff", by=SYSTEM)
    sys = sign_in("sys")
    assert [row.name for row in sys.get("/clients/").context["clients"]] == ["甲"]
    form = {"name": "乙", "role": "staff", "organization": "A"}
    assert sys.post("/clients/", form).status_code == 403
    assert sys.post(f"/clients/{client.pk}/close/").status_code == 403
    assert User.objects.filter(is_service=True, is_active=True).count() == 1
    for name in ("lin", "wei", "shen", "aud"):
        assert sign_in(name).get("/clients/").status_code == 403


def test_the_api_does_the_same(world: World, sign_in: Any) -> None:
    sec = sign_in("sec")
    made = sec.post("/api/v1/accounts/", {"username": "zhao", "name": "赵新"}, "application/json")
    assert (made.status_code, len(made.json()["password"])) == (201, 15)
    reset = sec.post("/api/v1/accounts/zhao/reset/", {}, "application/json")
    assert User.objects.get(username="zhao").check_password(reset.json()["password"])
    assert sec.post("/api/v1/accounts/zhao/close/", {}, "application/json").json()["is_active"] is False
    assert sec.post("/api/v1/accounts/zhao/close/", {}, "application/json").status_code == 409
    assert sec.post("/api/v1/accounts/zhao/reopen/", {}, "application/json").json()["is_active"] is True
    asked = {"name": "政务平台", "role": "staff", "organization": "A"}
    client = sec.post("/api/v1/clients/", asked, "application/json").json()
    assert sec.get("/api/v1/clients/").json()["results"][0]["client_id"] == client["client_id"]
    assert "client_secret" not in sec.get("/api/v1/clients/").json()["results"][0]
    address = f"/api/v1/clients/{client['client_id']}/"
    assert sec.delete(address, headers={"If-Match": "*"}).status_code == 204
    assert sec.delete(address, headers={"If-Match": "*"}).status_code == 409
    assert sec.get("/api/v1/clients/?colour=red").status_code == 400
    assert sec.get("/api/v1/channels/?colour=red").status_code == 400
    assert sign_in("shen").get("/api/v1/accounts/").status_code == 403
    assert sign_in("shen").delete(address).status_code == 403
