"""Doors of the tree and of one organization with everything upstairs that is known of it."""

from django.http import HttpRequest, HttpResponse


def tree(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tree")


def detail(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("detail")
