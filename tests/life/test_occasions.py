"""After a sanction or a disposal the secretary talks with the member within days; the secretary alone is told (R-LIFE-16)."""

import datetime as dt
from typing import Any

import pytest

from branches.selectors.actors import SYSTEM
from dashboards.selectors.branch_warnings import branch_warnings
from life import actions
from life.selectors import occasions
from life.states import Occasion
from members import actions as member_actions
from members.models import Member
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def sanction(member: Member, since: dt.date) -> None:
    member_actions.restrict(member=member, kind="probation", since=since, reason="处分", by=SYSTEM)


def sentences(world: World, who: str) -> list[str]:
    found = branch_warnings(world.branch, TODAY, getattr(world, who).actor)
    return [one.sentence for one in found if one.rule == "R-LIFE-16"]


@pytest.mark.parametrize(
    ("known", "days", "flagged"), [(8, 14, False), (7, 14, True), (18, 3, True), (19, 3, False)]
)
def test_the_day_of_the_term_is_in_time(
    world: World, settings: Any, known: int, days: int, flagged: bool
) -> None:
    settings.OCCASION_TALK_DAYS = days
    sanction(world.members[5], dt.date(2026, 11, known))
    expected = [f"{world.members[5].name}11月{known}日受到处分处置，{days}天内书记还没谈话。"]
    assert sentences(world, "lin") == (expected if flagged else [])


@pytest.mark.parametrize("who", ["he", "shao", "wei", "shen"])
def test_nobody_but_the_secretary_is_told(world: World, who: str) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    assert sentences(world, "lin")
    assert sentences(world, who) == []


@pytest.mark.parametrize(
    ("one", "occasion", "day", "settles"),
    [
        (0, Occasion.DISCIPLINE, dt.date(2026, 10, 2), True),
        (0, Occasion.YEARLY, dt.date(2026, 10, 2), False),
        (0, Occasion.DISCIPLINE, dt.date(2026, 9, 30), False),
    ],
)
def test_a_talk_with_the_secretary_on_that_occasion_settles_it(
    world: World, one: int, occasion: Occasion, day: dt.date, settles: bool
) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    actions.register_talks(
        organization=world.branch,
        one=world.members[one],
        others=[world.members[5]],
        on=day,
        occasion=occasion,
        by=world.lin.actor,
    )
    assert bool(occasions.owed_talks(world.branch, TODAY)) == (not settles)


def test_the_desk_and_the_findings_show_it(world: World, sign_in: Any) -> None:
    sanction(world.members[5], dt.date(2026, 10, 1))
    assert "14天内书记还没谈话" in sign_in("lin").get("/").content.decode()
    assert "14天内书记还没谈话" not in sign_in("shao").get("/organizations/A-2/").content.decode()
    assert "14天内书记还没谈话" in sign_in("lin").get("/organizations/A-2/").content.decode()
