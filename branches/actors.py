"""Actors: on whose behalf a deed is done. Every action takes one as `by`."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from branches.errors import NotYours
from branches.reach import Reach
from branches.roles import Capability

if TYPE_CHECKING:
    from branches.models import Organization


@dataclass(eq=False)
class Actor:
    """A signed-in person, an API client's account, or SYSTEM; with the request the deed came in."""

    user: Any
    name: str
    request_id: str = ""
    address: str = ""
    device: str = ""
    fixed_reach: Reach | None = field(default=None, repr=False)

    @classmethod
    def of(cls, user: Any, **facts: str) -> "Actor":
        return cls(user=user, name=str(user), **facts)

    @cached_property
    def reach(self) -> Reach:
        """Asked once, remembered for this actor's life: one request, one task."""
        return self.fixed_reach or Reach.of(self.user)

    def may(self, capability: Capability, organization: "Organization") -> bool:
        return self.reach.covers(capability, organization)

    def must(self, capability: Capability, organization: "Organization") -> None:
        """Raises NotYours where the reach does not cover it."""
        if not self.may(capability, organization):
            raise NotYours(organization=organization.short_name)


SYSTEM = Actor(user=None, name="系统", fixed_reach=Reach.everywhere())
NOBODY = Actor(user=None, name="未登录", fixed_reach=Reach())
