"""Serializer fields that read an organization from its code."""

from typing import Any

from rest_framework import serializers

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor

NOT_FOUND = "没有这个党组织，或者不在您的范围内。"


class OrganizationCodeField(serializers.CharField):
    """An organization named by its code, among those where the actor has the capability."""

    def __init__(self, *, capability: Capability = Capability.SEE_TREE, **facts: Any) -> None:
        super().__init__(**facts)
        self.max_length = 32  # of the code; a validator would measure the organization
        self.capability = capability

    def to_internal_value(self, data: Any) -> Organization:
        code = super().to_internal_value(data)
        found = (
            Organization.objects.visible_to(self.context["actor"], self.capability).filter(code=code).first()
        )
        if found is None:
            raise serializers.ValidationError(NOT_FOUND, code="not_found")
        return found


def named_organization(actor: Actor, code: str, capability: Capability = Capability.SEE_TREE) -> Organization:
    """The organization that a body's `organization` names by code. Raises ValidationError."""
    organization = Organization.objects.visible_to(actor, capability).filter(code=code).first()
    if organization is None:
        raise serializers.ValidationError({"organization": [NOT_FOUND]}, code="not_found")
    return organization
