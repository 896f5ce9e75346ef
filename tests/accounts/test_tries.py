"""R-SEC-06: what can be guessed is counted before it is looked at, at every door that compares it, however many ask at once."""

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from accounts import actions, errors
from accounts.models import Tries
from accounts.rules import new_secret
from audit.models import Entry
from branches.selectors.actors import NOBODY
from core import clock as the_clock
from core.errors import RuleBroken
from meetings import actions as meeting_actions
from meetings.check_in import codes
from meetings.errors import TooManyTries
from members.actions.check_slip import check_slip
from tests.threads import at_once
from tests.world import World

OLD, NEW = "Demo-party-life-1", "Binhai-2026"
Guess = Callable[[bool], Any]


def old_password(world: World) -> Iterator[Guess]:
    user, by = world.lin.user, world.lin.actor
    yield lambda fits: actions.change_password(user=user, old=OLD if fits else "wrong", new=NEW, by=by)


def code_of_second_factor(world: World) -> Iterator[Guess]:
    user, by, secret = world.sec.user, world.sec.actor, new_secret()
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30)

    def code(later: int) -> str:
        return totp.generate(the_clock.now().timestamp() + later).decode()

    actions.enrol_second_factor(user=user, secret=secret, code=code(0), by=by)
    user.refresh_from_db()
    yield lambda fits: actions.pass_second_factor(user=user, code=code(30 if fits else 600), by=by)


def recovery_code(world: World) -> Iterator[Guess]:
    user, by, secret = world.sec.user, world.sec.actor, new_secret()
    first = TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(the_clock.now().timestamp()).decode()
    kept = actions.enrol_second_factor(user=user, secret=secret, code=first, by=by)
    user.refresh_from_db()
    yield lambda fits: actions.pass_second_factor(user=user, code=kept[0] if fits else "7K4MX-92QXP", by=by)


def code_of_check_in(world: World) -> Iterator[Guess]:
    now = the_clock.now()
    facts = {"kinds": ["theme_day"], "held_on": now.date(), "starts_at": now + dt.timedelta(minutes=30)}
    meeting = meeting_actions.plan(organization=world.branch, **facts, by=world.lin.actor)
    window = meeting_actions.open_check_in(meeting=meeting, by=world.lin.actor)

    def guess(fits: bool) -> Any:
        code = codes.digits(window.nonce, meeting.uuid, codes.slot_at(the_clock.now())) if fits else "-"
        return meeting_actions.check_in(meeting=meeting, key=uuid4(), code=code, by=world.hua.actor)

    yield guess


DOORS = {  # what is guessed → how, what is answered when no try is left, how long that lasts
    "old password": (old_password, errors.PasswordLocked, dt.timedelta(minutes=15)),
    "second factor": (code_of_second_factor, errors.CodeLocked, dt.timedelta(minutes=15, seconds=1)),
    "recovery code": (recovery_code, errors.CodeLocked, dt.timedelta(minutes=15, seconds=1)),
    "check-in": (code_of_check_in, TooManyTries, dt.timedelta(minutes=1)),
}


@pytest.mark.parametrize("door", DOORS)
def test_after_five_wrong_tries_the_right_one_waits_too(world: World, clock: Any, door: str) -> None:
    made, locked, lasts = DOORS[door]
    guess = next(made(world))
    for _ in range(5):
        with pytest.raises(RuleBroken):
            guess(False)
    with pytest.raises(locked):
        guess(True)
    clock.shift(lasts - dt.timedelta(seconds=2))
    with pytest.raises(locked):
        guess(True)
    clock.shift(dt.timedelta(seconds=2))
    guess(True)


@pytest.mark.parametrize("door", ["old password", "second factor", "recovery code"])
def test_a_right_try_in_between_begins_the_count_anew(world: World, door: str) -> None:
    guess = next(DOORS[door][0](world))
    for fits in (False, False, False, False, True):
        if fits:
            guess(True)
        else:
            with pytest.raises(RuleBroken):
                guess(False)
    with pytest.raises((errors.WrongPassword, errors.WrongCode)):
        guess(False)


def test_wrong_old_passwords_stand_in_the_audit_and_the_page_says_how_many_are_left(
    world: World, sign_in: Any, settings: Any
) -> None:
    settings.AXES_FAILURE_LIMIT = 2
    browser, form = sign_in("lin"), {"old": "wrong", "new": NEW, "again": NEW}
    assert "再错1次，15分钟内不能再试" in browser.post("/me/password/", form).content.decode()
    assert "15分钟内不能改密码" in browser.post("/me/password/", form).content.decode()
    right = browser.post("/me/password/", form | {"old": OLD})
    assert (right.status_code, "15分钟内不能改密码" in right.content.decode()) == (422, True)
    left = Entry.objects.filter(action="account.wrong_password", user=world.lin.user).order_by("pk")
    assert [entry.after for entry in left] == [{"tries": 1}, {"tries": 2}]
    assert world.lin.user.check_password(OLD)


def test_a_new_password_that_is_too_weak_costs_no_try(world: World) -> None:
    for _ in range(7):
        with pytest.raises(errors.PasswordTooWeak):
            actions.change_password(user=world.lin.user, old=OLD, new="weak", by=world.lin.actor)
    assert not Tries.objects.exists()


def test_a_name_without_a_slip_is_answered_like_one_with(world: World) -> None:
    refusals = []
    for _ in range(6):
        with pytest.raises(RuleBroken) as refused:
            check_slip(username="nobody", code="-", number="-", phone="-", by=NOBODY)
        refusals.append(type(refused.value))
    assert refusals == [errors.SlipMismatch] * 4 + [errors.SlipLocked] * 2


@pytest.mark.slow
def test_of_many_at_once_no_more_than_five_are_looked_at(real_commits: None) -> None:
    def take() -> int:
        return actions.take_try("check_in", "1", most=5, within=dt.timedelta(minutes=1))

    answers = at_once([take] * 20)
    assert sum(answer >= 0 for answer in answers) == 5
