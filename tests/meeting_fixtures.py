"""What the tests of meetings share: a valid meeting of Lin's branch, through the actions."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from meetings.actions.record_meeting import Recorded
from meetings.models import Meeting
from tests.factories import make_recorded
from tests.world import World

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def make(record_by_lin: Callable[..., Recorded]) -> Callable[..., Meeting]:
    """make(kinds=…, marks=…) → a meeting of Lin's branch on 20 November, being recorded by Lin."""
    return lambda **facts: record_by_lin(**facts).meeting


@pytest.fixture
def record_by_lin(world: World) -> Callable[..., Recorded]:
    """The same, with what taking the roll anew changed."""

    def recorded(**facts: Any) -> Recorded:
        given = {"organization": world.branch, "held_on": DAY, "by": world.lin.actor}
        given |= {"host": world.members[0], "recorder": world.members[1]}
        return make_recorded(**(given | facts))

    return recorded
