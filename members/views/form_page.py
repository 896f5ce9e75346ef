"""What a form that was sent comes to: done, or shown again with what is wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import RuleBroken
from core.http import errors_to_form


def result_of(form: Any, deed: Any) -> Any:
    """What the deed returned; None when the form was not sent, not right, or refused (and says so)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return deed()
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        form.refused = True
        return None


def form_page(request: HttpRequest, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 409 if getattr(form, "refused", False) else 400 if form.is_bound else 200
    return render(request, template, context | {"form": form}, status=status)
