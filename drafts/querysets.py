"""Querysets of drafts and their files: one's own, unfinished, in the bin."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from core import clock

if TYPE_CHECKING:
    from branches.selectors.actors import Actor


class DraftQuerySet(models.QuerySet[Any]):
    def written_by(self, by: "Actor") -> "DraftQuerySet":
        """One's own. Nobody sees another person's unfinished work; of a program without a person there is none."""
        return self.filter(owner=by.user) if by.user is not None else self.none()

    def unfinished(self) -> "DraftQuerySet":
        """Neither finished, which deletes the row, nor thrown away."""
        return self.filter(deleted_at__isnull=True)

    def in_bin(self) -> "DraftQuerySet":
        """Thrown away and still to be had back."""
        return self.filter(deleted_at__gt=bin_begins())

    def past_bin(self) -> "DraftQuerySet":
        return self.filter(deleted_at__lte=bin_begins())

    def with_file_count(self) -> "DraftQuerySet":
        """With `file_count`: the files that were not taken away."""
        return self.annotate(file_count=Count("files", filter=Q(files__removed_at__isnull=True)))


class DraftFileQuerySet(models.QuerySet[Any]):
    def of(self, uuid: UUID, by: "Actor") -> "DraftFileQuerySet":
        """The files of one's own unfinished work on this record, those taken away among them."""
        return self.filter(draft__owner=by.user, draft__uuid=uuid, draft__deleted_at__isnull=True)

    def written_by(self, by: "Actor") -> "DraftFileQuerySet":
        return self.filter(draft__owner=by.user) if by.user is not None else self.none()


def bin_begins() -> dt.datetime:
    """What was thrown away before this instant is gone."""
    return clock.now() - dt.timedelta(days=settings.BIN_DAYS)
