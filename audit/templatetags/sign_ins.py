"""A template tag with a user's own sign-ins, so that a stranger's are noticed."""

from typing import Any

from django import template

from audit.models import Entry

register = template.Library()
SHOWN = 10


@register.inclusion_tag("audit/sign_ins_own.html", takes_context=True)
def own_sign_ins(context: dict[str, Any]) -> dict[str, Any]:
    user = context["request"].user
    return {"entries": Entry.objects.signing_in_of(user).order_by("-id")[:SHOWN]}
