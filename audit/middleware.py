"""Writes sign-ins, failed and locked sign-ins (R-SEC-06) and every refused request (403) into the audit."""

from collections.abc import Callable
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse

from audit import chain
from audit.chain import NamedAuthor, record
from core.http import address_of, device_of


class RefusalAuditMiddleware:
    """Records after the refused transaction has been rolled back, so that the entry stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.actor.user is not None:
            chain.record(
                "access.refused",
                by=request.actor,
                where=request.actor.place,
                after={"method": request.method, "address": request.path[:300]},
                note=getattr(request, "refusal", ""),  # the sentence, kept by the door that said it
            )
        return response


def at_the_door(request: HttpRequest | None, user: Any, name: str) -> NamedAuthor:
    if request is None:
        return NamedAuthor(user, name)
    return NamedAuthor(
        user, name, getattr(request, "request_id", ""), address_of(request), device_of(request)
    )


def signed_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    actor = getattr(request, "actor", None)
    record(
        "session.start",
        by=at_the_door(request, user, str(user)),
        subject=user,
        where=actor.place if actor else None,
    )


def signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if user is None:
        return
    actor = getattr(request, "actor", None)
    record(
        "session.end",
        by=at_the_door(request, user, str(user)),
        subject=user,
        where=actor.place if actor else None,
    )


def failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    name = str(credentials.get("username", ""))[:64]
    record("session.failed", by=at_the_door(request, None, name), after={"username": name})


def locked(sender: Any, request: HttpRequest | None = None, username: str = "", **kwargs: Any) -> None:
    name = str(username or "")[:64]
    record("session.locked", by=at_the_door(request, None, name), after={"username": name})


def record_sign_ins() -> None:
    """Record them whenever Django and django-axes report them; called once at the start, as their signals want it."""
    user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(failed, dispatch_uid="audit.failed")
    user_locked_out.connect(locked, dispatch_uid="audit.locked")
