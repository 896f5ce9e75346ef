"""Query words for organizations, terms and mandates: visible_to, within, current, open."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from branches.access.roles import Capability
from branches.rules import tree
from branches.rules.organization_names import initials_with_gaps, letters_with_gaps, spellings
from branches.rules.term_basis import LOCAL_COMMITTEE
from branches.states import BRANCHES, ELECTS, Kind
from core import clock

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


MOST_WORDS = 6  # of a search; each is a condition more


def open_on(day: dt.date) -> Q:
    """Dated rows in force on a day: since ≤ day, and until empty or ≥ day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor", capability: Capability = Capability.SEE_TREE) -> "OrganizationQuerySet":
        return self.filter(by.reach.q(capability, at=""))

    def within(self, organization: "Organization") -> "OrganizationQuerySet":
        """It and everything below."""
        return self.filter(tree.subtree(organization.path))

    def above(self, organization: "Organization") -> "OrganizationQuerySet":
        """Its ancestors, root first."""
        return self.filter(path__in=tree.ancestors(organization.path)).order_by("path")

    def standing(self, on: dt.date) -> "OrganizationQuerySet":
        """Established and not yet dissolved on that day."""
        return self.filter(established_on__lte=on).filter(
            Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)
        )

    def branches(self) -> "OrganizationQuerySet":
        return self.filter(kind__in=BRANCHES)

    def named_like(self, text: str) -> "OrganizationQuerySet":
        """Name, short name, code, pinyin or initials contain the text, or each of its words; of three letters and more
        also with gaps: 滨江 2, 滨江二 and bje find 滨江社区第二党支部."""
        words = Q()
        for word in text.split()[:MOST_WORDS]:
            words &= _spelled(word)
        return self.filter(_spelled(text.strip()) | words)


def _spelled(text: str) -> Q:
    """What is written holds the text or another spelling of its numbers; its sound holds it without blanks."""
    latin = text.lower().replace(" ", "")
    found = Q()
    for each in spellings(text):
        found |= Q(name__icontains=each) | Q(short_name__icontains=each) | Q(code__icontains=each)
    if latin.isascii() and latin:
        found |= Q(initials__contains=latin) | Q(pinyin__contains=latin)
        if gaps := initials_with_gaps(latin):
            found |= Q(initials__regex=gaps)
    elif gaps := letters_with_gaps(text):
        found |= Q(short_name__regex=gaps)
    return found


class ScopedQuerySet(models.QuerySet):
    """Rows that hold for an organization and all below it, and for everybody where they have no organization."""

    def touching(self, *paths: str) -> Self:
        """What holds at one of these paths or at one below them. An empty path is the whole forest."""
        found = Q(organization=None) if paths else Q(pk__in=[])
        for path in paths:
            found |= Q(organization__path__in=tree.ancestors(path)) | tree.subtree(path, "organization")
        return self if "" in paths else self.filter(found)

    def visible_to(self, by: "Actor") -> Self:
        """What touches a mandate of theirs; nothing without one."""
        return self.touching(*(span.path for span in by.reach.spans))


class TermQuerySet(models.QuerySet):
    def current(self, on: dt.date) -> "TermQuerySet":
        return self.filter(open_on(on))

    def ending(self, on: dt.date, months: int = 0) -> "TermQuerySet":
        """Current ones, of those that stand and elect, that end by that many months after the day or are over, with
        `expires`; exactly those whose end less the months lies on the day or before it, as findings have it
        (R-ORG-09, R-ORG-10): on 28 February also the one of 31 August."""
        next_day = on + dt.timedelta(days=1)
        latest = max(
            clock.months_later(on, months), clock.months_later(next_day, months) - dt.timedelta(days=1)
        )
        standing = Q(organization__dissolved_on__isnull=True) | Q(organization__dissolved_on__gt=on)
        return self.annotate(expires=Coalesce("extended_until", "due_on")).filter(
            standing,
            ~Q(organization__kind=Kind.COMMITTEE, organization__name__regex=LOCAL_COMMITTEE),
            since__lte=on,
            until=None,
            expires__lte=latest,
            organization__kind__in=ELECTS,
        )


class MandateQuerySet(models.QuerySet):
    def current(self, on: dt.date) -> "MandateQuerySet":
        """In force on that day and not taken back since."""
        return self.filter(open_on(on), revoked_at__isnull=True)

    def visible_to(
        self, by: "Actor", capability: Capability = Capability.GRANT_MANDATES
    ) -> "MandateQuerySet":
        return self.filter(by.reach.q(capability))

    def open(self, on: dt.date) -> "MandateQuerySet":
        """In force or still to begin."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), revoked_at__isnull=True)

    def ended(self, on: dt.date) -> "MandateQuerySet":
        return self.filter(Q(until__lt=on) | Q(revoked_at__isnull=False))

    def held_by(self, text: str) -> "MandateQuerySet":
        """Account, name, or organization contain the text."""
        if not text.strip():
            return self
        return self.filter(
            Q(user__username__icontains=text)
            | Q(user__name__icontains=text)
            | Q(organization__short_name__icontains=text)
            | Q(organization__code=text)
        )
