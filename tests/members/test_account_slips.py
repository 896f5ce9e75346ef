"""Printed slips: what they open, for how long, and that only their holders can use them."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.actions import reset_password
from accounts.errors import NotYourAccount, OpenedBySlip
from accounts.models import AccountSlip, SlipBatch, User
from audit.models import Entry
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from members import actions, errors
from members.models import Member, Post
from tests.hand import table_of
from tests.members.secretaries import (
    TODAY,
    activate,
    appoint,
    appoint_secretaries,
    code_of,
    opened,
)
from tests.world import World, person

pytestmark = pytest.mark.once


@pytest.fixture
def posts(world: World) -> dict[str, Post]:
    return appoint_secretaries(world)


def test_a_sheet_shows_username_and_code_and_nothing_else_that_opens(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    batch, sec = opened(world, posts["a"], posts["b"]), sign_in("sec")
    answer = sec.post(f"/accounts/slips/{batch.pk}/")
    text = answer.content.decode()
    codes = re.findall(r'class="u-code">([^<]+)<', text)
    assert len(codes) == 2
    assert all(re.fullmatch(r"[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}", code) for code in codes)
    assert "no-store" in answer["Cache-Control"]
    for secret in ("A100001", "1234", "13800001234", "5678"):
        assert secret not in text
    assert not any(code in sec.get(f"/accounts/slips/{batch.pk}/").content.decode() for code in codes)
    assert not AccountSlip.objects.filter(code__in=codes).exists()
    assert Entry.objects.latest("id").after == {"batch": batch.pk, "count": 2}


def test_printing_again_makes_new_codes_and_voids_the_old(world: World, posts: dict[str, Post]) -> None:
    batch, username = opened(world, posts["a"]), f"user{posts['a'].pk}"
    first = code_of(world, batch, username)
    second = code_of(world, batch, username)
    assert first != second
    assert activate(first, username=username).status_code == 409
    assert activate(second, username=username).status_code == 302


@pytest.mark.parametrize("code", [str, str.lower, lambda text: text.replace("-", "")])
def test_its_holder_sets_a_password_once_and_is_in(
    world: World, posts: dict[str, Post], code: Callable[[str], str]
) -> None:
    batch, username = opened(world, posts["a"]), f"user{posts['a'].pk}"
    printed = code(code_of(world, batch, username))
    answer = activate(printed, username=username)
    assert answer["Location"] == "/activate/password/"
    weak = answer.browser.post("/activate/password/", {"new": "12345", "again": "12345"})
    assert weak.status_code == 409
    done = answer.browser.post("/activate/password/", {"new": "Shen-lan-2026", "again": "Shen-lan-2026"})
    assert (done.status_code, done["Location"]) == (302, "/")
    user = User.objects.get(username=username)
    assert (user.check_password("Shen-lan-2026"), user.slip.state) == (True, "activated")
    assert answer.browser.get("/").status_code == 200
    entry = Entry.objects.filter(action="account.activate").get()
    assert (entry.user, entry.path) == (user, world.branches[0].path)
    assert activate(printed, username=username).status_code == 409
    again = answer.browser.post("/activate/password/", {"new": "Other-lan-2026", "again": "Other-lan-2026"})
    assert again["Location"] == "/activate/"
    assert User.objects.get(username=username).check_password("Shen-lan-2026")


@pytest.mark.parametrize(
    "wrong",
    [{"number": "A100002"}, {"phone": "1235"}, {"code": "AAAA-AAAA"}, {"number": ""}, {"phone": "12"}],
)
def test_whatever_does_not_fit_is_refused_without_saying_which(
    world: World, posts: dict[str, Post], wrong: dict[str, str]
) -> None:
    batch, username = opened(world, posts["a"]), f"user{posts['a'].pk}"
    printed = code_of(world, batch, username)
    answer = activate(**{"code": printed, "username": username} | wrong)
    assert answer.status_code in (400, 409)
    if answer.status_code == 409:
        assert "有一样对不上，还能试4次" in answer.content.decode()
        assert Entry.objects.latest("id").action == "account.mismatch"
    assert not User.objects.get(username=username).has_usable_password()


def test_five_wrong_tries_lock_it_also_against_the_right_one(world: World, posts: dict[str, Post]) -> None:
    batch, username = opened(world, posts["a"]), f"user{posts['a'].pk}"
    printed = code_of(world, batch, username)
    answers = [activate(printed, username=username, phone="0000").content.decode() for _ in range(5)]
    assert ["还能试4次" in answers[0], "还能试1次" in answers[3], "已锁" in answers[4]] == [True] * 3
    assert activate(printed, username=username).status_code == 409
    assert AccountSlip.objects.get().state == "locked"
    with pytest.raises(errors.NothingToPrint):
        actions.print_slips(batch=batch, by=world.sec.actor)
    renewed = actions.issue_again(accounts=[User.objects.get(username=username)], by=world.sec.actor)
    assert activate(code_of(world, renewed, username), username=username).status_code == 302


def test_a_name_that_has_no_slip_is_answered_alike(world: World) -> None:
    answers = [activate("AAAA-AAAA", username="nobody").content.decode() for _ in range(6)]
    assert "有一样对不上，还能试4次" in answers[0]
    assert "已锁" in answers[5]
    assert "有一样对不上，还能试4次" in activate("AAAA-AAAA", username="lin").content.decode()


@pytest.mark.parametrize(("days", "status"), [(0, 302), (14, 302), (15, 409)])
def test_it_opens_for_fourteen_days(
    world: World, posts: dict[str, Post], clock: Any, days: int, status: int
) -> None:
    batch, username = opened(world, posts["a"]), f"user{posts['a'].pk}"
    printed = code_of(world, batch, username)
    clock.shift(dt.timedelta(days=days))
    assert activate(printed, username=username).status_code == status


def test_a_void_slip_and_one_whose_link_went_open_nothing(world: World, posts: dict[str, Post]) -> None:
    batch = opened(world, posts["a"], posts["d"])
    printed = {
        one.slip.account.username: one.code for one in actions.print_slips(batch=batch, by=world.sec.actor)
    }
    first, second = (f"user{posts[key].pk}" for key in "ad")
    actions.void_slip(slip=AccountSlip.objects.get(account__username=first), by=world.sec.actor)
    actions.link(member=Member.objects.get(user__username=second), user=None, by=world.sec.actor)
    assert activate(printed[first], username=first).status_code == 409
    assert activate(printed[second], username=second, number="B300001", phone="9999").status_code == 409


def test_nobody_gets_a_password_for_an_account_opened_by_a_slip(
    world: World, posts: dict[str, Post], sign_in: Any
) -> None:
    opened(world, posts["a"])
    user = User.objects.get(username__startswith="user")
    with pytest.raises(OpenedBySlip):
        reset_password(user=user, by=world.sec.actor)
    sec = sign_in("sec")
    assert sec.post(f"/api/v1/accounts/{user.username}/reset/", {}, "application/json").status_code == 409
    assert not User.objects.get(pk=user.pk).has_usable_password()
    assert "重新发领用单" in sec.get(f"/accounts/?q={user.username}").content.decode()


@pytest.mark.parametrize("who", ["own", "elsewhere", "unlinked", "no_phone"])
def test_no_new_slip_for_ones_own_account_or_one_of_another_office(
    world: World, posts: dict[str, Post], who: str
) -> None:
    by = person("streetsec", "街道安全员", world.street, "security_administrator")
    opened(world, posts["a"], posts["d"])
    user = User.objects.get(username=f"user{posts['a'].pk}")
    if who == "own":
        user = by.user
    elif who == "elsewhere":
        user = User.objects.get(username=f"user{posts['d'].pk}")
    elif who == "unlinked":
        Member.objects.filter(user=user).update(user=None)
    else:
        Member.objects.filter(user=user).update(phone_tail="")
    error = {
        "own": errors.OwnSlip,
        "elsewhere": NotYourAccount,
        "unlinked": errors.NoMemberLinked,
        "no_phone": errors.NothingOnRoster,
    }[who]
    before = list(AccountSlip.objects.values_list("batch", "until"))
    with pytest.raises(error):
        actions.issue_again(accounts=[user], by=by.actor)
    assert list(AccountSlip.objects.values_list("batch", "until")) == before


def test_expired_slips_are_given_anew_together(
    world: World, posts: dict[str, Post], sign_in: Any, clock: Any
) -> None:
    opened(world, posts["a"], posts["b"])
    clock.shift(dt.timedelta(days=15))
    sec = sign_in("sec")
    page = sec.get("/accounts/slips/?state=expired")
    assert [line.word for line in page.context["lines"]] == ["过期", "过期"]
    answer = sec.post("/accounts/slips/again/", {"state": "expired"})
    batch = SlipBatch.objects.latest("pk")
    assert (answer["Location"], batch.slips.count()) == (f"/accounts/slips/{batch.pk}/", 2)
    book = load_workbook(BytesIO(sec.get("/accounts/slips/export/").content))
    assert [row[-1] for row in table_of(book.active)[1:]] == ["未启用，还有14天"] * 2


def test_what_it_may_do_ends_with_the_post_it_was_opened_for(world: World, posts: dict[str, Post]) -> None:
    opened(world, posts["a"])
    user = User.objects.get(username__startswith="user")
    extra = appoint(world.branches[0], posts["a"].member, "organization")
    actions.relieve(post=posts["a"], until=TODAY, by=world.shao.actor)
    assert Actor.of(user).may(Capability.RECORD_MEETING, world.branches[0])
    actions.relieve(post=extra, until=TODAY, by=world.shao.actor)
    assert not Actor.of(user).may(Capability.RECORD_MEETING, world.branches[0])
    lin = Post.objects.get(member=world.members[0])
    actions.relieve(post=lin, until=TODAY, by=world.shao.actor)
    assert world.lin.actor.may(Capability.RECORD_MEETING, world.branch), (
        "an account that was opened by hand stays as it was granted"
    )


def test_the_branch_page_leads_to_its_posts(world: World, posts: dict[str, Post], sign_in: Any) -> None:
    link = "/accounts/posts/?within=A-1&amp;titles=all"
    assert link in sign_in("sec").get("/organizations/A-1/").content.decode()
    assert link not in sign_in("shao").get("/organizations/A-1/").content.decode()
