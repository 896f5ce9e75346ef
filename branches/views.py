"""Doors of the tree."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def tree(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("tree")


def mandates(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("mandates")


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("detail")
