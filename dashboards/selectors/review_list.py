"""Read model of the records that wait for review (待审核): the list, its counts, what follows after a decision."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    def changes_word(self) -> str:
        return f"退回以后改了{len(self.changes or ())}处"


@dataclass(frozen=True)
class Decided:
    """A decision of today, and whether it is a confirmation that still stands."""

    step: Step
    may_be_taken_back: bool


def waiting_records(by: Actor) -> MeetingQuerySet:
    """Submitted records this person may decide on, the longest waiting first; `sent_at` and `sent_by` of the last submission."""
    sent = Step.objects.filter(meeting=OuterRef("pk"), deed=Step.Type.SUBMITTED).order_by("-id")
    returned = Step.objects.filter(meeting=OuterRef("pk"), deed=Step.Type.RETURNED).order_by("-id")
    return (
        Meeting.objects.visible_to(by, Capability.VERIFY)
        .filter(status=Status.SUBMITTED)
        .annotate(changes=Subquery(returned.values("changes")[:1]))
        .annotate(sent_at=Subquery(sent.values("at")[:1]), sent_by=Subquery(sent.values("who")[:1]))
        .order_by("sent_at", "pk")
    )


def waiting_count(by: Actor) -> int:
    return Meeting.objects.visible_to(by, Capability.VERIFY).filter(status=Status.SUBMITTED).count()


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


def next_after(records: MeetingQuerySet, meeting: Meeting) -> UUID | None:
    """The next of the list after a record that may have left it; after the last one the first."""
    others = records.exclude(pk=meeting.pk)
    sent = meeting.steps.filter(deed=Step.Type.SUBMITTED).last()
    after = others
    if sent is not None:
        after = others.filter(Q(sent_at__gt=sent.at) | Q(sent_at=sent.at, pk__gt=meeting.pk))
    found = after.first() or others.first()
    return found.uuid if found else None


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
