"""Reach: the part of the tree in which an actor holds each capability.

Every list and every button asks this module, and both ask the same spans.
Nothing here reads the request; nothing here writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from branches.access.roles import CAPABILITIES, Capability
from branches.rules import tree

if TYPE_CHECKING:
    from branches.models import Organization


NOWHERE = Q(pk__in=[])


@dataclass(frozen=True)
class Span:
    """A mandate as an interval of tree paths. An empty path is the whole forest (only SYSTEM has it)."""

    path: str
    capabilities: frozenset[Capability]

    def holds(self, path: str) -> bool:
        return path.startswith(self.path)

    def q(self, at: str) -> Q:
        return tree.subtree(self.path, at)


@dataclass(frozen=True)
class Reach:
    """All spans of one actor, and the two answers they give: a filter of rows, and a test of one organization."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, mandates: Iterable[tuple[str, str]], without: frozenset[Capability] = frozenset()) -> "Reach":
        """From (path of the organization, role), one for each mandate in force."""
        return cls(tuple(Span(path, CAPABILITIES[role] - without) for path, role in mandates))

    @classmethod
    def everywhere(cls) -> "Reach":
        return cls((Span("", frozenset(Capability)),))

    def q(self, capability: Capability, at: str = "organization") -> Q:
        """A filter for the rows over which this actor has the capability; `at` is the lookup that leads to the organization."""
        found = NOWHERE
        for span in self.widest(capability):
            part = span.q(at)
            if not part:
                return Q()
            found = part if found is NOWHERE else found | part
        return found

    def covers(self, capability: Capability, organization: "Organization | str") -> bool:
        """Whether the actor has the capability over this organization (or its path)."""
        path = organization if isinstance(organization, str) else organization.path
        return any(capability in span.capabilities and span.holds(path) for span in self.spans)

    def has(self, capability: Capability) -> bool:
        """Whether the capability is held anywhere at all (for menus)."""
        return any(capability in span.capabilities for span in self.spans)

    def implies(self, held: Capability, wanted: Capability) -> bool:
        """Whether each mandate with the one capability has the other too."""
        return all(wanted in span.capabilities for span in self.spans if held in span.capabilities)

    def widest(self, capability: Capability) -> list[Span]:
        """The spans with that capability, none inside another, highest in the tree first."""
        kept: list[Span] = []
        for span in sorted(self.spans, key=lambda span: span.path):
            if capability in span.capabilities and not any(outer.holds(span.path) for outer in kept):
                kept.append(span)
        return kept
