"""Query words for audit entries and jobs: visible_to, signing_in_of, stale."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.personal_numbers import hide_numbers

SIGNING_IN = ("session.start", "session.failed", "session.locked")

KEPT_FOR = dt.timedelta(hours=24)


class EntryQuerySet(models.QuerySet):
    def visible_to(self, by: Any) -> "EntryQuerySet":
        """What an audit administrator may read: the entries of their organizations.

        What stands under no organization (a mistyped name, the system itself) concerns the whole installation, and
        is read by who audits all of it.
        """
        if not by.reach.has("read_audit"):
            return self.none()
        within = by.reach.q("read_audit", at="")
        return self.filter(within | Q(path="") if by.may_throughout("read_audit") else within)

    def signing_in_of(self, user: Any) -> "EntryQuerySet":
        """An account's own sign-ins, and the failures under its name."""
        return self.filter(action__in=SIGNING_IN).filter(
            Q(user=user) | Q(user__isnull=True, who=hide_numbers(user.username))
        )

    def last_verification(self) -> Any:
        """The newest entry that says what a verification of the chain found, or None."""
        return self.filter(action="audit.verify").order_by("-id").first()


class JobQuerySet(models.QuerySet):
    def visible_to(self, by: Any) -> "JobQuerySet":
        """One's own; the system administrator's page also shows that others' of their organizations exist (not what they
        are about), and those of none to who runs the whole system.
        """
        if by.user is None:
            return self.none()
        within = by.reach.q("run_system", at="")
        if by.may_throughout("run_system"):
            within |= Q(path="")
        return self.filter(Q(owner=by.user) | within)

    def stale(self) -> "JobQuerySet":
        """Queued or running, but nobody has said for a while that they are at it."""
        patience = dt.timedelta(seconds=settings.JOB_STALE_SECONDS)
        now = clock.now()
        # What lies in the future was written by a wrong clock: it is no sign of life either.
        silent = Q(beat_at__lt=now - patience) | Q(beat_at__gt=now + patience)
        never = Q(beat_at__isnull=True) & (
            Q(created_at__lt=now - patience) | Q(created_at__gt=now + patience)
        )
        return self.filter(Q(status__in=["queued", "running"]) & silent | Q(status="queued") & never)


class KeptAnswerQuerySet(models.QuerySet):
    def over(self) -> "KeptAnswerQuerySet":
        """Those whose day is over: their keys are free again."""
        return self.filter(at__lte=clock.now() - KEPT_FOR)
