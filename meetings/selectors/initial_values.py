"""Initial values of a new record: the branch's habit, read from its last meetings in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from branches.models import Organization
from core import clock
from meetings.models import Meeting
from meetings.states import Kind, Status
from members.models import Post
from members.states import Title

USUAL_START = dt.time(14, 30)
SHORTEST = dt.timedelta(minutes=10)
FULL_MINUTES = dt.timedelta(minutes=5)
MEETINGS_READ = 12


@dataclass(frozen=True)
class Habit:
    held_on: dt.date
    starts: dt.time
    length: dt.timedelta
    place: str
    host: UUID | None
    recorder: UUID | None

    def hours(self) -> tuple[dt.time | None, dt.time | None]:
        """The usual start and end of a new record."""
        return hours_until_now(self.held_on, self.starts, self.length)

    def ends(self, starts: dt.time, on: dt.date) -> dt.time | None:
        """When a meeting that began then ended, as far as habit knows."""
        return hours_until_now(on, starts, self.length, is_known=True)[1]


def hours_until_now(
    on: dt.date, starts: dt.time, length: dt.timedelta, *, is_known: bool = False
) -> tuple[dt.time | None, dt.time | None]:
    """The start and the end of a meeting held on that day, never later than now (R-REC-10).

    While its usual end lies ahead it ended at the last full five minutes; and where that leaves no meeting it began so
    much earlier, unless the start `is_known`. None where a time would fall on another day, or no end is left.
    """
    now = timezone.localtime(clock.now()).replace(tzinfo=None)
    begun = dt.datetime.combine(on, starts)
    ended = begun + length
    if ended > now:
        ended = now - (now - dt.datetime.min) % FULL_MINUTES
        if ended < begun + SHORTEST:
            if is_known:
                return starts, None
            begun = ended - length
    if begun.date() != on:
        return None, None
    return begun.time(), ended.time() if ended.date() == on else None


def usual_length() -> dt.timedelta:
    """How long a meeting lasts of which nothing else is known."""
    return dt.timedelta(minutes=settings.USUAL_MINUTES)


def habit_of(organization: Organization, kinds: Iterable[str], posts: list["Holder"]) -> Habit:
    """Day, time, place and people as last time for a meeting of these kinds; who chairs and writes by office when there
    was no last time. Its length is that of the last meeting of these kinds, never of another kind."""
    kinds = set(kinds)
    last = list(
        Meeting.objects.filter(organization=organization)
        .exclude(status__in=(Status.PLANNED, Status.CANCELLED))
        .order_by("-held_on", "-id")
        .select_related("host", "recorder")
        .prefetch_related("kinds")[:MEETINGS_READ]
    )
    same = [one for one in last if kinds & set(one.kind_codes)]
    like = next(iter(same or last), None)
    lengths = (one.ends_at - one.starts_at for one in same if one.ends_at)
    starts = timezone.localtime(like.starts_at).time() if like else USUAL_START
    offices = [holder.uuid for holder in posts]
    host = like.host.uuid if like and like.host else (offices[0] if offices else None)
    recorder = like.recorder.uuid if like and like.recorder else None
    if recorder is None:
        recorder = next((uuid for uuid in offices if uuid != host), None)
    return Habit(
        _usual_day(organization, kinds, last),
        starts,
        next(lengths, usual_length()),
        like.place if like else "",
        host,
        recorder,
    )


def _usual_day(organization: Organization, kinds: set[str], last: list[Meeting]) -> dt.date:
    """The branch's fixed day of this month when it has come and nothing was recorded on it yet; otherwise today."""
    today = clock.today()
    if Kind.THEME_DAY not in kinds or not organization.activity_day:
        return today
    month = clock.Period.month(today)
    day = min(month.until, month.since + dt.timedelta(days=organization.activity_day - 1))
    held = any(one.held_on in month and Kind.THEME_DAY in one.kind_codes for one in last)
    return day if day <= today and not held else today


def usual_kinds(organization: Organization) -> list[str]:
    """What is most likely to be recorded next: a group's meeting, or the month's theme day while it is missing."""
    if organization.is_group:
        return [Kind.GROUP.value]
    if not organization.is_branch:
        return []
    month = clock.Period.month(clock.today())
    held = Meeting.objects.filter(organization=organization).held_in(month)
    held = held.exclude(status__in=(Status.PLANNED, Status.CANCELLED))
    return [] if held.of_kind(Kind.THEME_DAY).exists() else [Kind.THEME_DAY.value]


@dataclass(frozen=True)
class Holder:
    """Somebody with a post, in the order of the posts."""

    uuid: UUID
    name: str
    title: str


POST_ORDER = {
    title: place
    for place, title in enumerate(
        [Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.GROUP_LEADER, *Title.values]
    )
}


def post_rank(title: str) -> int:
    """The order of posts, for naming a holder of several: the secretary's before a committee member's."""
    return POST_ORDER.get(title, 99)


def holders(organization: Organization, on: dt.date) -> list[Holder]:
    """Who holds the posts of that organization on that day, the secretary (or the group's leader) first."""
    rows = (
        Post.objects.on(on)
        .filter(organization=organization)
        .values_list("member__uuid", "member__name", "title")
    )
    holders: dict[UUID, Holder] = {}
    for uuid, name, title in sorted(rows, key=lambda row: post_rank(row[2])):
        holders.setdefault(uuid, Holder(uuid, name, Title(title).label))
    return list(holders.values())
