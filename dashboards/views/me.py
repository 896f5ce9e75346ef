"""The page of one's own account: mandates, sign-ins, settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboards/me.html")
