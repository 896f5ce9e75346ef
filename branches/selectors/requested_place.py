"""The organization that the address of a list is narrowed to."""

from collections.abc import Mapping

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor


def requested_place(
    parameters: Mapping[str, str], by: Actor, capability: Capability = Capability.SEE_TREE
) -> Organization | None:
    """`organization`, else `below`, when this person sees it."""
    code = parameters.get("organization") or parameters.get("below")
    if not code:
        return None
    seen = Organization.objects.visible_to(by, capability)
    return seen.select_related("parent").filter(code=code).first()
