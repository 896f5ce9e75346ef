"""The roll of one meeting and the rolls of many are the same."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.selectors import roll
from members import actions
from tests.world import World


def test_rolls_of_many_meetings_are_those_of_each(world: World) -> None:
    actions.restrict(
        member=world.members[4],
        kind="exempt",
        since=dt.date(2026, 5, 1),
        until=dt.date(2026, 6, 30),
        reason="年老行动不便",
        document="街党〔2026〕3号",
        by=world.wei.actor,
    )
    actions.restrict(
        member=world.members[5],
        kind="probation",
        since=dt.date(2026, 6, 1),
        until=dt.date(2026, 12, 31),
        reason="留党察看",
        document="街党〔2026〕4号",
        by=world.wei.actor,
    )
    actions.transfer(
        member=world.members[6],
        organization=world.branches[0],
        on=dt.date(2026, 9, 1),
        document="第0012345号",
        by=world.wei.actor,
    )
    days = [
        dt.date(2026, 1, 5),
        dt.date(2026, 3, 8),
        dt.date(2026, 6, 1),
        dt.date(2026, 7, 1),
        dt.date(2026, 9, 1),
    ]
    places = [world.branch, *world.groups, world.branches[0], world.street]
    asked = {
        (place.pk, roll.expects_posts(place, [kind]), day): (place, [kind], day)
        for place in places
        for kind in ("general", "committee")
        for day in days
    }
    with CaptureQueriesContext(connection) as queries:
        found = roll.take_all(list(asked), [group.pk for group in world.groups])
    assert len(queries) == 3
    assert found == {key: roll.take(*one) for key, one in asked.items()}
    assert {len(seats) for seats in found.values()} > {0, 3, 4, 8, 9}
