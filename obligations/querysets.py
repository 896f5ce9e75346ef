"""QuerySets of rules and frozen months."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.rules import tree
from core.clock import Period

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


class RuleQuerySet(models.QuerySet):
    def in_force(self, period: Period) -> "RuleQuerySet":
        """Rules valid on the last day of the period, so that a recomputed month uses the rules of that month."""
        return self.filter(valid_from__lte=period.until).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=period.until)
        )

    def visible_to(self, by: "Actor") -> "RuleQuerySet":
        """All rules for every actor with a mandate, none for others."""
        return self if by.reach.spans else self.none()


class FrozenMonthQuerySet(models.QuerySet):
    def holding(self, organization: "Organization") -> "FrozenMonthQuerySet":
        """Those that hold the organization, as its own or from above."""
        path = organization.path
        return self.filter(path__in=[*tree.ancestors(path), path])
