"""The roll: who is expected at a meeting of a given day, and who of them may vote. Set-based, in one query;
for many meetings at once, in three."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from branches.models import Organization
from branches.states import COMMITTEES
from branches.states import Kind as OrganizationKind
from core.prepared import PreparedQuery
from meetings.states import is_committee_only
from members.models import Member, Membership, Post, Restriction
from members.querysets import MemberQuerySet
from members.states import Title


@dataclass(frozen=True)
class Seat:
    """One line of the roll. `off` says why somebody on it is not expected (未列入应到), and is None for the others."""

    member_id: int
    uuid: UUID
    name: str
    has_vote: bool
    off: str | None

    @property
    def is_expected(self) -> bool:
        return self.off is None


def expects_posts(organization: Organization, kinds: Iterable[str]) -> bool:
    above = organization.kind in COMMITTEES or organization.kind == OrganizationKind.GENERAL_BRANCH
    return above or is_committee_only(kinds)


def committee_on(organization: Organization, day: dt.date) -> MemberQuerySet:
    """Those who held a post of that organization's committee on that day; a group's leader is none."""
    posts = Post.objects.on(day).filter(organization=organization).exclude(title=Title.GROUP_LEADER)
    return Member.objects.filter(pk__in=posts.values("member"))


def take(
    organization: Organization, kinds: Iterable[str], day: dt.date, only: Member | None = None
) -> list[Seat]:
    """The roll of that day for a meeting of these kinds.

    A committee meeting alone expects the committee, a group's meeting the group, everything else the whole branch;
    of several kinds the widest roll counts. A party committee above branches has no members of its own, so there the
    holders of its posts are expected. `only` asks for one person's seat.
    """
    if expects_posts(organization, kinds):
        everybody, one = COMMITTEE
    else:
        everybody, one = GROUP if organization.is_group else BRANCH
    place = {"place": organization.pk, "day": day}
    rows = one.ask(**place, member=only.pk) if only else everybody.ask(**place)
    return [Seat(*row) for row in rows]


def _prepared_seats(people: Callable[[Any, Any], MemberQuerySet]) -> tuple[PreparedQuery, PreparedQuery]:
    """The seats of these people, and the seat of one of them, worded once: wording them each time costs 2.5 ms, which is
    more than a third of a check-in (docs/measured.md)."""

    def seats(place: Any, day: Any) -> QuerySet:
        off = Restriction.objects.on(day).filter(member=OuterRef("pk")).off_the_roll()
        rows = people(place, day).with_vote_on(day).annotate(off=Subquery(off.values("reason")[:1]))
        return rows.order_by("id").values_list("id", "uuid", "name", "has_vote", "off")

    one = PreparedQuery(
        lambda place, day, member: seats(place, day).filter(pk=member), "place", "day", "member"
    )
    return PreparedQuery(seats, "place", "day"), one


COMMITTEE = _prepared_seats(committee_on)
BRANCH = _prepared_seats(lambda place, day: Member.objects.belonging(day, organization=place))
GROUP = _prepared_seats(lambda place, day: Member.objects.belonging(day, group=place))


RollKey = tuple[int, bool, dt.date]
"""An organization, whether its posts are expected or its people, and the day."""


def take_all(keys: Collection[RollKey], groups: Collection[int] = ()) -> dict[RollKey, list[Seat]]:
    """The rolls that `take` gives for each, in three queries for all of them. `groups`: which of them are groups."""
    if not keys:
        return {}
    days = [day for _place, _posts, day in keys]
    span = Q(since__lte=max(days)) & (Q(until__isnull=True) | Q(until__gte=min(days)))
    of_posts = {place for place, posts, _day in keys if posts}
    of_people = {place for place, posts, _day in keys if not posts}
    person = ("member_id", "member__uuid", "member__name", "member__full_on", "since", "until")
    belonging = Membership.objects.filter(
        span, Q(organization__in=of_people.difference(groups)) | Q(group__in=of_people.intersection(groups))
    )
    posts = Post.objects.filter(span, organization__in=of_posts).exclude(title=Title.GROUP_LEADER)
    held: dict[tuple[int, bool], list[tuple[Any, ...]]] = defaultdict(list)
    for place, group, *row in belonging.values_list("organization", "group", *person):
        for key in {place, group} & of_people:
            if (key == group) == (key in groups):
                held[key, False].append(tuple(row))
    for place, *row in posts.values_list("organization", *person):
        held[place, True].append(tuple(row))
    whose = Q(member__in=belonging.values("member")) | Q(member__in=posts.values("member"))
    limits: dict[int, list[Restriction]] = defaultdict(list)
    for limit in Restriction.objects.filter(span).filter(whose):
        limits[limit.member_id].append(limit)
    return {one: _seats(held[one[:2]], limits, one[2]) for one in keys}


def _seats(held: list[tuple[Any, ...]], limits: Mapping[int, list[Restriction]], day: dt.date) -> list[Seat]:
    seats = {}
    for member, uuid, name, full_on, since, until in held:
        if not _holds(since, until, day):
            continue
        now = [one for one in limits.get(member, ()) if _holds(one.since, one.until, day)]
        is_full = full_on is not None and full_on <= day
        seats[member] = Seat(
            member,
            uuid,
            name,
            is_full and all(one.kind == Restriction.Kind.EXEMPT for one in now),
            next((one.reason for one in now if one.is_off_the_roll), None),
        )
    return [seats[member] for member in sorted(seats)]


def _holds(since: dt.date, until: dt.date | None, day: dt.date) -> bool:
    return since <= day and (until is None or until >= day)
