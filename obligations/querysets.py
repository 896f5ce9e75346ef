"""QuerySets of rules and frozen months."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from branches.querysets import ScopedQuerySet
from branches.rules import tree
from core.clock import Period

if TYPE_CHECKING:
    from branches.models import Organization


class RuleQuerySet(ScopedQuerySet):
    def in_force(self, period: Period) -> "RuleQuerySet":
        """Rules valid on the last day of the period, so that a recomputed month uses the rules of that month."""
        return self.filter(valid_from__lte=period.until).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=period.until)
        )

    def holding(self, path: str) -> "RuleQuerySet":
        """Everybody's, and those of what stands at the path or above it."""
        return self.filter(Q(organization=None) | Q(organization__path__in=[*tree.ancestors(path), path]))

    def in_order(self) -> "RuleQuerySet":
        """By code, everybody's first, the newest first; with their organizations."""
        place = F("organization__path").asc(nulls_first=True)
        return self.select_related("organization").order_by("code", place, "-valid_from")


class FrozenMonthQuerySet(models.QuerySet):
    def holding(self, organization: "Organization") -> "FrozenMonthQuerySet":
        """Those that hold the organization, as its own or from above."""
        path = organization.path
        return self.filter(path__in=[*tree.ancestors(path), path])
