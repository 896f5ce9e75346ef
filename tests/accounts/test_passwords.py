"""Passwords: what is refused and why, what must be changed first, what a reset leaves (R-SEC-08)."""

import itertools
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import actions
from accounts.errors import (
    AlreadyClosed,
    NotYourAccount,
    PasswordTooWeak,
    StillOpen,
    UsernameTaken,
    WrongPassword,
)
from accounts.models import User
from audit.models import Entry
from branches.selectors.actors import SYSTEM

pytestmark = pytest.mark.once

OLD = "Demo-party-life-1"


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Binhai-2026", []),
        ("binhai-2026", []),  # lower case, digits, signs: three of four
        ("Binhai-Shequ", []),
        ("Binhai20261", []),
        ("Binhai-202", []),  # exactly ten
        ("Binhai-20", ["password_too_short"]),
        ("binhaishequ", ["too_few_classes"]),
        ("binhaishequ2026", ["too_few_classes"]),
        ("2026112220261", ["too_few_classes"]),
        ("Password123", ["password_too_common"]),
        ("Linzhiyuan-1", ["password_too_similar"]),
    ],
)
def test_what_a_password_must_be(password: str, codes: list[str]) -> None:
    person = User(username="linzhiyuan", name="林知远")
    try:
        validate_password(password, person)
        found: list[str] = []
    except ValidationError as refused:
        found = [error.code for error in refused.error_list]
    assert found == codes


def test_an_initial_password_passes_the_rules_and_is_never_the_same() -> None:
    made = {actions.initial_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert len(password) == 15
        assert not set(password) & set("lo01IO")


def test_the_last_five_passwords_are_refused_and_the_sixth_is_free_again(world: Any) -> None:
    user, by = world.lin.user, world.lin.actor
    used = [OLD, *[f"Binhai-2026-{n}" for n in range(6)]]
    for old, new in itertools.pairwise(used):
        actions.change_password(user=user, old=old, new=new, by=by)
    for recent in used[-6:]:
        with pytest.raises(PasswordTooWeak, match="最近5次"):
            actions.change_password(user=user, old=used[-1], new=recent, by=by)
    actions.change_password(user=user, old=used[-1], new=OLD, by=by)
    assert user.used_passwords.count() == 5


def test_a_wrong_old_password_changes_nothing(world: Any) -> None:
    before = User.objects.get(pk=world.lin.user.pk).password
    with pytest.raises(WrongPassword):
        actions.change_password(user=world.lin.user, old="wrong", new="Binhai-2026", by=world.lin.actor)
    assert User.objects.get(pk=world.lin.user.pk).password == before
    assert not Entry.objects.filter(action="account.password").exists()


def test_nobody_changes_anothers_password(world: Any) -> None:
    for name in ("shen", "wei", "sec", "sys"):
        with pytest.raises(NotYourAccount):
            actions.change_password(
                user=world.lin.user, old=OLD, new="Binhai-2026", by=getattr(world, name).actor
            )
    assert check_password(OLD, User.objects.get(pk=world.lin.user.pk).password)


def test_changing_it_at_the_page_keeps_this_browser_and_ends_the_others(world: Any, sign_in: Any) -> None:
    here, there = sign_in("lin"), sign_in("lin")
    answer = here.post("/me/password/", {"old": OLD, "new": "Binhai-2026", "again": "Binhai-2026"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"old": "wrong"}, "old", "现在的密码不对，请重新输入。"),
        ({"new": "Short-1", "again": "Short-1"}, "new", "密码至少要10位。"),
        ({"again": "Binhai-2027"}, "again", "两遍新密码不一样，请再输一遍。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    sign_in: Any, given: dict[str, str], field: str, sentence: str
) -> None:
    form = {"old": OLD, "new": "Binhai-2026", "again": "Binhai-2026"} | given
    answer = sign_in("lin").post("/me/password/", form)
    assert answer.status_code == 422
    assert sentence in "".join(answer.context["form"].errors[field])


def test_an_initial_password_leads_every_page_to_its_change(world: Any) -> None:
    _user, password = actions.open_account(username="new", name="新人", by=SYSTEM)
    browser = Client()
    assert browser.post("/sign-in/", {"username": "new", "password": password})["Location"] == "/"
    for address in ("/", "/me/", "/meetings/", "/organizations/"):
        assert browser.get(address)["Location"] == "/me/password/"
    refused = browser.get("/api/v1/organizations/")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_due")
    browser.post("/me/password/", {"old": password, "new": "Binhai-2026", "again": "Binhai-2026"})
    assert browser.get("/me/").status_code == 200


@pytest.mark.parametrize(("days", "leads"), [(89, 200), (91, 302)])
def test_a_password_of_more_than_ninety_days_has_to_be_changed(
    world: Any, sign_in: Any, clock: Any, settings: Any, days: int, leads: int
) -> None:
    settings.PASSWORD_DAYS = 90
    clock.shift(days * 24 * 3600)
    assert sign_in("lin").get("/me/").status_code == leads


def test_a_reset_hands_out_an_initial_password_and_ends_the_old_one(world: Any) -> None:
    password = actions.reset_password(user=world.lin.user, by=world.sec.actor)
    user = User.objects.get(pk=world.lin.user.pk)
    assert user.must_change_password
    assert (user.check_password(password), user.check_password(OLD)) == (True, False)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.subject_name) == ("account.reset", "安全员", "林知远")
    assert password not in str(entry.after)


@pytest.mark.parametrize("name", ["lin", "he", "hua", "shao", "wei", "shen", "sys", "aud"])
def test_only_the_security_administrator_opens_resets_and_closes(world: Any, name: str) -> None:
    by, before = getattr(world, name).actor, Entry.objects.count()
    with pytest.raises(NotYourAccount):
        actions.open_account(username="new", name="新人", by=by)
    for deed in (actions.reset_password, actions.close_account, actions.reopen_account):
        with pytest.raises(NotYourAccount):
            deed(user=world.hua.user, by=by)
    assert not User.objects.filter(username="new").exists()
    assert User.objects.get(pk=world.hua.user.pk).is_active
    assert Entry.objects.count() == before


def test_a_streets_security_administrator_does_not_reach_the_district(world: Any) -> None:
    from tests.world import person

    by = person("streetsec", "街道安全员", world.street, "security_administrator").actor
    for name in ("wei", "shen", "sys"):
        with pytest.raises(NotYourAccount):
            actions.reset_password(user=getattr(world, name).user, by=by)
    actions.reset_password(user=world.lin.user, by=by)


def test_a_closed_account_leaves_at_once_and_may_come_back(world: Any, sign_in: Any) -> None:
    browser = sign_in("lin")
    actions.close_account(user=world.lin.user, by=world.sec.actor)
    assert browser.get("/me/").status_code == 302
    with pytest.raises(AlreadyClosed):
        actions.close_account(user=world.lin.user, by=world.sec.actor)
    actions.reopen_account(user=world.lin.user, by=world.sec.actor)
    with pytest.raises(StillOpen):
        actions.reopen_account(user=world.lin.user, by=world.sec.actor)
    assert sign_in("lin").get("/me/").status_code == 200


def test_a_username_is_given_once(world: Any) -> None:
    with pytest.raises(UsernameTaken, match="账号“lin”已经有人用了"):
        actions.open_account(username=" lin ", name="另一位", by=SYSTEM)
    assert User.objects.filter(username="lin").count() == 1
