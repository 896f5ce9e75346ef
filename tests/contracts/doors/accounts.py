"""Signing in, one's own password and type, tokens of API clients."""

import base64
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from accounts import actions as accounts
from accounts.rules import new_secret
from branches import actions as branches
from branches.selectors.actors import Actor
from core import clock
from tests.contracts.doors import Knock
from tests.contracts.house import House

SECRET = new_secret()


def closed(house: House) -> Any:
    return accounts.close_account(user=house.user("hua"), by=house.world.sec.actor)


def locked(house: House) -> Any:
    user, door = house.user("hua"), Client()
    for _ in range(5):
        door.post("/sign-in/", {"username": user.username, "password": "wrong"})
    return user


def telephone(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30)


def with_factor(house: House, name: str) -> tuple[Any, str]:
    """Somebody whose telephone is bound, and the code it shows half a minute later."""
    user, secret, now = house.user(name), new_secret(), clock.now().timestamp()
    code = telephone(secret).generate(now).decode()
    accounts.enrol_second_factor(user=user, secret=secret, code=code, by=Actor.of(user))
    return user, telephone(secret).generate(now + 30).decode()


def pass_with(user: Any, code: str, by: Actor) -> Any:
    return accounts.pass_second_factor(user=user, code=code, by=by)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
accounts:sign_in                GET    200 302 302 302 302 302 302 302 302 302    0
accounts:sign_in                POST   422 302 302 302 302 302 302 302 302 302    -
accounts:sign_out               POST   in  302 302 302 302 302 302 302 302 302    - session.end
accounts:password               GET    in  200 200 200 200 200 200 200 200 200    4
accounts:password               POST   in  422 422 422 422 422 422 422 422 422    -
accounts:second_step            GET    in  302 302 302 302 302 302 302 302 302    -
accounts:second_step            POST   in  302 302 302 302 302 302 302 302 302    -
accounts:second_factor          GET    in  200 200 200 200 200 200 200 200 200    4
accounts:second_factor          POST   in  409 409 409 409 409 409 409 409 409    -
accounts:type                   POST   302 302 302 302 302 302 302 302 302 302    - account.type
oauth2_provider:token           POST   400 400 400 400 400 400 400 400 400 400    -
oauth2_provider:revoke-token    POST   400 400 400 400 400 400 400 400 400 400    -
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "accounts:sign_in POST": lambda h: Knock(content={"username": "lin", "password": "wrong"}),
    "accounts:password POST": lambda h: Knock(content={"old": "wrong", "new": "x", "again": "x"}),
    "accounts:second_factor POST": lambda h: Knock(content={"code": "000000"}),
    "accounts:type POST": lambda h: Knock(content={"large": "on"}),
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "accounts.actions.change_password": (
        "lin",
        lambda h, by: accounts.change_password(
            user=h.user("lin"), old="Demo-party-life-1", new="Binhai-2026", by=by
        ),
    ),
    "accounts.actions.enrol_second_factor": (
        "lin",
        lambda h, by: accounts.enrol_second_factor(
            user=h.user("lin"),
            secret=SECRET,
            code=telephone(SECRET).generate(clock.now().timestamp()).decode(),
            by=by,
        ),
    ),
    "accounts.actions.pass_second_factor": (
        "lin",
        lambda h, by: pass_with(*with_factor(h, "lin"), by=by),
    ),
    "branches.actions.reset_second_factor": (
        "sec",
        lambda h, by: branches.reset_second_factor(user=with_factor(h, "hua")[0], by=by),
    ),
    "accounts.actions.reopen_account": ("sec", lambda h, by: accounts.reopen_account(user=closed(h), by=by)),
    "accounts.actions.unlock_account": ("sec", lambda h, by: accounts.unlock_account(user=locked(h), by=by)),
}
