"""Open tasks: decisions with an executor or a due date that nobody has reported as done.

They stand on the next meeting's page and on the branch's desk by themselves. Reading only.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from branches.models import Organization
from meetings.models import FollowUp, Meeting, Resolution
from meetings.querysets import counted
from meetings.states import Status

MOST_SHOWN = 50


@dataclass(frozen=True)
class OpenTask:
    """One decision still to be carried out, with what was last said of it."""

    id: int
    text: str
    executor: str
    due_on: dt.date | None
    held_on: dt.date
    meeting: UUID
    note: str
    noted_on: dt.date | None
    is_overdue: bool


def standing_follow_ups(without: Meeting | None = None) -> "QuerySet[FollowUp]":
    """What was said of decisions, except in records that were cancelled and in the meeting `without`."""
    rows = FollowUp.objects.exclude(meeting__status=Status.CANCELLED)
    return rows.exclude(meeting=without) if without else rows


def open_decisions(meeting: Meeting | None = None) -> "QuerySet[Resolution]":
    """Carried decisions of meetings that count, with somebody or a date, and not said to be done: elsewhere than in
    `meeting`, where one is given."""
    done = standing_follow_ups(meeting).filter(resolution=OuterRef("pk"), is_done=True)
    return Resolution.objects.filter(
        ~Q(executor="") | Q(due_on__isnull=False), ~Exists(done), counted("item__meeting"), passed=True
    )


def open_tasks_of(
    organization: Organization,
    *,
    on: dt.date,
    today: dt.date,
    meeting: Meeting | None = None,
    most: int | None = MOST_SHOWN,
) -> list[OpenTask]:
    """The open tasks of one organization from meetings up to that day, overdue ones first, then by date."""
    rows = open_decisions(meeting).filter(
        item__meeting__organization=organization, item__meeting__held_on__lte=on
    )
    if meeting:
        rows = rows.exclude(item__meeting=meeting)
    columns = ("pk", "text", "executor", "due_on", "item__meeting__held_on", "item__meeting__uuid")
    decisions = list(rows.order_by("item__meeting__held_on", "pk").values_list(*columns)[:most])
    follow_ups = standing_follow_ups(meeting).filter(resolution__in=[row[0] for row in decisions])
    notes = {
        pk: (note, day)
        for pk, note, day in follow_ups.order_by("id").values_list("resolution_id", "note", "on")
    }
    tasks = []
    for pk, text, executor, due_on, held_on, uuid in decisions:
        note, noted_on = notes.get(pk, ("", None))
        is_overdue = due_on is not None and due_on < today
        tasks.append(OpenTask(pk, text, executor, due_on, held_on, uuid, note, noted_on, is_overdue))
    return sorted(tasks, key=lambda task: (not task.is_overdue, task.due_on or dt.date.max, task.held_on))


def decision_texts(
    organization_id: int, ids: Iterable[int], meeting: Meeting | None, *, on: dt.date
) -> dict[int, str]:
    """The decisions among these ids that a meeting of that organization and day may tell of, with their texts."""
    rows = open_decisions(meeting).filter(
        pk__in=ids, item__meeting__organization=organization_id, item__meeting__held_on__lte=on
    )
    texts = dict(rows.values_list("pk", "text"))
    if meeting:
        noted = meeting.follow_ups.filter(resolution__in=ids)
        texts |= dict(noted.values_list("resolution_id", "resolution__text"))
    return texts
