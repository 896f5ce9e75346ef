"""Votes on phones: a member's open polls, turnout and results of a meeting's polls.

Of an open poll nothing but the number of those who voted is told to anybody.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from life.selectors.ballots import MATTERS, Electorate, electorate
from meetings.models import Meeting, Poll, Receipt, Resolution
from meetings.rules import majorities
from meetings.states import BallotChoice, Matter, Status
from meetings.voting.ballot import may_vote_in


def open_polls_for(by: Actor) -> Any:
    """Open polls, annotated has_voted, in which this person has a paper, in branches they still belong to."""
    if by.user is None:
        return Poll.objects.none()
    mine = Receipt.objects.filter(poll=OuterRef("pk"), member__user=by.user)
    today = Q(meeting__status=Status.PLANNED, meeting__held_on=clock.today())
    return (
        Poll.objects.filter(Exists(mine), closed_at__isnull=True)
        .filter(today | Q(meeting__status__in=(Status.HELD, Status.RETURNED)))
        .filter(by.reach.q(Capability.CALENDAR, at="meeting__organization"))
        .exclude(kind=Matter.APPRAISAL)
        .annotate(has_voted=Exists(mine.filter(has_voted=True)))
        .select_related("meeting__organization")
        .order_by("id")
    )


def polls_of_meeting(meeting: Meeting) -> "QuerySet[Poll]":
    """The polls of a meeting with how many have voted."""
    voted = Count("receipts", filter=Q(receipts__has_voted=True))
    polls = meeting.polls.exclude(kind=Matter.APPRAISAL)
    return polls.annotate(voted=voted, papers=Count("receipts")).order_by("id")


@dataclass
class PollPage:
    """The recorder's page of one meeting's polls."""

    meeting: Meeting

    @cached_property
    def polls(self) -> list[Poll]:
        return list(polls_of_meeting(self.meeting))

    @property
    def open(self) -> Poll | None:
        return next((poll for poll in self.polls if poll.closed_at is None), None)

    @cached_property
    def by_name(self) -> dict[int, list[tuple[str, str]]]:
        """Of closed polls that were open: (choice, the names of those who made it), by poll."""
        named = Receipt.objects.filter(
            poll__in=[poll for poll in self.closed if not poll.is_secret], has_voted=True
        )
        names_by_choice: dict[int, dict[str, list[str]]] = {}
        for poll, choice, name in named.order_by("id").values_list("poll_id", "choice", "member__name"):
            names_by_choice.setdefault(poll, {}).setdefault(choice, []).append(name)
        return {
            poll: [(one.label, "、".join(names[one])) for one in BallotChoice if one in names]
            for poll, names in names_by_choice.items()
        }

    @cached_property
    def results(self) -> dict[int, Resolution]:
        """What a closed poll was written into, by poll; of those that asked the same, in their order."""
        decisions: dict[tuple[str, str], list[Resolution]] = {}
        results = {}
        rows = Resolution.objects.filter(item__meeting=self.meeting, yes__isnull=False)
        for row in rows.order_by("item__position"):
            if row.poll_id:
                results[row.poll_id] = row
            else:  # written into before it said so
                decisions.setdefault((row.text, row.candidate), []).append(row)
        for poll in reversed(self.closed):
            if poll.pk not in results and (left := decisions.get((poll.question, poll.candidate))):
                results[poll.pk] = left.pop()
        return results

    @property
    def closed(self) -> list[Poll]:
        return [poll for poll in self.polls if poll.closed_at is not None]

    @cached_property
    def electorate(self) -> Electorate:
        return electorate(self.meeting, self.open.kind if self.open else Matter.ORDINARY)

    @property
    def entitled(self) -> int:
        return len(self.electorate.entitled)

    @property
    def without_phone(self) -> int:
        """There, with a vote, and not heard of yet: perhaps to be counted by hand."""
        poll = self.open
        return max(self.electorate.voting - poll.voted, 0) if poll else 0  # type: ignore[attr-defined]

    @property
    def is_time(self) -> bool:
        return may_vote_in(self.meeting)

    @property
    def matters(self) -> list[tuple[str, str]]:
        return [(matter.value, matter.label) for matter in MATTERS]

    @property
    def least(self) -> int:
        return majorities.majority_of(Matter.ORDINARY).least(self.entitled)
