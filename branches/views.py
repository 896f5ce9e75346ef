"""Doors of the tree's own deeds and of mandates. The tree itself is shown upstairs, where its figures are known."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def mandates(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("mandates")
