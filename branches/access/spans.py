"""A mandate as an interval of tree paths with its capabilities."""

from dataclasses import dataclass

from django.db.models import Q

from branches.access.roles import Capability
from branches.rules import tree

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
