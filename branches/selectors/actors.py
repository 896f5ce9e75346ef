"""Actors: the user or system on whose behalf an action is done. Every action takes one as `by`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model

from accounts.errors import NotYourAccount
from audit import chain
from branches.access.reach import Reach
from branches.access.roles import ADMINISTERING, PERSONS_ONLY, Capability
from branches.errors import NotYours
from branches.models import Mandate, Organization
from branches.selectors import holders
from core import clock
from core.errors import NotPermitted


def reach_of(user: Any) -> Reach:
    """Where this user may act today; a machine without what only persons do. One query."""
    if user is None or not getattr(user, "is_active", False) or user.is_awaiting:
        return Reach()
    held = Mandate.objects.current(clock.today()).filter(user=user).order_by("organization__path", "role")
    without = PERSONS_ONLY if user.is_service else frozenset()
    return Reach.of(held.values_list("organization__path", "role"), without)


@dataclass(eq=False)
class Actor:
    """A signed-in person, an API client's account, or SYSTEM; with the request it acts through."""

    user: Any
    name: str
    request_id: str = ""
    address: str = ""
    device: str = ""
    fixed_reach: Reach | None = field(default=None, repr=False)

    @classmethod
    def of(cls, user: Any, *, request_id: str = "", address: str = "", device: str = "") -> "Actor":
        return cls(user=user, name=str(user), request_id=request_id, address=address, device=device)

    @cached_property
    def reach(self) -> Reach:
        """The actor's reach, read once and kept for its life: one request or one task."""
        return self.fixed_reach or reach_of(self.user)

    def may(self, capability: Capability, organization: "Organization") -> bool:
        return self.reach.covers(capability, organization)

    def must(self, capability: Capability, organization: "Organization") -> None:
        """Require the capability over this organization. Raises NotYours."""
        if not self.may(capability, organization):
            raise NotYours(organization=organization.short_name)

    def must_any(self, capabilities: Iterable[Capability], organization: "Organization") -> None:
        """Require one of these capabilities over this organization. Raises NotYours."""
        if not any(self.may(capability, organization) for capability in capabilities):
            raise NotYours(organization=organization.short_name)

    def must_have(self, *capabilities: Capability) -> None:
        """Require one of these capabilities at any organization. Raises NotPermitted."""
        if not any(map(self.reach.has, capabilities)):
            raise NotPermitted

    @property
    def is_administrator(self) -> bool:
        """Of the three administrations: asked for a second factor (accounts.middleware)."""
        return any(map(self.reach.has, ADMINISTERING))

    def may_throughout(self, capability: Capability) -> bool:
        """Whether the capability is held over every organization: for what stands under none, such as a rule. One query."""
        if self.reach.covers(capability, "") or not self.reach.has(capability):
            return self.reach.covers(capability, "")
        return bool(self._roots) and all(self.may(capability, root) for root in self._roots)

    @cached_property
    def _roots(self) -> "list[Organization]":
        return list(Organization.objects.filter(parent=None))

    def must_throughout(self, capability: Capability) -> None:
        """Require the capability over every organization. Raises NotYours."""
        self.must_for(capability, None)

    def may_for(self, capability: Capability, organization: "Organization | None") -> bool:
        """Whether they hold it over this organization, over every one where none is given: of what holds for all below."""
        return self.may(capability, organization) if organization else self.may_throughout(capability)

    def must_for(self, capability: Capability, organization: "Organization | None") -> None:
        """Require it over this organization, over every one where none is given. Raises NotYours."""
        if not self.may_for(capability, organization):
            raise NotYours(organization=organization.short_name if organization else "全部党组织")

    def must_answer_for(self, user: Any) -> None:
        """Require that everything this account is for lies where this actor may grant (holders.answered_for).
        Raises NotYourAccount.

        None stands for an account not yet opened: whoever may grant anywhere may open one.
        """
        same = get_user_model().objects.filter(pk=user.pk) if user else None
        if not self.reach.has(Capability.GRANT_MANDATES) or (
            same is not None and not holders.answered_for(same, self).exists()
        ):
            raise NotYourAccount(name=str(user or ""))

    @cached_property
    def place(self) -> "Organization | None":
        """The highest organization it has a mandate for: the place of actions that concern none, such as signing in."""
        if self.user is None:
            return None
        held = Mandate.objects.current(clock.today()).filter(user=self.user).select_related("organization")
        first = held.order_by("organization__path").first()
        return first.organization if first else None

    def note(self, action: str, **facts: Any) -> None:
        """Write an audit entry for an action of a floor below the audit, which cannot do so itself."""
        chain.record(action, by=self, **{"where": self.place, **facts})


SYSTEM = Actor(user=None, name="系统", fixed_reach=Reach.everywhere())
NOBODY = Actor(user=None, name="未登录", fixed_reach=Reach())
