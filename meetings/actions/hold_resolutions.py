"""Resolutions on which something upstairs rests: no record changes what they decide."""

from collections.abc import Sequence
from typing import Any

from meetings import errors
from meetings.models import Hold, Meeting, Resolution
from meetings.states import Kind

HeldResolution = tuple[Hold, tuple[Any, ...]]
"""A hold that names a resolution, and what that decided before the record is written."""


def held_in(meeting: Meeting) -> list[HeldResolution]:
    """One query, and two for each resolution that is held."""
    holds = Hold.objects.filter(meeting_id=meeting.pk, resolution__isnull=False).order_by("pk")
    return [(hold, _what_it_decides(hold)) for hold in holds]


def require_unchanged(held: Sequence[HeldResolution]) -> None:
    """Raises MeetingNeededElsewhere where one of them now decides something else."""
    for hold, before in held:
        if _what_it_decides(hold) != before:
            raise errors.MeetingNeededElsewhere(hold.sentence, code=hold.code)


def _what_it_decides(hold: Hold) -> tuple[Any, ...]:
    """Matter, subject, outcome, and the day and the body of its meeting."""
    row = Resolution.objects.select_related("item__meeting").get(holds=hold)
    meeting = row.item.meeting
    is_general = meeting.kinds.filter(kind=Kind.GENERAL).exists()
    return (row.kind, row.candidate, row.passed, meeting.held_on, meeting.organization_id, is_general)
