"""A trial: what an action leaves behind, read in a transaction that is then rolled back."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

T = TypeVar("T")


class _RolledBack(Exception):
    """Ends the trial's transaction."""


def undone(trial: Callable[[], T]) -> T:
    """The answer of `trial`, of which nothing stays, not even an audit entry. Raises what it raises."""
    answers: list[T] = []
    try:
        with transaction.atomic():
            answers.append(trial())
            raise _RolledBack
    except _RolledBack:
        return answers[0]
