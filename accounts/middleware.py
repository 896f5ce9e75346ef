"""Middleware that sends a user to the password page when the password is initial or too old (R-SEC-08)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.selectors import password_is_due
from core.api import problem

OPEN_WHILE_DUE = {"accounts:password", "accounts:sign_out", "accounts:sign_in", "accounts:type", "healthz"}


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
