"""Doors of people and imports."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def list_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("list")


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("detail")


def imports(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("imports")


def import_preview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("import_preview")
