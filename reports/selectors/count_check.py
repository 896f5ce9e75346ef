"""Where a stored count is not what its rows add up to: attendance of a meeting, opinions in writing and ballots of a vote.

Within one row the database holds the sums (`meeting_turnout_adds_up`, `resolution_tally_within_present`,
`resolution_written_by_those_absent`); across tables this finds what no constraint can.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q

from meetings.models import Meeting, Poll, Resolution
from meetings.states import THERE, AttendanceState, OpinionChoice

TURNOUT = {
    "present": Q(attendances__state__in=THERE),
    "on_leave": Q(attendances__state=AttendanceState.ON_LEAVE),
    "absent": Q(attendances__state=AttendanceState.ABSENT),
}
WRITTEN = {
    "written_yes": OpinionChoice.YES,
    "written_no": OpinionChoice.NO,
    "written_abstain": OpinionChoice.ABSTAIN,
}


def wrong_counts() -> Iterator[str]:
    """A line for each count that its rows contradict. Three queries."""
    yield from _turnouts()
    yield from _written_opinions()
    yield from _ballots()


def _turnouts() -> Iterator[str]:
    rows = {f"{name}_rows": Count("attendances", filter=condition) for name, condition in TURNOUT.items()}
    found = Meeting.objects.filter(roll_frozen_at__isnull=False).annotate(**rows)
    for meeting in _differing(found, {name: f"{name}_rows" for name in TURNOUT}):
        yield from _lines(f"meeting {meeting.uuid}", meeting, {name: f"{name}_rows" for name in TURNOUT})


def _written_opinions() -> Iterator[str]:
    """Fewer rows than the number are right in old records; more are not."""
    rows = {
        f"{name}_rows": Count("opinion_rows", filter=Q(opinion_rows__choice=choice))
        for name, choice in WRITTEN.items()
    }
    more = Q()
    for name in WRITTEN:
        more |= Q(**{f"{name}_rows__gt": F(name)})
    for one in Resolution.objects.annotate(**rows).filter(more).order_by("pk"):
        yield from _lines(f"resolution {one.pk}", one, {name: f"{name}_rows" for name in WRITTEN})


def _ballots() -> Iterator[str]:
    """Of a closed poll: the ballots and open votes are as many as were cast, and no more than were there."""
    rows = {
        "ballot_rows": Count("ballots", distinct=True),
        "voted_rows": Count("receipts", filter=Q(receipts__has_voted=True), distinct=True),
    }
    closed: Any = Poll.objects.filter(closed_at__isnull=False, cast__isnull=False).annotate(**rows)
    wrong = Q(cast__gt=F("present")) | Q(present__gt=F("entitled")) | Q(voted_rows__gt=F("cast"))
    wrong |= Q(is_secret=True) & ~Q(ballot_rows=0) & Q(ballot_rows__gt=F("cast"))
    for poll in closed.filter(wrong).order_by("pk"):
        yield f"poll {poll.uuid}\tcast {poll.cast}, present {poll.present}, entitled {poll.entitled}, rows {poll.voted_rows}"


def _differing(found: Any, pairs: dict[str, str]) -> Any:
    differs = Q()
    for name, rows in pairs.items():
        differs |= ~Q(**{name: F(rows)})
    return found.filter(differs).order_by("pk")


def _lines(what: str, row: Any, pairs: dict[str, str]) -> Iterator[str]:
    for name, rows in pairs.items():
        stored, counted = getattr(row, name), getattr(row, rows)
        if stored != counted:
            yield f"{what}\t{name} {stored}, rows {counted}"
