"""The states of a row and the moves between them as plain data, and the one UPDATE that makes a move.

Two people may ask for a move at the same moment. The UPDATE therefore names the state, and where there is one the version,
that the row must still have (compare-and-swap): whoever comes second changes nothing and is refused.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Choices, F, Model, Q, QuerySet

from core import clock
from core.errors import Gone, RuleBroken


class Move(NamedTuple):
    """One permitted change of a row's state.

    permitted         the states it may begin in, None among them for an empty column; None alone: any state
    to                the state afterwards, or a function that gives it (clock.now); None: it stays, or the caller sets it
    deed              the move as a refusal names it: 不能{deed}
    refusal           raised instead of the refusal of the other moves
    sentence          said instead of the refusal's own sentence
    action            what the audit calls it
    step              what the row's list of steps calls it, where it keeps one
    compares_version  False where many do it at once and none of them has to have seen what the others did
    """

    permitted: Collection[Any] | None
    to: Any = None
    deed: str = ""
    refusal: Callable[..., RuleBroken] | None = None
    sentence: str = ""
    action: str = ""
    step: str = ""
    compares_version: bool = True

    def may_begin_in(self, state: Any) -> bool:
        return self.permitted is None or state in self.permitted


@dataclass(frozen=True)
class Moves:
    """All moves of one kind of row by name, and what they have in common.

    field    the column that holds the state: a status, or the day or moment that ended it
    refusal  raised where a move may not begin in the row's state; its sentence may use {status}, {deed} and `facts`
    labels   the choices of the column, which name the state; None for a day or a moment
    facts    what else the refusal says of the row
    subject  the attribute that leads to the row whose steps and audit entries these are; empty: the row itself
    place    the attribute of the subject that leads to the organization the audit entry stands under
    word     under which the audit entry says the state before and after; empty: it says neither
    version  whether the row's `version` is compared and counted up by every move
    """

    field: str
    by_name: Mapping[str, Move]
    refusal: Callable[..., RuleBroken] = Gone
    labels: type[Choices] | None = None
    facts: Callable[[Any], dict[str, Any]] = lambda row: {}
    subject: str = ""
    place: str = "organization"
    word: str = ""
    version: bool = False

    def __getitem__(self, name: str) -> Move:
        return self.by_name[name]

    def label(self, state: Any) -> str:
        return str(self.labels(state).label) if self.labels else ""

    def require(self, row: Model, name: str) -> None:
        """Raise the refusal where the row, as it was read, does not permit the move."""
        if not self[name].may_begin_in(getattr(row, self.field)):
            raise self.refuse(row, name, getattr(row, self.field))

    def refuse(self, row: Model, name: str, state: Any) -> RuleBroken:
        """The refusal of a move that may not begin in this state."""
        move = self[name]
        refusal = move.refusal or self.refusal
        said = {"status": self.label(state), "deed": move.deed, **self.facts(row)}
        return refusal(move.sentence.format(**said)) if move.sentence else refusal(**said)

    def permitting(self, rows: "QuerySet[Any]", name: str) -> "QuerySet[Any]":
        """Those of the rows in which the move may begin."""
        states = self[name].permitted
        if states is None:
            return rows
        found = Q(**{f"{self.field}__in": [state for state in states if state is not None]})
        if None in states:
            found |= Q(**{f"{self.field}__isnull": True})
        return rows.filter(found)


def swap(
    row: Model,
    moves: Moves,
    name: str,
    /,
    *,
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    """Make the move and write `values` with it, or find that somebody was first. The row is then locked until the
    transaction ends.

    `version` is the one the caller has seen, without it the row's own; `seen` are other columns that must still hold
    these values.

    Raises the moves' refusal where the state does not permit the move, Gone where something else has changed.
    """
    move, rows = moves[name], type(row)._base_manager.filter(pk=row.pk)
    if move.to is not None:
        values = {moves.field: move.to() if callable(move.to) else move.to, **values}
    found = moves.permitting(rows, name).filter(**(seen or {}))
    written = {moves.field: F(moves.field), **values, **_automatic(row)}
    computed = [column for column, value in values.items() if hasattr(value, "resolve_expression")]
    if moves.version:
        written["version"] = F("version") + 1
        if move.compares_version:
            version = row.version if version is None else version  # type: ignore[attr-defined]
            found, values["version"] = found.filter(version=version), version + 1
        else:
            computed.append("version")
    if not found.update(**written):
        states = list(rows.values_list(moves.field, flat=True))
        if not states or move.may_begin_in(states[0]):
            raise Gone
        raise moves.refuse(row, name, states[0])
    for column, value in values.items():
        setattr(row, column, value)
    if computed:
        row.refresh_from_db(fields=computed)


def _automatic(row: Model) -> dict[str, Any]:
    """The columns that `save` would set to the current time, and `update` does not."""
    fields = [field for field in row._meta.concrete_fields if getattr(field, "auto_now", False)]
    return {field.name: clock.now() for field in fields}
