"""Doors of signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("sign_in")


def sign_out(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("sign_out")


def me(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("me")


def type(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("type")
