"""Draws from a random stream: identifiers, and one of several values by their shares."""

from random import Random
from typing import TypeVar
from uuid import UUID

Value = TypeVar("Value")


def random_uuid(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def by_share(chance: float, *bounds: tuple[float, Value]) -> Value:
    """The first value whose bound lies above the chance; the bounds ascend to 1."""
    return next(value for bound, value in bounds if chance < bound)
