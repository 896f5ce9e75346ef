"""Doors of the audit and of jobs."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def list_(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("list")


def jobs(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("jobs")


def job(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("job")
