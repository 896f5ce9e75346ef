"""Signing in, one's own password and type, tokens of API clients."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts import actions as accounts
from tests.contracts.doors import Knock
from tests.contracts.house import House


def closed(house: House) -> Any:
    return accounts.close_account(user=house.user("hua"), by=house.world.sec.actor)


def locked(house: House) -> Any:
    user, door = house.user("hua"), Client()
    for _ in range(5):
        door.post("/sign-in/", {"username": user.username, "password": "wrong"})
    return user


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
accounts:sign_in                GET    200 302 302 302 302 302 302 302 302 302    0
accounts:sign_in                POST   422 302 302 302 302 302 302 302 302 302    -
accounts:sign_out               POST   in  302 302 302 302 302 302 302 302 302    - session.end
accounts:password               GET    in  200 200 200 200 200 200 200 200 200    4
accounts:password               POST   in  422 422 422 422 422 422 422 422 422    -
accounts:type                   POST   302 302 302 302 302 302 302 302 302 302    - account.type
oauth2_provider:token           POST   400 400 400 400 400 400 400 400 400 400    -
oauth2_provider:revoke-token    POST   400 400 400 400 400 400 400 400 400 400    -
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "accounts:sign_in POST": lambda h: Knock(content={"username": "lin", "password": "wrong"}),
    "accounts:password POST": lambda h: Knock(content={"old": "wrong", "new": "x", "again": "x"}),
    "accounts:type POST": lambda h: Knock(content={"large": "on"}),
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "accounts.actions.change_password": (
        "lin",
        lambda h, by: accounts.change_password(
            user=h.user("lin"), old="Demo-party-life-1", new="Binhai-2026", by=by
        ),
    ),
    "accounts.actions.reopen_account": ("sec", lambda h, by: accounts.reopen_account(user=closed(h), by=by)),
    "accounts.actions.unlock_account": ("sec", lambda h, by: accounts.unlock_account(user=locked(h), by=by)),
}
