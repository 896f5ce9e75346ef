"""On which days a year's plan proposes meetings: the fixed day, moved off days off, and what spring settles for last year."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from branches.models import Holiday
from meetings import actions
from meetings.models import Meeting, MeetingKind
from planning.selectors import year_plan
from tests.factories import plan_by_lin

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = dt.date(2026, 11, 22)


def sheet(world: Any, *, together: bool = True) -> Any:
    return year_plan.year_plan_page(world.branch, 2027, today=TODAY, together=together, by=world.lin.actor)


def test_theme_days_stand_on_the_fixed_day_and_move_off_days_off(world: Any) -> None:
    days = {
        proposal.on: proposal.moved_from
        for proposal in sheet(world).proposals
        if "theme_day" in proposal.kinds
    }
    assert days == {
        dt.date(2027, 1, 25): None,
        dt.date(2027, 2, 25): None,
        dt.date(2027, 3, 25): None,
        dt.date(2027, 4, 26): dt.date(2027, 4, 25),
        dt.date(2027, 5, 25): None,
        dt.date(2027, 6, 25): None,
        dt.date(2027, 7, 26): dt.date(2027, 7, 25),
        dt.date(2027, 8, 25): None,
        dt.date(2027, 9, 24): dt.date(2027, 9, 25),
        dt.date(2027, 10, 25): None,
        dt.date(2027, 11, 25): None,
        dt.date(2027, 12, 24): dt.date(2027, 12, 25),
    }


def test_two_groups_moved_off_a_weekend_do_not_want_one_room_at_one_hour(world: Any) -> None:
    for group, on in zip(world.groups[:2], (12, 13), strict=True):
        begins = dt.datetime(2026, 11, on, 19, tzinfo=ZONE)
        held = Meeting.objects.create(
            organization=group, held_on=begins.date(), starts_at=begins, place="二楼", status="held"
        )
        MeetingKind.objects.create(meeting=held, kind="group")
    days = {
        (proposal.organization.pk, proposal.on.month): (proposal.on, proposal.moved_from)
        for proposal in sheet(world).proposals
        if proposal.kinds == ("group",)
    }
    first, second = (group.pk for group in world.groups[:2])
    assert days[first, 3] == (dt.date(2027, 3, 12), None)  # a Friday, his own day
    assert days[second, 3] == (dt.date(2027, 3, 11), dt.date(2027, 3, 13))  # not the Friday, the day before
    rooms = [
        (proposal.on, proposal.starts, proposal.place)
        for proposal in sheet(world).proposals
        if proposal.place
    ]
    assert [one for one in rooms if rooms.count(one) > 1] == []


def test_the_years_life_meeting_is_not_proposed_for_the_hour_of_the_theme_day(world: Any) -> None:
    days = {
        kind: proposal.on
        for proposal in sheet(world).proposals
        for kind in ("theme_day", "life")
        if kind in proposal.kinds
    }
    assert days == {"theme_day": dt.date(2027, 12, 24), "life": dt.date(2027, 12, 23)}


def test_the_own_table_of_holidays_moves_a_proposal(world: Any) -> None:
    Holiday.objects.create(day=dt.date(2027, 5, 25), name="区里放假")
    (proposal,) = [one for one in sheet(world).proposals if "theme_day" in one.kinds and one.on.month == 5]
    assert (proposal.on, proposal.why_moved) == (dt.date(2027, 5, 24), "区里放假")


def test_a_plan_that_has_come_to_lie_on_a_day_off_says_so(world: Any, sign_in: Any) -> None:
    """domain.md §1.6: the arrangement is published after the plan was made."""
    off, meeting = (plan_by_lin(world, dt.datetime(2027, 5, on, 14, 30, tzinfo=ZONE)) for on in (24, 25))
    actions.cancel(meeting=off, by=world.lin.actor)
    assert sheet(world).days_off == {}
    for on in (24, 25):
        Holiday.objects.create(day=dt.date(2027, 5, on), name="区里放假")
    assert sheet(world).days_off == {meeting.pk: "区里放假"}
    page = sign_in("lin").get("/plans/?year=2027").content.decode()
    assert "有1次计划好的会落在休息日" in page
    assert f"/meetings/plan/?uuid={meeting.uuid}" in page


@pytest.mark.parametrize(
    ("held", "months"),
    [
        ([(2027, 3, 31)], [12]),  # the last day of grace: it stands for 2026, and 2027 still wants its own
        ([(2027, 4, 1)], []),
        ([(2026, 12, 10), (2027, 3, 31)], []),
        ([(2027, 3, 1), (2027, 3, 31)], []),
    ],
)
def test_a_springs_life_meeting_for_the_year_before_leaves_this_years_in_the_plan(
    world: Any, held: list[tuple[int, int, int]], months: list[int]
) -> None:
    """R-LIFE-01: the plan and the page of the year count alike."""
    for on in held:
        plan_by_lin(world, dt.datetime(*on, 14, 30, tzinfo=ZONE), kinds=["life"])
    assert [
        proposal.on.month for proposal in sheet(world, together=False).proposals if "life" in proposal.kinds
    ] == months


@pytest.mark.parametrize("year", ["1999", "2029", "20x7", "9999"])
def test_a_year_out_of_range_is_not_found(sign_in: Any, year: str) -> None:
    assert sign_in("lin").get(f"/plans/?year={year}").status_code == 404
