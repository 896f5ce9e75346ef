"""Which members of a branch have talked with each other in a year and which talks are missing (谈心谈话, R-LIFE-09).

The gaps are a pure function over people and pairs; reading costs a fixed number of queries.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from life.models import Talk
from meetings.selectors import roll
from members.models import Member


@dataclass(frozen=True)
class MissingTalk:
    """A talk that is still missing. Without `other`, with anybody of those the sentence names."""

    one: Member
    other: Member | None
    sentence: str
    kind: str = (
        "committee"  # of the committee with each other; "member": with one of it; "peer": with another member
    )


Pair = frozenset[int]


def missing_talks(
    committee: Sequence[Member], members: Sequence[Member], pairs: Collection[Pair]
) -> list[MissingTalk]:
    """The talks a year still lacks (R-LIFE-09): between each pair of the committee, between each other member and one of
    the committee, and between each other member and a peer.

    `members` are those outside the committee. One such member alone needs no talk with a peer.
    """
    missing = [
        MissingTalk(one, other, f"{one.name}和{other.name}还没谈")
        for n, one in enumerate(committee)
        for other in committee[n + 1 :]
        if frozenset((one.pk, other.pk)) not in pairs
    ]
    if committee:
        missing += [
            MissingTalk(member, None, f"还没有支委找{member.name}谈", "member")
            for member in members
            if not any(frozenset((member.pk, one.pk)) in pairs for one in committee)
        ]
    if len(members) > 1:
        peers = {pk for pair in pairs if pair <= {each.pk for each in members} for pk in pair}
        missing += [
            MissingTalk(member, None, f"{member.name}还没和别的党员谈", "peer")
            for member in members
            if member.pk not in peers
        ]
    return missing


@dataclass(frozen=True)
class TalkYear:
    """A branch's talks of one year."""

    organization: Organization
    year: int
    committee: Sequence[Member]
    members: Sequence[Member]
    talks: Sequence[Talk]

    @property
    def everyone(self) -> list[Member]:
        return [*self.committee, *self.members]

    @property
    def pairs(self) -> dict[Pair, dt.date]:
        """Each pair with the day of its newest talk."""
        days: dict[Pair, dt.date] = {}
        for talk in self.talks:
            days.setdefault(frozenset((talk.one_id, talk.other_id)), talk.on)
        return days

    @property
    def gaps(self) -> list[MissingTalk]:
        return missing_talks(self.committee, self.members, self.pairs.keys())

    @property
    def columns(self) -> list[tuple[Member, list[tuple[dt.date | None, bool, bool]]]]:
        """The matrix: everyone × each of the committee; (day of the talk, is the same person, a talk is owed). One talk
        with one of the committee is all a member is owed (R-LIFE-09)."""
        pairs, seated = self.pairs, {one.pk for one in self.committee}
        columns = []
        for person in self.everyone:
            days = [pairs.get(frozenset((one.pk, person.pk))) for one in self.committee]
            is_owed = person.pk in seated or not any(days)
            cells = [
                (day, one.pk == person.pk, is_owed and day is None)
                for one, day in zip(self.committee, days, strict=True)
            ]
            columns.append((person, cells))
        return columns


def day_of(year: int) -> dt.date:
    """The day whose roll counts for a year: its last one, or today."""
    return min(clock.today(), dt.date(year, 12, 31))


def of_year(organization: Organization, year: int) -> TalkYear:
    """Three queries, whatever the size of the branch."""
    day = day_of(year)
    committee = list(roll.committee_on(organization, day).order_by("id").only("uuid", "name"))
    people = Member.objects.on_roll(organization, day).counted_on(day).order_by("id").only("uuid", "name")
    members = [member for member in people if member not in committee]
    talks = (
        Talk.objects.filter(organization=organization, on__year=year)
        .select_related("one", "other")
        .order_by("-on", "-id")
    )
    return TalkYear(organization, year, committee, members, list(talks))


def visible_to(by: Actor, own: Member | None = None) -> QuerySet:
    """Talks of branches whose records this actor may view, and the actor's own."""
    seen = by.reach.q(Capability.VIEW)
    if own is not None:
        seen = seen | Q(one=own) | Q(other=own)
    return Talk.objects.filter(seen).select_related("organization", "one", "other")


def may_read_note(talk: Talk, by: Actor, own: Member | None) -> bool:
    """Notes are read by those who record for the branch, and by the two who talked."""
    if own is not None and own.pk in (talk.one_id, talk.other_id):
        return True
    return by.may(Capability.RECORD_MEETING, talk.organization)


def may_strike(talk: Talk, by: Actor) -> bool:
    """Those who record for the branch, and who registered it."""
    return by.may(Capability.RECORD_MEETING, talk.organization) or (
        by.user is not None and talk.by_id == by.user.pk
    )
