"""The global search: the page of what was found, and what is suggested while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from core import clock
from dashboards.forms import SearchForm
from dashboards.selectors import search as selector


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """A form by GET; whole numbers are refused beside the field."""
    text, context = _read(request)
    if text:
        by, today = request.actor, clock.today()
        found = selector.search(text, on=today, by=by)
        context |= {
            "found": found,
            "nearest": "" if found.total else selector.nearest_name(text, on=today, by=by),
        }
    status = 400 if context["form"].errors else 200
    return render(request, "dashboards/search.html", context, status=status)


@require_safe
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """The options below the field, for htmx; nothing for a whole number."""
    text, context = _read(request)
    context["found"] = selector.suggest(text, on=clock.today(), by=request.actor) if text else None
    return render(request, "dashboards/_suggestions.html", context)


def _read(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    may_look_up = request.actor.reach.has(Capability.VIEW_PRIVATE)
    return text, {"form": form, "q": text, "may_look_up": may_look_up}
