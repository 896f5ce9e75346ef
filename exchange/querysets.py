"""Querysets of imports of workbooks."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.access.roles import Capability

if TYPE_CHECKING:
    from branches.selectors.actors import Actor


OF_MEETINGS = ("meetings", "bundle")


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
