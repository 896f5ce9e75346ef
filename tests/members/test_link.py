"""Whose an account is: said by whoever grants mandates, on the page, in the API; what follows from it."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from audit.models import Entry
from branches import actions as tree_actions
from branches.models import Mandate
from branches.selectors.actors import SYSTEM, Actor
from members import actions, errors
from members.models import Member
from tests.world import World, enroll, person

TODAY = dt.date(2026, 11, 22)


def fresh(username: str = "zhao") -> User:
    return User.objects.create_user(username, "Demo-party-life-1", name="赵庆")


def post_link(browser: Client, user: User, **form: str) -> Any:
    return browser.post(f"/accounts/{user.pk}/member/", form, follow=True)


def test_a_linked_account_checks_in_and_sees_its_own_file(world: World, sign_in: Any) -> None:
    user, member = fresh(), world.members[6]
    page = post_link(sign_in("sec"), user, place="滨江社区第二党支部", name=member.name)
    assert f"账号“zhao”已关联滨江社区第二党支部的{member.name}。" in page.content.decode()
    assert f"关联党员：{member.name}，滨江社区第二党支部" in page.content.decode()
    held = Mandate.objects.get(user=user)
    assert (held.role, held.organization, held.since) == ("member", world.branch, TODAY)
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert browser.get(f"/members/{member.uuid}/").status_code == 200
    assert browser.get("/check-in/").status_code == 200
    granted, linked = Entry.objects.filter(user=world.sec.user).order_by("-id")[:2]
    assert (granted.action, linked.action) == ("mandate.grant", "member.link")
    assert linked.after == {"account": "zhao"}


def test_who_sees_the_branch_already_gets_no_second_mandate(world: World) -> None:
    actions.link(member=world.members[0], user=None, by=world.sec.actor)
    actions.link(member=world.members[0], user=world.lin.user, by=world.sec.actor)
    assert [held.role for held in Mandate.objects.filter(user=world.lin.user)] == ["secretary"]


def test_an_expelled_member_s_rights_end_with_the_roll(world: World) -> None:
    user = fresh()
    tree_actions.grant(user=user, organization=world.branches[0], role="secretary", since=TODAY, by=SYSTEM)
    member = enroll(world.branches[0], "赵庆")
    actions.link(member=member, user=user, by=world.sec.actor)
    actions.leave(member=member, exit="expelled", on=TODAY, document="海纪〔2026〕1号", by=world.shao.actor)
    assert not Actor.of(user).reach.spans


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        (
            {"place": "没有这个支部", "name": "蒋文"},
            "place",
            "您的范围内没有这个党支部，或者不止一个，请写编号。",
        ),
        (
            {"place": "A-1", "name": "蒋文"},
            "name",
            "“滨江社区第一党支部”的名册里没有这个人，或者有几个同名的，请写党员编号。",
        ),
    ],
)
def test_nobody_found_is_said_beside_the_field(
    world: World, sign_in: Any, form: dict[str, str], field: str, sentence: str
) -> None:
    user = fresh()
    page = post_link(sign_in("sec"), user, **form)
    assert page.status_code == 400
    assert page.context["form"].errors == {field: [sentence]}
    assert not Member.objects.filter(user=user).exists()


def test_of_two_alike_the_number_tells(world: World, sign_in: Any) -> None:
    user, sec = fresh(), sign_in("sec")
    enroll(world.branch, world.members[6].name, number="A-2-99")
    assert post_link(sec, user, place="A-2", name=world.members[6].name).status_code == 400
    post_link(sec, user, place="A-2", name="A-2-99")
    assert user.member.number == "A-2-99"


def test_a_member_has_one_account_until_it_is_unlinked(world: World, sign_in: Any) -> None:
    user, sec = fresh(), sign_in("sec")
    page = post_link(sec, user, place="A-2", name=world.members[0].name)
    assert page.status_code == 409
    assert "林知已经关联了一个账号，先解除那一个，再关联新的。" in page.content.decode()
    page = post_link(sec, world.lin.user)
    assert "账号“lin”已不再关联林知。" in page.content.decode()
    assert Member.objects.get(pk=world.members[0].pk).user is None
    assert Mandate.objects.get(user=world.lin.user).until is None


def test_nobody_says_whose_his_own_account_is(world: World) -> None:
    for who in (world.sec, person("sec2", "另一位", world.district, "security_administrator")):
        actions.link(member=world.members[6], user=None, by=SYSTEM)
        actions.link(member=world.members[6], user=who.user, by=SYSTEM)
        for user in (who.user, None):
            with pytest.raises(errors.NotYourself):
                actions.link(member=Member.objects.get(pk=world.members[6].pk), user=user, by=who.actor)
    assert Member.objects.get(pk=world.members[6].pk).user.username == "sec2"


def test_a_streets_administrator_links_no_account_of_another_street(world: World) -> None:
    own = person("streetsec", "街道安全员", world.street, "security_administrator")
    browser = Client()
    browser.force_login(own.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert post_link(browser, world.shen.user, place="A-2", name=world.members[6].name).status_code == 404
    user = fresh()
    User.objects.filter(pk=user.pk).update(opened_by=own.user)
    assert post_link(browser, user, place="B-2", name="沈").status_code == 400
    assert Member.objects.get(pk=world.members[6].pk).user is None


def test_whoever_left_is_linked_to_nothing(world: World) -> None:
    member = actions.leave(member=world.members[6], exit="died", on=TODAY, by=world.shao.actor)
    with pytest.raises(errors.HasLeft):
        actions.link(member=member, user=fresh(), by=world.sec.actor)


def test_the_api_does_the_same(world: World, sign_in: Any) -> None:
    user, sec, member = fresh(), sign_in("sec"), world.members[6]
    asked = {"organization": "A-2", "name": member.name}
    answer = sec.post("/api/v1/accounts/zhao/link/", asked, "application/json")
    assert answer.json() == {
        "username": "zhao",
        "member": str(member.uuid),
        "name": member.name,
        "organization": "A-2",
    }
    assert sec.post("/api/v1/accounts/zhao/link/", asked, "application/json").status_code == 409
    nobody = sec.post("/api/v1/accounts/zhao/link/", asked | {"name": "无此人"}, "application/json")
    assert (nobody.status_code, list(nobody.json()["errors"])) == (404, ["name"])
    gone = sec.post("/api/v1/accounts/zhao/unlink/", {}, "application/json")
    assert gone.json() == {"username": "zhao", "member": None, "name": "", "organization": ""}
    assert not Member.objects.filter(user=user).exists()
    assert sec.post("/api/v1/accounts/zhao/unlink/", {}, "application/json").status_code == 404
