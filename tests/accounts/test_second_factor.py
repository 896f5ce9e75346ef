"""The second factor (GB/T 22239-2019 8.1.4.1 d): binding a telephone, the second step, recovery codes, taking it off again."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.management import call_command
from django.test import Client

from accounts import actions, errors
from accounts.models import SecondFactor, User
from accounts.rules import new_secret, step_of
from audit.models import Entry
from branches import actions as branches
from branches.errors import ResetByTheSame
from core import clock
from core.clock import now
from tests.tokens import token_of
from tests.world import person

pytestmark = pytest.mark.once

ADMINISTRATIONS = ["sys", "sec", "aud"]
FACTOR, STEP = "/me/second-factor/", "/sign-in/code/"


def code_of(secret: str, later: int = 0) -> str:
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(clock.now().timestamp() + later).decode()


def bind(who: Any) -> tuple[str, list[str]]:
    """The secret and the recovery codes. The row in hand follows."""
    secret = new_secret()
    who.user.refresh_from_db()
    return secret, actions.enrol_second_factor(
        user=who.user, secret=secret, code=code_of(secret), by=who.actor
    )


def signed_in(username: str) -> Client:
    browser = Client()
    browser.post("/sign-in/", {"username": username, "password": "Demo-party-life-1"})
    return browser


def last_actions(count: int) -> list[str]:
    return list(Entry.objects.order_by("-pk").values_list("action", flat=True)[:count])


def test_the_codes_are_those_of_rfc_6238() -> None:
    """Appendix B, SHA-1, the last six of the eight digits."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    for at, code in [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]:
        moment = clock.now().fromtimestamp(at, tz=clock.now().tzinfo)
        assert step_of(secret, code, moment) == at // 30


@pytest.mark.parametrize(("later", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_stands_half_a_minute_and_half_a_minute_beside(clock: Any, later: int, fits: bool) -> None:
    secret = new_secret()
    assert (step_of(secret, code_of(secret, later), now()) is not None) == fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３", "🙂"])
def test_what_is_no_code_is_refused_and_breaks_nothing(world: Any, typed: str) -> None:
    bind(world.sec)
    with pytest.raises(errors.WrongCode):
        actions.pass_second_factor(user=world.sec.user, code=typed, by=world.sec.actor)


@pytest.mark.parametrize("name", ADMINISTRATIONS)
def test_an_administrator_without_a_telephone_is_led_to_binding_one(
    world: Any, sign_in: Any, settings: Any, name: str
) -> None:
    settings.SECOND_FACTOR = True
    browser = sign_in(name)
    answer = browser.get("/audit/")
    assert (answer.status_code, answer["Location"]) == (302, FACTOR + "?next=%2Faudit%2F")
    refused = browser.get("/api/v1/organizations/")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_due")
    assert "管理员要绑定以后才能继续" in browser.get(FACTOR).content.decode()
    assert browser.get("/me/password/").status_code == 302


@pytest.mark.parametrize("name", ["hua", "he", "lin", "shao", "wei"])
def test_nobody_else_is_asked(world: Any, sign_in: Any, settings: Any, name: str) -> None:
    settings.SECOND_FACTOR = True
    assert sign_in(name).get("/me/").status_code == 200


def test_who_becomes_an_administrator_is_asked_from_the_next_page_on(
    world: Any, sign_in: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    new = person("neu", "新来的", world.district, "member")
    browser = Client()
    browser.force_login(new.user, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/me/").status_code == 200
    facts = {
        "organization": world.street,
        "role": "audit_administrator",
        "since": clock.today(),
        "until": None,
    }
    branches.grant(user=new.user, **facts, by=world.sec.actor)
    assert browser.get("/me/")["Location"].startswith(FACTOR)


def test_a_demonstration_says_that_it_does_not_ask(world: Any, sign_in: Any) -> None:
    browser = sign_in("sec")
    assert browser.get("/accounts/").status_code == 200
    assert "演示环境不要求管理员绑定" in browser.get(FACTOR).content.decode()


def test_binding_on_the_page_shows_recovery_codes_once_and_lets_in(
    world: Any, sign_in: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    browser = sign_in("sec")
    page = browser.get(FACTOR)
    secret = page.context["key"].replace(" ", "")
    assert "<path d=" in page.content.decode()
    assert browser.post(FACTOR, {"code": "000000"}).status_code == 409
    answer = browser.post(FACTOR, {"code": code_of(secret), "next": "/accounts/"})
    assert answer.status_code == 200
    assert len(answer.context["codes"]) == 10
    assert answer.context["codes"][0] in answer.content.decode()
    assert 'href="/accounts/"' in answer.content.decode()
    assert browser.get("/accounts/").status_code == 200
    assert answer.context["codes"][0] not in browser.get(FACTOR).content.decode()
    assert browser.get(FACTOR).context["key"].replace(" ", "") != secret


def test_neither_secret_nor_recovery_code_stands_in_the_database_or_the_audit(world: Any) -> None:
    secret, codes = bind(world.sec)
    kept = SecondFactor.objects.get()
    written = kept.secret_sealed + kept.recovery_sealed + str(list(Entry.objects.values()))
    assert secret not in written
    assert not [code for code in codes if code in written or code.replace("-", "") in written]


@pytest.mark.parametrize("name", ["sec", "lin"])
def test_after_the_password_comes_the_code_for_whoever_has_bound_a_telephone(world: Any, name: str) -> None:
    """Also where nobody has to: who has bound one is always asked."""
    secret, _ = bind(getattr(world, name))
    browser = signed_in(name)
    assert browser.get("/me/")["Location"] == STEP + "?next=%2Fme%2F"
    assert browser.get(FACTOR)["Location"].startswith(STEP)
    assert browser.post("/me/password/", {"old": "x"})["Location"] == STEP
    assert "验证码不对" in browser.post(STEP, {"code": "000000"}).content.decode()
    answer = browser.post(STEP, {"code": code_of(secret, 30), "next": "/me/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert browser.get("/me/").status_code == 200
    assert last_actions(2) == ["second_factor.pass", "second_factor.fail"]


def test_a_code_opens_once(world: Any) -> None:
    secret, _ = bind(world.sec)
    with pytest.raises(errors.WrongCode):  # the one that bound it
        actions.pass_second_factor(user=world.sec.user, code=code_of(secret), by=world.sec.actor)
    actions.pass_second_factor(user=world.sec.user, code=code_of(secret, 30), by=world.sec.actor)
    with pytest.raises(errors.WrongCode):
        actions.pass_second_factor(user=world.sec.user, code=code_of(secret, 30), by=world.sec.actor)


@pytest.mark.parametrize("as_typed", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_recovery_code_opens_once_however_it_is_typed(world: Any, as_typed: Any) -> None:
    _, codes = bind(world.sec)
    actions.pass_second_factor(user=world.sec.user, code=as_typed(codes[3]), by=world.sec.actor)
    assert Entry.objects.latest("pk").after == {"recovery_codes": 9}
    with pytest.raises(errors.WrongCode):
        actions.pass_second_factor(user=world.sec.user, code=codes[3], by=world.sec.actor)


@pytest.mark.parametrize("hours", [0.25, 2])
def test_five_wrong_codes_lock_the_second_step_as_long_as_passwords_do(
    world: Any, clock: Any, settings: Any, hours: float
) -> None:
    """R-SEC-06; signing in anew with the password forgives nothing."""
    settings.AXES_COOLOFF_TIME = hours
    secret, codes = bind(world.sec)
    for left in (4, 3, 2, 1):
        browser = signed_in("sec")
        assert f"再错{left}次" in browser.post(STEP, {"code": "000000"}).content.decode()
    assert f"{round(hours * 60)}分钟内不能再试" in browser.post(STEP, {"code": "000000"}).content.decode()
    clock.shift(hours * 3600 - 1)
    for right in (code_of(secret), codes[0]):
        assert browser.post(STEP, {"code": right}).status_code in (302, 409)
        with pytest.raises(errors.CodeLocked):
            actions.pass_second_factor(user=world.sec.user, code=right, by=world.sec.actor)
    clock.shift(2)
    actions.pass_second_factor(user=world.sec.user, code=code_of(secret), by=world.sec.actor)


def test_another_telephone_takes_a_code_of_the_first_or_a_recovery_code(world: Any) -> None:
    _, codes = bind(world.sec)
    secret, user = new_secret(), world.sec.user
    for wrong in ("", "000000"):
        with pytest.raises(errors.WrongCode) as refusal:
            actions.enrol_second_factor(
                user=user, secret=secret, code=code_of(secret), current=wrong, by=world.sec.actor
            )
        assert "current" in refusal.value.fields
    renewed = actions.enrol_second_factor(
        user=user, secret=secret, code=code_of(secret), current=codes[0], by=world.sec.actor
    )
    with pytest.raises(errors.WrongCode):  # those of the first are void
        actions.pass_second_factor(user=user, code=codes[1], by=world.sec.actor)
    actions.pass_second_factor(user=user, code=renewed[1], by=world.sec.actor)


def test_nobody_binds_or_passes_for_somebody_else(world: Any) -> None:
    secret, codes = bind(world.lin)
    with pytest.raises(errors.NotYourAccount):
        actions.pass_second_factor(user=world.lin.user, code=codes[0], by=world.sec.actor)
    with pytest.raises(errors.NotYourAccount):
        actions.enrol_second_factor(
            user=world.lin.user, secret=secret, code=code_of(secret), current=codes[0], by=world.sec.actor
        )


@pytest.fixture
def other(world: Any) -> Any:
    return person("sec2", "另一个安全员", world.district, "security_administrator")


def test_another_administrator_takes_it_off_and_every_session_is_asked_again(
    world: Any, other: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    secret, _ = bind(world.aud)
    browser = signed_in("aud")
    browser.post(STEP, {"code": code_of(secret, 30)})
    assert browser.get("/me/").status_code == 200
    branches.reset_second_factor(user=User.objects.get(username="aud"), by=other.actor)
    assert browser.get("/me/")["Location"].startswith(FACTOR)
    assert not SecondFactor.objects.exists()
    assert last_actions(1) == ["second_factor.reset"]


def test_nobody_takes_off_their_own_nor_both_factors_of_another(world: Any, other: Any) -> None:
    """R-SEC-01: whoever was shown the password does not take off the telephone, and the other way round."""
    bind(world.sec)
    bind(world.aud)
    user = User.objects.get(username="aud")
    with pytest.raises(ResetByTheSame):
        branches.reset_second_factor(user=User.objects.get(username="sec"), by=world.sec.actor)
    actions.reset_password(user=user, by=world.sec.actor)
    with pytest.raises(ResetByTheSame):
        branches.reset_second_factor(user=user, by=world.sec.actor)
    assert User.objects.get(username="aud").second_factor_at
    branches.reset_second_factor(user=user, by=other.actor)
    with pytest.raises(errors.SecondFactorResetByYou):
        actions.reset_password(user=user, by=other.actor)


@pytest.mark.parametrize("name", ["hua", "lin", "wei", "shen", "sys", "aud"])
def test_nobody_but_a_security_administrator_takes_it_off(world: Any, name: str) -> None:
    bind(world.he)
    with pytest.raises(errors.NotYourAccount):
        branches.reset_second_factor(user=world.he.user, by=getattr(world, name).actor)
    assert SecondFactor.objects.exists()


def test_the_shell_takes_it_off_where_nobody_else_can(world: Any) -> None:
    bind(world.sec)
    call_command("reset_second_factor", username="sec")
    assert User.objects.get(username="sec").second_factor_at is None


def test_the_page_and_the_api_take_it_off_alike(world: Any, sign_in: Any, other: Any) -> None:
    bind(world.he)
    browser = sign_in("sec")
    assert "解除两步验证" in browser.get("/accounts/").content.decode()
    browser.post(f"/accounts/{world.he.user.pk}/second-factor/")
    assert User.objects.get(username="he").second_factor_at is None
    bind(world.he)
    answer = browser.post("/api/v1/accounts/he/reset-second-factor/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["has_second_factor"]) == (200, False)


def test_a_machine_is_never_asked(world: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    head = token_of(world.district, "reviewer")
    assert Client(headers=head).get("/api/v1/organizations/").status_code == 200
