"""R-ATT-01: absent without a reason three times in a row is a hint to the secretary to go and see him, not a verdict."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dashboards.selectors import absences
from meetings import actions
from meetings.record.schema import AttendanceMark
from meetings.states import AttendanceState, Reason
from tests.factories import make_meeting
from tests.world import World

TODAY = dt.date(2026, 11, 22)
GONE = AttendanceMark(AttendanceState.ABSENT, Reason.UNEXCUSED)
ILL = AttendanceMark(AttendanceState.ON_LEAVE, Reason.SICK)


def hold_meetings(world: World, marks: list[AttendanceMark | None]) -> None:
    """Meetings on the 15th, 16th …, at which Chen was as marked; None: he came."""
    for number, mark in enumerate(marks):
        meeting = make_meeting(
            organization=world.branch,
            held_on=dt.date(2026, 11, 15 + number),
            by=world.lin.actor,
            host=world.members[0],
            recorder=world.members[1],
            minutes=f"第{number}次学习，林知领学，大家讨论了第{number}章。",
            marks={world.members[3].uuid: mark} if mark else {},
        )
        actions.submit(meeting=meeting, by=world.lin.actor)


@pytest.mark.parametrize(
    ("marks", "times"),
    [
        ([GONE, GONE], None),
        ([GONE, GONE, GONE], 3),
        ([None, GONE, GONE, GONE], 3),
        ([GONE, GONE, GONE, None], None),
        ([GONE, GONE, ILL, GONE], None),
        ([GONE, GONE, GONE, GONE], 4),
    ],
)
def test_three_in_a_row_are_told(world: World, marks: list[AttendanceMark | None], times: int | None) -> None:
    hold_meetings(world, marks)
    found = absences.repeated_absences(world.branch, today=TODAY, by=world.lin.actor)
    assert [(care.member, care.when) for care in found] == (
        [(world.members[3], f"{times}次")] if times else []
    )


def test_it_is_a_hint_and_says_so_to_the_secretary_only(
    world: World, sign_in: Callable[[str], Client], settings: Any
) -> None:
    hold_meetings(world, [GONE, GONE, GONE])
    page = sign_in("lin").get("/").content.decode()
    assert "建议走访" in page
    assert "系统不作评价" in page
    assert "建议走访" not in sign_in("hua").get("/").content.decode()
    assert absences.repeated_absences(world.branch, today=TODAY, by=world.shen.actor) == []
