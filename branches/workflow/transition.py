"""One change of a row's state with everything that belongs to it: compare-and-swap, step, audit entry, consequences.

The moves of a row are plain data (core.moves), kept in the states.py of its app. `transition` makes a move that writes
nothing else; `claim` makes one whose consequences are written in its block.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Model

from audit import chain
from audit.chain import EntryAuthor, EntryPlace
from core.moves import Moves, swap


@dataclass
class EntryFacts:
    """What the audit entry of a move says besides the state; the block of a claim fills it in.

    `comment` is what the step says, if it is another text than the note; `where` the organization, if the row has none.
    """

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    comment: str | None = None
    where: EntryPlace | None = None


@contextmanager
def claim(
    row: Model,
    moves: Moves,
    name: str,
    by: EntryAuthor,
    /,
    *,
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    **values: Any,
) -> Iterator[EntryFacts]:
    """Make a move, run the block, then write the step and the audit entry: all in one transaction.

    `values` are columns written with the state. A refusal in the block undoes everything, and the row in hand is as it
    was before. Raises what core.moves.swap raises.
    """
    was = getattr(row, moves.field)
    columns = [column.attname for column in row._meta.concrete_fields if column.attname in row.__dict__]
    before = {column: row.__dict__[column] for column in columns}
    try:
        with transaction.atomic():
            swap(row, moves, name, version=version, seen=seen, **values)
            facts = EntryFacts()
            yield facts
            _write_trail(row, moves, name, was, facts, by)
    except BaseException:
        for column, value in before.items():
            setattr(row, column, value)
        raise


def transition(
    row: Any,
    moves: Moves,
    name: str,
    by: EntryAuthor,
    /,
    *,
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    **values: Any,
) -> Any:
    """Make a move of which nothing follows but its step and its audit entry. Returns the row; raises what claim raises."""
    with claim(row, moves, name, by, version=version, seen=seen, **values) as facts:
        facts.before, facts.after, facts.note = before or {}, after or {}, note
    return row


def _write_trail(row: Any, moves: Moves, name: str, was: Any, facts: EntryFacts, by: EntryAuthor) -> None:
    """The step, where the move has one, and the audit entry."""
    move, now = moves[name], getattr(row, moves.field)
    subject = attrgetter(moves.subject)(row) if moves.subject else row
    if move.step:
        comment = facts.note if facts.comment is None else facts.comment
        subject.steps.create(deed=move.step, comment=comment[:500], by=by.user, who=by.name[:64])
    if moves.word and was != now:
        facts.before = {moves.word: moves.label(was)} | facts.before
        facts.after = {moves.word: moves.label(now)} | facts.after
    chain.record(
        move.action,
        by=by,
        subject=subject,
        where=facts.where or (attrgetter(moves.place)(subject) if moves.place else None),
        before=facts.before or None,
        after=facts.after or None,
        note=facts.note,
    )
