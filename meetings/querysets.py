"""The reading language of meetings."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from branches.roles import Capability
from core.clock import Period
from meetings.states import COUNTED

if TYPE_CHECKING:
    from branches.actors import Actor
    from branches.models import Organization


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor", capability: Capability = Capability.CALENDAR) -> "MeetingQuerySet":
        return self.filter(by.reach.q(capability))

    def within(self, organization: "Organization") -> "MeetingQuerySet":
        """Held by it or by anything below."""
        below = type(organization).objects.within(organization).values("pk")
        return self.filter(organization__in=below)

    def held_in(self, period: Period) -> "MeetingQuerySet":
        return self.filter(held_on__range=(period.since, period.until))

    def counted(self, before: dt.datetime | None = None) -> "MeetingQuerySet":
        """What figures count: submitted or confirmed and not void, optionally first submitted before an instant."""
        found = self.filter(status__in=COUNTED, is_void=False)
        return found.filter(submitted_at__lt=before) if before else found

    def of_kind(self, kind: str) -> "MeetingQuerySet":
        return self.filter(
            models.Exists(
                self.model.kinds.rel.related_model.objects.filter(meeting=models.OuterRef("pk"), kind=kind)
            )
        )
