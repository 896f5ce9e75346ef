"""The organization that the address of a list is narrowed to, or that somebody means by what they typed."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from branches.access.roles import Capability
from branches.models import Organization
from branches.querysets import OrganizationQuerySet
from branches.selectors.actors import Actor

MOST_NAMED = 5


def code_in(text: str) -> str:
    """The code of “name（code）”, as suggestions write it; of anything else the text itself."""
    code = re.search(r"（([^（）]+)）$", text.strip())
    return code[1] if code else text.strip()


def place_meant(typed: str, places: OrganizationQuerySet) -> Organization:
    """By name, short name, code, pinyin or initials. Raises ValidationError, of code `several` where several have it."""
    for found in (
        places.filter(code=code_in(typed)),
        places.filter(name=typed) | places.filter(short_name=typed),
        places.named_like(typed),
    ):
        rows = list(found.order_by("path")[: MOST_NAMED + 1])
        if len(rows) == 1:
            return rows[0]
        if rows:
            names = "、".join(f"{row.short_name}（{row.code}）" for row in rows[:MOST_NAMED])
            raise ValidationError(f"有几个叫“{typed}”的：{names}。请写编号或全称。", code="several")
    raise ValidationError(f"没有叫“{typed}”的，或者不能去那里。")


def requested_place(
    parameters: Mapping[str, str], by: Actor, capability: Capability = Capability.SEE_TREE
) -> Organization | None:
    """`organization`, else `below`, when this person sees it and only it is meant."""
    text = parameters.get("organization") or parameters.get("below")
    if not text:
        return None
    try:
        return place_meant(text, Organization.objects.visible_to(by, capability).select_related("parent"))
    except ValidationError:
        return None
