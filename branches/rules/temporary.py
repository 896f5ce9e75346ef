"""What a temporary branch may not do without a provision or an approval named on it (R-ORG-12). Pure."""

from typing import Protocol

from branches.errors import TemporaryMayNot
from branches.states import Kind


class Place(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def special_provision(self) -> str: ...


def temporary_refusal(organization: Place, what: str) -> TemporaryMayNot | None:
    """`what` is the deed in words: 不接收预备党员."""
    if organization.kind != Kind.TEMPORARY_BRANCH or organization.special_provision:
        return None
    return TemporaryMayNot(what=what)
