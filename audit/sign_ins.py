"""Signing in and out, failing to, and being locked out, as Django and django-axes report them (R-SEC-06)."""

from dataclasses import dataclass
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from audit.chain import record
from core.http import address_of, device_of


@dataclass
class AtTheDoor:
    """Who an entry speaks of before, or just after, anybody is signed in: a name that was typed, or an account."""

    user: Any
    name: str
    request_id: str
    address: str
    device: str

    @classmethod
    def of(cls, request: HttpRequest | None, user: Any, name: str) -> "AtTheDoor":
        if request is None:
            return cls(user, name, "", "", "")
        return cls(user, name, getattr(request, "request_id", ""), address_of(request), device_of(request))


def signed_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    actor = getattr(request, "actor", None)
    record(
        "session.start",
        by=AtTheDoor.of(request, user, str(user)),
        subject=user,
        where=actor.place if actor else None,
    )


def signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if user is None:
        return
    actor = getattr(request, "actor", None)
    record(
        "session.end",
        by=AtTheDoor.of(request, user, str(user)),
        subject=user,
        where=actor.place if actor else None,
    )


def failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    name = str(credentials.get("username", ""))[:64]
    record("session.failed", by=AtTheDoor.of(request, None, name), after={"username": name})


def locked(sender: Any, request: HttpRequest | None = None, username: str = "", **kwargs: Any) -> None:
    name = str(username or "")[:64]
    record("session.locked", by=AtTheDoor.of(request, None, name), after={"username": name})


def listen() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(failed, dispatch_uid="audit.failed")
    user_locked_out.connect(locked, dispatch_uid="audit.locked")
