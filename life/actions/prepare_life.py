"""prepare_life: write the parts of an organizational-life meeting over weeks, before and while it is recorded."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from life import errors
from meetings.actions.write_kind_parts import write_life
from meetings.models import Meeting
from meetings.record.schema import LifePart
from meetings.record.words import LIFE_LABELS, difference, part_words, shorten
from meetings.selectors.stored_record import member_keys, stored_life
from meetings.states import MOVES, Kind


def prepare_life(*, meeting: Meeting, life: LifePart, version: int | None = None, by: Actor) -> Meeting:
    """Write the parts of an organizational-life meeting while it is planned, recorded or returned.

    Status and roll stay as they are, so it can be prepared over weeks (支部工作条例 Art. 17).

    Raises NotOfKind, WrongMoment, Gone.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with claim(meeting, MOVES, "prepare", by, version=version) as entry:
        if not meeting.kinds.filter(kind=Kind.LIFE).exists():
            raise errors.NotOfKind(kind=Kind.LIFE.label)
        before = stored_life(meeting)
        write_life(meeting, life, member_keys(life))
        old, new = difference(_life_texts(before), _life_texts(stored_life(meeting)))
        labels = tuple(LIFE_LABELS.values())
        entry.before, entry.after = shorten(old, labels), shorten(new, labels)
    return meeting


def _life_texts(life: LifePart | None) -> dict[str, str]:
    return part_words(life) if life else {}
