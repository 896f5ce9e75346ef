"""Read model of the records that wait for review (待审核): the list, its counts, what follows after a decision."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from meetings.models import Meeting, Step
from meetings.querysets import MeetingQuerySet
from meetings.states import Status

LONG = 3  # days


@dataclass(frozen=True)
class ReviewRow:
    """A record of the list. `street` is the body under the root that it belongs to; `hints` None where nobody noted any."""

    meeting: Meeting
    street: str
    today: dt.date

    @property
    def uuid(self) -> UUID:
        return self.meeting.uuid

    @property
    def hints(self) -> list[str] | None:
        return self.meeting.hints

    @property
    def may_be_picked(self) -> bool:
        return self.meeting.hints == []

    @property
    def waited(self) -> int:
        sent: dt.datetime = self.meeting.sent_at  # type: ignore[attr-defined]
        return (self.today - timezone.localdate(sent)).days

    @property
    def is_again(self) -> bool:
        return self.meeting.returned_count > 0

    @property
    def changes(self) -> list[list[str]] | None:
        """What was changed since it was returned; None where nobody kept what it said then (R-REC-14)."""
        found: list[list[str]] | None = self.meeting.changes  # type: ignore[attr-defined]
        return found

    @property
    def replies(self) -> list[list[str]] | None:
        """Each remark of the return with what is answered to it."""
        found: list[list[str]] | None = self.meeting.replies  # type: ignore[attr-defined]
        return found

    @property
    def changes_word(self) -> str:
        return f"退回以后改了{len(self.changes or ())}处"


@dataclass(frozen=True)
class Decided:
    """A decision of today, and whether it is a confirmation that still stands."""

    step: Step
    may_be_taken_back: bool


def submitted_records(by: Actor) -> MeetingQuerySet:
    """The same, as they stand."""
    return Meeting.objects.visible_to(by, Capability.VERIFY).filter(status=Status.SUBMITTED)


def waiting_records(by: Actor) -> MeetingQuerySet:
    """Submitted records this person may decide on, the longest waiting first; `sent_at` and `sent_by` of the last submission."""
    sent = Step.objects.filter(meeting=OuterRef("pk"), deed=Step.Type.SUBMITTED).order_by("-id")
    returned = Step.objects.filter(meeting=OuterRef("pk"), deed=Step.Type.RETURNED).order_by("-id")
    return (
        submitted_records(by)
        .annotate(changes=Subquery(returned.values("changes")[:1]))
        .annotate(replies=Subquery(returned.values("replies")[:1]))
        .annotate(sent_at=Subquery(sent.values("at")[:1]), sent_by=Subquery(sent.values("who")[:1]))
        .order_by("sent_at", "pk")
    )


def waiting_count(by: Actor) -> int:
    return submitted_records(by).count()


def rows_of(records: Iterable[Meeting]) -> list[ReviewRow]:
    """The rows with their streets; three queries, whatever the number."""
    found = list(records)
    streets = {path: _street_path(path) for path in {each.organization.path for each in found}}
    named = Organization.objects.filter(path__in=set(streets.values()))
    names = dict(named.values_list("path", "short_name"))
    today = clock.today()
    return [ReviewRow(each, names.get(streets[each.organization.path], ""), today) for each in found]


def with_names(records: MeetingQuerySet) -> MeetingQuerySet:
    return records.select_related("organization__parent").prefetch_related("kinds")


def _street_path(path: str) -> str:
    above = tree.ancestors(path)
    return above[1] if len(above) > 1 else path


def counts(records: MeetingQuerySet) -> dict[str, int]:
    """How many wait, without hints, sent again and for long: each leads to exactly these rows."""
    last = clock.today() - dt.timedelta(days=LONG)
    found: dict[str, int] = records.order_by().aggregate(
        all=Count("pk"),
        plain=Count("pk", filter=Q(hints=[])),
        again=Count("pk", filter=Q(returned_count__gt=0)),
        long=Count("pk", filter=Q(sent_at__date__lte=last)),
    )
    return found | {"hinted": found["all"] - found["plain"]}


class ListPosition(NamedTuple):
    """Where a record stands in a list: the ones beside it, and how many others wait. After the last comes the first."""

    previous: UUID | None
    following: UUID | None
    others: int


def place_in(records: MeetingQuerySet, meeting: Meeting) -> ListPosition:
    """Of a record that has left the list: the first follows. One query."""
    found = list(records.values_list("uuid", flat=True))
    if meeting.uuid not in found:
        return ListPosition(None, found[0] if found else None, len(found))
    at = found.index(meeting.uuid)
    around = [*found[at + 1 :], *found[:at]]
    return ListPosition(found[at - 1] if at else None, around[0] if around else None, len(around))


RETURNED_DAYS = 62


@dataclass(frozen=True)
class Returned:
    """A record this person returned, by the last return. `sent_at`: when it came back, nothing while it has not."""

    step: Step
    sent_at: dt.datetime | None

    @property
    def meeting(self) -> Meeting:
        return self.step.meeting

    @property
    def waits_for_review(self) -> bool:
        return self.sent_at is not None and self.meeting.status == Status.SUBMITTED


def returned_by(by: Actor) -> list[Returned]:
    """我退回的: of the last two months, those that came back first, then those longest with their branch."""
    if by.user is None:
        return []
    since = clock.today() - dt.timedelta(days=RETURNED_DAYS)
    last = Step.objects.filter(meeting=OuterRef("meeting"), deed=Step.Type.RETURNED).order_by("-id")
    sent = Step.objects.filter(
        meeting=OuterRef("meeting"), deed=Step.Type.SUBMITTED, id__gt=OuterRef("pk")
    ).order_by("-id")
    steps = (
        Step.objects.filter(by=by.user, deed=Step.Type.RETURNED, at__date__gte=since)
        .filter(by.reach.q(Capability.VERIFY, at="meeting__organization"), pk=Subquery(last.values("pk")[:1]))
        .annotate(sent_at=Subquery(sent.values("at")[:1]))
        .select_related("meeting__organization__parent")
        .prefetch_related("meeting__kinds")
        .order_by("at", "pk")
    )
    found = [Returned(each, each.sent_at) for each in steps]
    return sorted(found, key=lambda each: (not each.waits_for_review, each.sent_at is not None))


def decided_today(by: Actor) -> Sequence[Decided]:
    """What this person decided today, the newest first."""
    if by.user is None:
        return []
    steps = (
        Step.objects.filter(
            by=by.user, deed__in=(Step.Type.CONFIRMED, Step.Type.RETURNED), at__date=clock.today()
        )
        .filter(by.reach.q(Capability.VERIFY, at="meeting__organization"))
        .select_related("meeting__organization__parent")
        .prefetch_related("meeting__kinds")
        .order_by("-id")
    )
    given = Step.Type.CONFIRMED
    return [Decided(each, each.deed == given and each.meeting.status == Status.CONFIRMED) for each in steps]
