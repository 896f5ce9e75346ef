"""confirm_each: confirm records together that were submitted without hints."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from branches.selectors.actors import Actor
from core.errors import Refusal
from dashboards import errors
from meetings import actions
from meetings.models import Meeting


@dataclass
class ConfirmedTogether:
    """What became of the records that were to be confirmed at once."""

    confirmed: list[Meeting] = field(default_factory=list)
    refused: list[tuple[Meeting, Refusal]] = field(default_factory=list)


def confirm_each(*, records: Iterable[tuple[Meeting, int]], by: Actor) -> ConfirmedTogether:
    """Confirm these records, each in the version seen, without opening them.

    Each stands for itself, by the action that confirms one; what is refused leaves the others confirmed and is named
    with its refusal: HintsToRead, HintsUnknown, NotYours, AlreadyDecided, Gone.
    """
    done = ConfirmedTogether()
    for meeting, version in records:
        try:
            _require_no_hints(meeting)
            done.confirmed.append(actions.confirm(meeting=meeting, version=version, by=by))
        except Refusal as refusal:
            done.refused.append((meeting, refusal))
    return done


def _require_no_hints(meeting: Meeting) -> None:
    if meeting.hints is None:
        raise errors.HintsUnknown
    if meeting.hints:
        raise errors.HintsToRead(count=len(meeting.hints))
