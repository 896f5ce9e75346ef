"""Occasions on which the secretary talks with a member and has not yet (R-LIFE-16): for the secretary alone.

Known is what was decided here, a sanction that limits somebody or a disposal that follows an incompetent grade, and what
the secretary noted by hand (KnownOccasion), such as illness or a misfortune at home.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from life.models import Disposal, KnownOccasion, Talk
from life.states import WITH_SECRETARY, Occasion
from members.models import Member, Post, Restriction
from members.states import Title

SANCTIONS = (Restriction.Kind.ON_PROBATION_AS_SANCTION, Restriction.Kind.RIGHTS_SUSPENDED)


@dataclass(frozen=True)
class OwedTalk:
    """A talk that the secretary owes a member; `noted` where the occasion was noted by hand."""

    member: Member
    occasion: Occasion
    known_on: dt.date
    noted: KnownOccasion | None = None

    @property
    def due_on(self) -> dt.date:
        return self.known_on + dt.timedelta(days=settings.OCCASION_TALK_DAYS)

    @property
    def is_overdue(self) -> bool:
        """The day itself is still in time."""
        return self.due_on < clock.today()


def is_secretary(organization: Organization, by: Actor) -> bool:
    """Who records for a branch and answers for its members: the secretary, and nobody beside or above."""
    deeds = (Capability.RECORD_MEETING, Capability.MANAGE_MEMBERS)
    return organization.is_branch and all(by.may(each, organization) for each in deeds)


def visible_to(by: Actor) -> QuerySet:
    """Occasions noted in the branches of which this actor is the secretary."""
    deeds = (Capability.RECORD_MEETING, Capability.MANAGE_MEMBERS)
    here = Q()
    for each in deeds:
        here &= by.reach.q(each)
    return KnownOccasion.objects.filter(here).select_related("organization", "member")


def owed_talks(organization: Organization, on: dt.date) -> list[OwedTalk]:
    """What has come up since the beginning of last year and was not talked about with the secretary, the earliest first."""
    first = dt.date(on.year - 1, 1, 1)
    here = Member.objects.on_roll(organization, on)
    known: dict[int, OwedTalk] = {}
    limits = Restriction.objects.filter(member__in=here, kind__in=SANCTIONS, since__range=(first, on))
    for limit in limits.select_related("member").order_by("since"):
        known[limit.member_id] = OwedTalk(limit.member, Occasion.DISCIPLINE, limit.since)
    disposals = Disposal.objects.filter(entry__member__in=here, since__range=(first, on)).exclude(kind="")
    for disposal in disposals.select_related("entry__member").order_by("since"):
        member = disposal.entry.member
        _keep_newest(known, OwedTalk(member, Occasion.DISCIPLINE, disposal.since))
    noted = KnownOccasion.objects.filter(member__in=here, known_on__range=(first, on))
    for row in noted.select_related("member"):
        _keep_newest(known, OwedTalk(row.member, Occasion(row.occasion), row.known_on, row))
    if not known:
        return []
    secretaries = set(
        Post.objects.on(on)
        .filter(organization=organization, title__in=(Title.SECRETARY, Title.DEPUTY_SECRETARY))
        .values_list("member_id", flat=True)
    )
    talks = Talk.objects.filter(
        Q(one__in=known) | Q(other__in=known), occasion__in=WITH_SECRETARY, on__lte=on
    )
    for one, other, day in talks.values_list("one_id", "other_id", "on"):
        for key, partner in ((one, other), (other, one)):
            if key in known and partner in secretaries and day >= known[key].known_on:
                del known[key]
    # Who is the secretary talks with somebody above the branch.
    owed = [talk for key, talk in known.items() if key not in secretaries]
    return sorted(owed, key=lambda talk: (talk.known_on, talk.member.pk))


def _keep_newest(known: dict[int, OwedTalk], talk: OwedTalk) -> None:
    """One talk settles all that came up before it."""
    last = known.get(talk.member.pk)
    if last is None or last.known_on < talk.known_on:
        known[talk.member.pk] = talk
