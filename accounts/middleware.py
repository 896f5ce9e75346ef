"""Middleware that lets nobody in before the second factor was shown (8.1.4.1 d), nor with an initial or too old password
(R-SEC-08)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.selectors import has_passed, must_enrol, password_is_due
from core.api import problem

OPEN_WHILE_DUE = {
    "accounts:password",
    "accounts:sign_out",
    "accounts:sign_in",
    "accounts:type",
    "accounts:second_factor",
    "accounts:second_step",
    "healthz",
}


class SecondFactorMiddleware:
    """Lead every page to the second step of signing in, an administrator without a second factor to enrolling one; the API
    answers 403.

    Only sessions are asked: a token speaks for a machine, which never administers anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user, name = request.user, request.resolver_match.view_name
        is_api = request.path.startswith(
            "/api/"
        )  # asks by itself who somebody is, so none of its views requires a login
        if not user.is_authenticated or not (is_api or getattr(view, "login_required", True)):
            return None
        if name in ("accounts:sign_out", "accounts:second_step") or has_passed(user, request.session):
            return None
        if user.second_factor_at is not None:
            door = "accounts:second_step"
        elif name != "accounts:second_factor" and must_enrol(user, request.actor):
            door = "accounts:second_factor"
        else:
            return None
        if is_api:
            return problem(403, "second_factor_due", "请先在网页上完成两步验证。")
        wanted = request.get_full_path() if request.method == "GET" else ""
        return redirect(
            reverse(door) + (f"?{urlencode({'next': wanted})}" if wanted not in ("", "/") else "")
        )


class PasswordDueMiddleware:
    """Lead every page to the change of the password while it is due; the API answers 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not password_is_due(user):
            return None
        if request.resolver_match.view_name in OPEN_WHILE_DUE:
            return None
        if request.path.startswith("/api/"):
            return problem(403, "password_due", "请先在网页上改密码。")
        return redirect(reverse("accounts:password"))
