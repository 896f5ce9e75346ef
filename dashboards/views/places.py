"""The page of everywhere one may go: what the phone's bar has no room for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboards/place_list.html")
