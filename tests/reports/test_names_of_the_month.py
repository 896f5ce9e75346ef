"""A past month shows the names of that month, whether frozen or not; the minutes of a day the names of that day."""

import datetime as dt

import pytest

from branches import actions
from branches.errors import RenamedLater
from branches.selectors.actors import SYSTEM
from branches.selectors.organization_names import NamedOn, PastNames
from core.clock import Period
from dashboards.selectors import overview
from documents.contexts.minutes import load_meetings
from meetings.models import Meeting
from tests.factories import make_meeting
from tests.world import World

OLD, NEW, NEWEST = "滨江社区第二党支部", "听涛支部", "观海支部"
FROZEN = dt.datetime(2026, 11, 6, tzinfo=dt.UTC)


def rename(world: World, name: str, day: dt.date) -> None:
    actions.rename(
        organization=world.branch, name=f"中共海云区{name}", short_name=name, effective_on=day, by=SYSTEM
    )


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (NamedOn(dt.date(2026, 11, 2)), OLD),
        (NamedOn(dt.date(2026, 11, 3)), NEW),
        (NamedOn(dt.date(2026, 11, 9)), NEW),
        (NamedOn(dt.date(2026, 11, 10)), NEWEST),
        (NamedOn(dt.date(2026, 11, 30)), NEWEST),
        (NamedOn(dt.date(2026, 11, 30), FROZEN), OLD),
    ],
)
def test_a_name_is_that_of_the_day(world: World, asked: NamedOn, name: str) -> None:
    rename(world, NEW, dt.date(2026, 11, 3))
    rename(world, NEWEST, dt.date(2026, 11, 10))
    world.branch.refresh_from_db()
    PastNames([asked]).put_back([world.branch], asked)
    assert world.branch.short_name == name


def test_a_past_month_that_is_not_frozen_has_its_names(world: World) -> None:
    rename(world, NEW, dt.date(2026, 11, 3))
    for month, name in (("2026-10", OLD), ("2026-11", NEW)):
        mine = overview.own_figures(world.district, Period.parse(month))
        assert mine.organizations[world.branch.pk].short_name == name


def test_minutes_have_the_name_of_their_day(world: World) -> None:
    for day in (2, 3):
        make_meeting(organization=world.branch, held_on=dt.date(2026, 11, day), by=world.lin.actor)
    rename(world, NEW, dt.date(2026, 11, 3))
    loaded = load_meetings(Meeting.objects.all())
    assert [meeting.organization.short_name for meeting in loaded] == [OLD, NEW]


def test_a_renaming_is_not_dated_before_a_later_one(world: World) -> None:
    rename(world, NEW, dt.date(2026, 11, 10))
    with pytest.raises(RenamedLater, match="2026年11月10日更过名"):
        rename(world, NEWEST, dt.date(2026, 11, 9))
    rename(world, NEWEST, dt.date(2026, 11, 10))
