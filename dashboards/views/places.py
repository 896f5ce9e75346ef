"""The page that lists every place of the navigation, for phones, whose bar shows only a few."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboards/place_list.html")
