"""Writes sign-ins, failed and locked sign-ins (R-SEC-06) and every refused request (403) into the audit."""

from collections.abc import Callable
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest, HttpResponse

from audit import chain
from audit.chain import NamedAuthor
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


def record_session(action: str, request: HttpRequest | None, name: str, user: Any = None) -> None:
    """An entry on signing in or out, in the name of an account or of whoever tried to be one."""
    by = NamedAuthor(user, name)
    if request is not None:
        by = NamedAuthor(
            user, name, getattr(request, "request_id", ""), address_of(request), device_of(request)
        )
    if user is None:
        chain.record(action, by=by, after={"username": name})
    else:
        actor = getattr(request, "actor", None)
        chain.record(action, by=by, subject=user, where=actor.place if actor else None)


def signed_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    record_session("session.start", request, str(user), user)


def signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record_session("session.end", request, str(user), user)


def failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    record_session("session.failed", request, str(credentials.get("username", ""))[:64])


def locked(sender: Any, request: HttpRequest | None = None, username: str = "", **kwargs: Any) -> None:
    record_session("session.locked", request, str(username or "")[:64])


def record_sign_ins() -> None:
    """Record them whenever Django and django-axes report them; called once at the start, as their signals want it."""
    user_logged_in.connect(signed_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(failed, dispatch_uid="audit.failed")
    user_locked_out.connect(locked, dispatch_uid="audit.locked")
