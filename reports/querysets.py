"""QuerySets of reports and their rows, limited to what an actor may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.access.roles import Capability
from branches.rules import tree

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


class ReportQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor") -> "ReportQuerySet":
        """Those who build reports see their organization's in every state; others what was published over them, also
        what was withdrawn since.
        """
        builds, covered = by.reach.q(Capability.BUILD_REPORT), by.reach.q(Capability.VIEW)
        if not builds:  # everywhere; an empty Q would vanish in the sum below
            return self.all()
        above = {
            path
            for span in by.reach.widest(Capability.VIEW)
            if span.path
            for path in (*tree.ancestors(span.path), span.path)
        }
        published = Q(status__in=["published", "withdrawn"]) & (covered | Q(organization__path__in=above))
        return self.filter(builds | published)

    def frozen(self) -> "ReportQuerySet":
        """Figures that never change again, published or not."""
        return self.filter(status__in=["frozen", "published"])

    def current(self) -> "ReportQuerySet":
        """Without what was withdrawn: one of each organization and month."""
        return self.exclude(status="withdrawn")

    def published(self) -> "ReportQuerySet":
        return self.filter(status="published")


class RowQuerySet(models.QuerySet):
    """Lines, totals and amendments of reports."""

    def visible_to(self, by: "Actor") -> "RowQuerySet":
        """The rows of what the actor's reach covers, in reports the actor may see.

        Reach asks the tree of today, not the row's own path: after a move its number may belong to somebody else.
        """
        reports = self.model.report.field.related_model.objects.visible_to(by)  # type: ignore[attr-defined]
        return self.filter(by.reach.q(Capability.VIEW), report__in=reports.order_by().values("pk"))

    def within(self, organization: "Organization") -> "RowQuerySet":
        """Of that organization and everything that is below it today."""
        return self.filter(tree.subtree(organization.path, "organization"))
