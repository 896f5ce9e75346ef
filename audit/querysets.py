"""The reading language of deeds and jobs."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class EntryQuerySet(models.QuerySet):
    def about(self, subject: str, subject_id: object) -> "EntryQuerySet":
        return self.filter(subject=subject, subject_id=str(subject_id))


class JobQuerySet(models.QuerySet):
    def stale(self) -> "JobQuerySet":
        """Queued or running, but nobody has said for a while that they are at it."""
        limit = clock.now() - dt.timedelta(seconds=settings.JOB_STALE_SECONDS)
        return self.filter(
            Q(status="running", beat_at__lt=limit)
            | Q(status="queued", beat_at__isnull=True, created_at__lt=limit)
            | Q(status="queued", beat_at__lt=limit)
        )
