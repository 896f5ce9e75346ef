"""The global search: organizations, members and meetings within the reach, by name, sound, number of paper or day.

Set-based and the same few queries whatever is found. It only reads: what is typed leaves nothing behind, and whoever opens
a file then leaves the entry (members.actions.open_file).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Case, When

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.selectors.organization_index import letters_apart
from branches.states import Kind
from dashboards.selectors.organization_tree import visible_organizations
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from meetings.selectors.meeting_list import MeetingListRow
from members.models import Member
from members.querysets import MemberQuerySet
from members.selectors import member_list

SHOWN = 20
MOST_COUNTED = 100  # meetings; to count more would read every record of a district
SUGGESTED = {"organizations": 4, "members": 3, "meetings": 3}
MOST_SUGGESTED = 8
LEAST_TYPED = 2  # letters before anything is suggested
ORDER = ("-held_on", "-pk")


class FoundMember(NamedTuple):
    """A row of the list of members, and what every reader may see of it."""

    row: dict[str, Any]
    data: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What was found: the first rows of each kind and how many there are; of meetings at most MOST_COUNTED are counted."""

    organizations: Sequence[Organization] = ()
    members: Sequence[FoundMember] = ()
    meetings: Sequence[MeetingListRow] = ()
    organization_count: int = 0
    member_count: int = 0
    meeting_count: int = 0

    @property
    def total(self) -> int:
        return self.organization_count + self.member_count + self.meeting_count

    @property
    def has_more_meetings(self) -> bool:
        return self.meeting_count >= MOST_COUNTED


def search(text: str, *, on: dt.date, by: Actor) -> Found:
    """The first of each kind with their numbers."""
    organizations, members, meetings = _rows_found(text, on, by)
    return Found(
        organizations=organizations[:SHOWN],
        members=_member_rows(members[:SHOWN], on),
        meetings=MeetingListRow.of_page(meetings.for_list()[:SHOWN], by),
        organization_count=organizations.count(),
        member_count=members.count(),
        meeting_count=meetings.order_by().values("pk")[:MOST_COUNTED].count(),
    )


def suggest(text: str, *, on: dt.date, by: Actor) -> Found:
    """The first few of each kind, MOST_SUGGESTED together; nothing for less than LEAST_TYPED letters."""
    if len(text.strip()) < LEAST_TYPED:
        return Found()
    organizations, members, meetings = _rows_found(text, on, by)
    first = list(organizations[: SUGGESTED["organizations"]])
    people = _member_rows(members[: SUGGESTED["members"]], on)
    left = min(SUGGESTED["meetings"], MOST_SUGGESTED - len(first) - len(people))
    return Found(first, people, MeetingListRow.of_page(meetings.for_list()[:left], by))


def _rows_found(text: str, on: dt.date, by: Actor) -> tuple[Any, MemberQuerySet, MeetingQuerySet]:
    places = Organization.objects.visible_to(by, Capability.CALENDAR)
    return (
        visible_organizations(by, on)
        .named_like(text)
        .select_related("parent__parent")
        .order_by(Case(When(kind=Kind.GROUP, then=1), default=0), "path"),
        Member.objects.visible_to(by).present().found_by(text, by).order_by("pinyin", "pk"),
        Meeting.objects.held_at(places).found_by(text, by).order_by(*ORDER),
    )


def _member_rows(people: MemberQuerySet, on: dt.date) -> list[FoundMember]:
    return [FoundMember(row, member_list.member_data(row, on)) for row in member_list.member_rows(people)]


def nearest_name(text: str, *, on: dt.date, by: Actor) -> str:
    """The short name in reach whose beginning is nearest to what was typed: at most half of the letters differ."""
    names: Iterable[str] = visible_organizations(by, on).values_list("short_name", flat=True)
    ranked = ((letters_apart(text, name[: len(text)]), name) for name in names)
    apart, name = min(ranked, key=itemgetter(0), default=(len(text), ""))
    return name if 0 < apart * 2 <= len(text) else ""
