"""Doors of meetings."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def list_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("list")


def record(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("record")


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("detail")
