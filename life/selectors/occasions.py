"""Occasions on which the secretary talks with a member and has not yet (R-LIFE-16): for the secretary alone.

What is known here is what was decided: a sanction that limits somebody, a disposal that follows an incompetent grade. What
happens at somebody's home is nobody's column.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from branches.models import Organization
from life.models import Disposal, Talk
from life.states import WITH_SECRETARY, Occasion
from members.models import Member, Post, Restriction
from members.states import Title

SANCTIONS = (Restriction.Kind.ON_PROBATION_AS_SANCTION, Restriction.Kind.RIGHTS_SUSPENDED)


@dataclass(frozen=True)
class OwedTalk:
    """A talk that the secretary owes a member."""

    member: Member
    occasion: Occasion
    known_on: dt.date

    @property
    def due_on(self) -> dt.date:
        return self.known_on + dt.timedelta(days=settings.OCCASION_TALK_DAYS)


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
        last = known.get(member.pk)
        if last is None or last.known_on < disposal.since:
            known[member.pk] = OwedTalk(member, Occasion.DISCIPLINE, disposal.since)
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
