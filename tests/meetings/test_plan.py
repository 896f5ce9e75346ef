"""Planning and cancelling."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from meetings import actions, errors
from meetings.models import Meeting
from meetings.states import Status
from tests.factories import at
from tests.world import World

DAY = dt.date(2026, 11, 25)


def plan(world: World, **facts: Any) -> Meeting:
    day = facts.get("held_on", DAY)
    given = {
        "organization": world.branch,
        "kinds": ["theme_day"],
        "held_on": day,
        "starts_at": at(day),
        "by": world.lin.actor,
    }
    return actions.plan(**(given | facts))


def test_a_plan_is_kept_under_the_number_the_client_chose(world: World) -> None:
    uuid = uuid4()
    meeting = plan(world, uuid=uuid, theme="学习条例")
    assert (meeting.uuid, meeting.status, meeting.expected) == (uuid, Status.PLANNED, 0)
    assert list(meeting.steps.values_list("deed", flat=True)) == ["planned"]
    assert Entry.objects.latest("id").action == "meeting.plan"
    assert Meeting.objects.counted().count() == 0


def test_today_can_be_planned_and_yesterday_not(world: World) -> None:
    plan(world, held_on=dt.date(2026, 11, 22))
    with pytest.raises(errors.AlreadyOver) as refusal:
        plan(world, held_on=dt.date(2026, 11, 21))
    assert refusal.value.sentence == "11月21日已经过了，不用再计划，请直接记录。"
    assert Meeting.objects.count() == 1


def test_a_plan_is_changed_with_the_version_seen(world: World) -> None:
    meeting = plan(world, uuid=uuid4())
    plan(world, uuid=meeting.uuid, version=1, place="三楼")
    with pytest.raises(Gone):
        plan(world, uuid=meeting.uuid, version=1, place="四楼")
    assert list(Meeting.objects.values_list("place", "version")) == [("三楼", 2)]


def test_a_plan_is_called_off(world: World) -> None:
    meeting = actions.cancel(meeting=plan(world), by=world.lin.actor)
    assert meeting.status == Status.CANCELLED
    with pytest.raises(errors.WrongMoment):
        actions.cancel(meeting=meeting, by=world.lin.actor)
    assert Meeting.objects.get().version == 2


def test_what_was_held_is_not_called_off(make: Any, world: World) -> None:
    meeting = make()
    with pytest.raises(errors.WrongMoment):
        actions.cancel(meeting=meeting, by=world.lin.actor)
    assert Meeting.objects.get().status == Status.HELD


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_others_do_not_plan_here(world: World, who: str) -> None:
    with pytest.raises(NotYours):
        plan(world, by=getattr(world, who).actor)
    assert Meeting.objects.count() == 0
