"""Those above hear only after the delay that the first reminder announced, counted, linked, and only while it is undone."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from meetings.models import Meeting
from reminders.models import Announcement
from tests.factories import at, plan_by_lin
from tests.hand import counted_meeting
from tests.reminders.digests import TEN_BEFORE, digest_of, nine, remind, sentences
from tests.world import World

TOLD_ON = dt.date(2026, 11, 25)


@pytest.fixture
def announced(world: World) -> list[Announcement]:
    """October is done everywhere; on the tenth day before its end November is reminded of."""
    for place in (*world.branches, *world.other_branches, *world.groups):
        counted_meeting(place, "2026-10-20", "theme_day", "committee", "group")
    remind(TEN_BEFORE)
    return list(Announcement.objects.filter(organization=world.branch).order_by("what"))


def test_the_first_reminder_writes_down_when_those_above_hear_of_it(
    world: World, announced: list[Announcement]
) -> None:
    assert [(each.what, each.period, each.announced_on, each.escalates_on) for each in announced] == [
        ("R-MEET-02", dt.date(2026, 11, 1), TEN_BEFORE, TOLD_ON),
        ("R-MEET-04", dt.date(2026, 11, 1), TEN_BEFORE, TOLD_ON),
    ]
    lines = [line["sentence"] for line in digest_of(world.lin.user, TEN_BEFORE).lines]
    assert "11月主题党日还没有开，11月30日前要开。11月25日还没有，会同时告诉望海街道党工委。" in lines


def test_a_branch_nobody_signs_in_for_was_told_nothing_and_is_not_told_of(
    world: World, announced: list[Announcement]
) -> None:
    assert not Announcement.objects.filter(organization=world.branches[0]).exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 11, 20), []),
        (dt.date(2026, 11, 24), []),
        (TOLD_ON, ["望海街道党工委有3个党组织共4项还没有完成，事先提醒过本支部。"]),
    ],
)
def test_the_office_hears_from_the_announced_day_on(
    world: World, announced: list[Announcement], day: dt.date, said: list[str]
) -> None:
    assert sentences(world.shao.user, day, "escalated") == said


def test_only_the_office_that_was_named_hears_of_it(world: World, announced: list[Announcement]) -> None:
    # the other street has no office of its own: its branch was told of the district
    lines = [line["sentence"] for line in digest_of(world.shen.user, TEN_BEFORE).lines]
    assert lines == ["11月主题党日还没有开，11月30日前要开。11月25日还没有，会同时告诉区委。"]
    assert sentences(world.wei.user, TOLD_ON, "escalated") == [
        "区委有1个党组织共1项还没有完成，事先提醒过本支部。"
    ]


def test_what_was_done_since_is_not_told(world: World, announced: list[Announcement]) -> None:
    counted_meeting(world.branch, "2026-11-24", "theme_day", "committee")
    for group in world.groups:
        counted_meeting(group, "2026-11-24", "group")
    assert sentences(world.shao.user, TOLD_ON, "escalated") == []


def test_what_is_arranged_since_is_not_told_until_its_day_has_passed(
    world: World, announced: list[Announcement], clock: Any
) -> None:
    counted_meeting(world.branch, "2026-11-24", "committee")
    for group in world.groups:
        counted_meeting(group, "2026-11-24", "group")
    clock.move_to(nine(dt.date(2026, 11, 24)))
    day = dt.date(2026, 11, 26)
    plan_by_lin(world, at(day))
    assert sentences(world.shao.user, day, "escalated") == []
    assert sentences(world.shao.user, dt.date(2026, 11, 27), "escalated") == [
        "望海街道党工委有1个党组织共1项还没有完成，事先提醒过本支部。"
    ]
    assert Meeting.objects.get(held_on=day).status == "planned"


def test_once_told_the_branch_is_told_that_too(world: World, announced: list[Announcement]) -> None:
    found = [each for each in sentences(world.lin.user, dt.date(2026, 11, 27), "duty") if "主题党日" in each]
    assert found == ["11月主题党日还没有开，11月30日前要开。已经同时告诉望海街道党工委。"]


def test_a_second_run_moves_no_announced_day(world: World, announced: list[Announcement]) -> None:
    remind(dt.date(2026, 11, 27))
    assert list(Announcement.objects.filter(organization=world.branch).order_by("what")) == announced
    assert {each.escalates_on for each in Announcement.objects.filter(organization=world.branch)} == {TOLD_ON}


def page(sign_in: Any, name: str, code: str = "A") -> Any:
    with time_machine.travel(nine(TOLD_ON), tick=False):
        return sign_in(name).get(f"/reminders/told/?organization={code}")


def test_the_number_leads_to_exactly_its_rows(
    world: World, announced: list[Announcement], sign_in: Any
) -> None:
    answer = page(sign_in, "shao")
    rows = answer.context["rows"]
    assert [(each.row.organization.code, each.row.rule.code) for each in rows] == [
        ("A-2", "R-MEET-02"),
        ("A-2", "R-MEET-04"),
        ("A-2-G1", "R-MEET-03"),
        ("A-2-G2", "R-MEET-03"),
    ]
    assert "3个党组织4项还没有完成" in answer.content.decode()


def test_a_street_sees_nothing_of_the_other_and_a_secretary_nothing_at_all(
    world: World, announced: list[Announcement], sign_in: Any
) -> None:
    assert page(sign_in, "shao", "B").status_code == 404
    assert page(sign_in, "lin").status_code == 403
    assert page(sign_in, "shen").status_code == 403
