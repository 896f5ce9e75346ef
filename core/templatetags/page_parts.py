"""Template tags for the places of a page that upper apps fill (PAGE_PARTS and ROW_PARTS in config/parts.py)."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.parts import parts

register = template.Library()


@register.simple_tag(takes_context=True)
def page_parts(context: dict[str, Any], page: str, row: Any) -> SafeString:
    """What upper apps show on the page of a row, one after the other; nothing where they have nothing to show."""
    request = context["request"]
    shown = (part(row, request.actor) for part in parts("PAGE_PARTS").get(page, ()))
    return mark_safe("".join(render_to_string(name, facts, request) for name, facts in filter(None, shown)))


@register.simple_tag(takes_context=True)
def row_parts(context: dict[str, Any], page: str, rows: Sequence[Any]) -> dict[Any, SafeString]:
    """What upper apps show on each row of a list, by primary key; they are asked once for the whole list."""
    request = context["request"]
    found: dict[Any, SafeString] = {}
    for part in parts("ROW_PARTS").get(page, ()):
        for key, (name, facts) in part(rows, request.actor).items():
            found[key] = mark_safe(found.get(key, "") + render_to_string(name, facts, request))
    return found
