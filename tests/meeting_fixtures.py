"""What the tests of meetings share: a valid meeting of Lin's branch, through the actions."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from meetings.models import Meeting
from tests.factories import make_meeting
from tests.world import World

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def make(world: World) -> Callable[..., Meeting]:
    """make(kinds=…, marks=…) → a meeting of Lin's branch on 20 November, being recorded by Lin."""

    def made(**facts: Any) -> Meeting:
        given = {"organization": world.branch, "held_on": DAY, "by": world.lin.actor}
        given |= {"host": world.members[0], "recorder": world.members[1]}
        return make_meeting(**(given | facts))

    return made
