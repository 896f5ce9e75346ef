"""Words for reading rules and frozen months."""

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
        """Those valid on the period's last day: a recomputed May uses May's rules."""
        return self.filter(valid_from__lte=period.until).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=period.until)
        )

    def visible_to(self, by: "Actor") -> "RuleQuerySet":
        """Rules hold for everybody; whoever has any mandate may read them."""
        return self if by.reach.spans else self.none()


class FrozenMonthQuerySet(models.QuerySet):
    def holding(self, organization: "Organization") -> "FrozenMonthQuerySet":
        """Those that hold the organization, as its own or from above."""
        path = organization.path
        return self.filter(path__in=[*tree.ancestors(path), path])
