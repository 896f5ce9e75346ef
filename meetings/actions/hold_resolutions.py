"""Resolutions on which something upstairs rests: no record drops one, and none changes what it decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from meetings import errors
from meetings.models import Hold, Meeting, Resolution
from meetings.states import Kind


@dataclass(frozen=True)
class HeldResolution:
    """A resolution with a hold on it, and what it was before the record is written."""

    resolution_id: int
    code: str
    sentence: str
    decides: tuple[Any, ...]

    def refusal(self) -> errors.MeetingNeededElsewhere:
        return errors.MeetingNeededElsewhere(self.sentence, code=self.code)


def held_in(meeting: Meeting) -> list[HeldResolution]:
    """The held resolutions of a stored meeting. One query, and one for each that is held."""
    holds = Hold.objects.filter(meeting_id=meeting.pk, resolution__isnull=False).order_by("pk")
    return [
        HeldResolution(key, code, sentence, _what_it_decides(key))
        for key, code, sentence in holds.values_list("resolution_id", "code", "sentence")
    ]


def require_unchanged(held: Sequence[HeldResolution]) -> None:
    """Raises MeetingNeededElsewhere where one of them now decides something else."""
    for each in held:
        if _what_it_decides(each.resolution_id) != each.decides:
            raise each.refusal()


def _what_it_decides(key: int) -> tuple[Any, ...]:
    """Matter, subject, outcome, and the day and the body of its meeting."""
    row = Resolution.objects.select_related("item__meeting").get(pk=key)
    meeting = row.item.meeting
    is_general = meeting.kinds.filter(kind=Kind.GENERAL).exists()
    return (row.kind, row.candidate, row.passed, meeting.held_on, meeting.organization_id, is_general)
