"""A template tag with the signed-in user's mandates, for pages of lower apps."""

from typing import Any

from django import template

from branches.models import Mandate
from core import clock

register = template.Library()


@register.inclusion_tag("branches/mandates_own.html", takes_context=True)
def own_mandates(context: dict[str, Any]) -> dict[str, Any]:
    held = Mandate.objects.current(clock.today()).filter(user=context["request"].user)
    return {"mandates": held.select_related("organization").order_by("organization__path", "role")}
