"""Doors of desks and reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def desk(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("desk")


def dashboard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("dashboard")


def list_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("list")


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("detail")
