"""Querysets of imports, requests for exports, and saved columns."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.access.roles import Capability
from branches.rules import tree

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


OF_MEETINGS = ("meetings", "bundle")
# Capabilities to request, decide or download a large export: without full numbers, and with them.
NEEDED = {False: (Capability.EXPORT,), True: (Capability.EXPORT, Capability.VIEW_PRIVATE)}


class ColumnMapQuerySet(models.QuerySet):
    def available_to(self, by: "Actor") -> "ColumnMapQuerySet":
        """Those of the organizations the actor may export from, and of those above them."""
        paths = [span.path for span in by.reach.widest(Capability.EXPORT)]
        above = {path[:end] for path in paths for end in range(tree.WIDTH, len(path) + 1, tree.WIDTH)}
        reached = by.reach.q(Capability.EXPORT) | Q(organization__path__in=above)
        return self.filter(reached).select_related("organization")


class TitleMapQuerySet(models.QuerySet):
    def remembered(self, organization: "Organization | None", kind: str) -> dict[str, str]:
        """Title → field, as the organization said, or else one above it."""
        if organization is None:
            return {}
        path = organization.path
        above = [path[:end] for end in range(tree.WIDTH, len(path) + 1, tree.WIDTH)]
        rows = self.filter(kind=kind, organization__path__in=above).order_by("organization__path")
        return {
            title: name for fields in rows.values_list("fields", flat=True) for title, name in fields.items()
        }


class ExportQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor") -> "ExportQuerySet":
        """The actor's own requests, and those of organizations where the actor may export."""
        own = Q(asked_by=by.user) if by.user else Q(pk__in=[])
        return self.filter(own | by.reach.q(Capability.EXPORT)).defer("keys")

    def waiting(self) -> "ExportQuerySet":
        """Not yet decided."""
        return self.filter(status="asked").defer("keys")

    def waiting_for(self, by: "Actor") -> "ExportQuerySet":
        """Those the actor may decide: requested by another, of data the actor could export."""
        able = Q(pk__in=[])
        for full, needed in NEEDED.items():
            able |= Q(*(by.reach.q(each) for each in needed), full=full)
        return self.waiting().exclude(asked_by=by.user).filter(able) if by.user else self.none()


class ImportQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor") -> "ImportQuerySet":
        """Imports where the actor has IMPORT; imports of meetings also with RECORD_MEETING."""
        records = Q(kind__in=OF_MEETINGS) & by.reach.q(Capability.RECORD_MEETING)
        return self.filter(by.reach.q(Capability.IMPORT) | records)

    def of_people(self) -> "ImportQuerySet":
        """Rosters and lists of organizations."""
        return self.exclude(kind__in=OF_MEETINGS)

    def of_meetings(self) -> "ImportQuerySet":
        return self.filter(kind__in=OF_MEETINGS)
