"""The parts of an organizational-life meeting: criticism person by person, and rectification that may follow (R-LIFE-02, 13)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from life import actions as life_actions
from life import errors as life_errors
from life.selectors import standings
from meetings import actions, errors
from meetings.models import Meeting
from meetings.record.field_types import PersonReference
from meetings.record.schema import ExaminationEntry, LifePart, ProblemEntry
from tests.factories import at
from tests.world import World

pytestmark = pytest.mark.django_db
D = dt.date
LINE = ProblemEntry("学习不够", measure="每月一学", owner="林知远", due_on=D(2026, 11, 21))
SELF = ExaminationEntry(None, "学得不够", "何秀英：要多到楼栋里去")
WHOLE = LifePart("学习党章", "谈了一遍", "意见3条", "", (LINE,))


def examined(world: World, part: LifePart = WHOLE) -> LifePart:
    """The part with the examination of one person."""
    return replace(part, examinations=(replace(SELF, member=PersonReference.to(world.members[0])),))


@pytest.mark.parametrize(
    ("facts", "others", "fields"),
    [
        ({}, (), set()),
        ({"self_criticism": " "}, (), {"exam-0-self_criticism"}),
        ({"criticism": ""}, (), {"exam-0-criticism"}),
        ({"member": None}, (), {"exam-0-member"}),
        ({}, (1,), {"exam-1-member"}),  # a problem of somebody who was not examined
        ({}, (0,), set()),
    ],
)
def test_r_life_13_each_person_examined_is_criticised_by_somebody(
    world: World, make: Callable[..., Meeting], facts: Any, others: tuple[int, ...], fields: set[str]
) -> None:
    part = examined(world)
    part = replace(part, examinations=(replace(part.examinations[0], **facts),))
    own = tuple(replace(LINE, member=PersonReference.to(world.members[number])) for number in others)
    meeting = make(kinds=["life"], theme="年度组织生活会", life=replace(part, problems=(LINE, *own)))
    if not fields:
        assert actions.submit(meeting=meeting, by=world.lin.actor).status == "submitted"
        return
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert (set(refusal.value.fields), refusal.value.rule) == (fields, "R-LIFE-13")
    meeting.refresh_from_db()
    assert meeting.status == "held"


def test_r_life_13_one_text_for_all_is_not_enough_but_stays_valid_where_it_was_handed_in(
    world: World, make: Callable[..., Meeting]
) -> None:
    former = replace(WHOLE, criticism="互相批评")
    meeting = make(kinds=["life"], theme="年度组织生活会", life=former)
    meeting.refresh_from_db()
    with pytest.raises(errors.NotReady, match="每个对照检查的人写自我批评"):
        actions.submit(meeting=meeting, by=world.lin.actor)
    Meeting.objects.update(status="returned", submitted_at=meeting.starts_at + dt.timedelta(hours=3))
    meeting.steps.create(deed="submitted", who="林知远")
    assert actions.submit(meeting=Meeting.objects.get(), by=world.lin.actor).status == "submitted"


@pytest.mark.parametrize(
    ("days", "on", "overdue"),
    [(15, D(2026, 12, 4), 0), (15, D(2026, 12, 5), 1), (3, D(2026, 11, 22), 0), (3, D(2026, 11, 23), 1)],
)
def test_r_life_02_measures_follow_within_the_days_of_the_district(
    world: World,
    make: Callable[..., Meeting],
    settings: Any,
    clock: Any,
    days: int,
    on: dt.date,
    overdue: int,
) -> None:
    """The meeting is of 19 November."""
    settings.RECTIFICATION_PLAN_DAYS = days
    part = examined(world, replace(WHOLE, problems=(ProblemEntry("学习不够"),)))
    meeting = make(
        kinds=["life"],
        theme="年度组织生活会",
        life=part,
        held_on=D(2026, 11, 19),
        starts_at=at(D(2026, 11, 19)),
    )
    actions.submit(meeting=meeting, by=world.lin.actor)
    (standing,) = standings.standings([world.branch], [2026], on)
    assert standing.overdue == overdue
    clock.move_to(at(on))
    problem = meeting.problems.get()
    assert (problem.is_settled, problem.is_overdue) == (False, bool(overdue))
    facts = {"problem": problem, "measure": "每月一学", "owner": "林知远", "by": world.lin.actor}
    with pytest.raises(life_errors.BeforeTheMeeting):
        life_actions.plan_rectification(**facts, due_on=D(2026, 11, 18))
    with pytest.raises(life_errors.MeasureNeeded):
        life_actions.plan_rectification(**facts | {"owner": " "}, due_on=D(2026, 12, 31))
    life_actions.plan_rectification(**facts, due_on=D(2026, 12, 31))
    (standing,) = standings.standings([world.branch], [2026], on)
    assert (standing.overdue, meeting.problems.get().is_settled) == (0, True)


def test_measures_are_written_on_the_page_and_by_the_api_by_who_records(
    world: World, make: Callable[..., Meeting], sign_in: Any
) -> None:
    lines = (ProblemEntry("学习不够"), ProblemEntry("走访少"))
    part = examined(world, replace(WHOLE, problems=lines))
    meeting = make(kinds=["life"], theme="年度组织生活会", life=part)
    actions.submit(meeting=meeting, by=world.lin.actor)
    first, second = meeting.problems.all()
    sent = {"measure": "每月一学", "owner": "林知远", "due_on": "2026-12-31"}
    page = sign_in("lin").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert page.count("补写整改措施") == 2
    asked = sign_in("lin").post(f"/life/problems/{first.uuid}/", sent | {"plan": "1", "back": "meeting"})
    assert asked.status_code == 302
    for name, status in (("shen", 404), ("hua", 404), ("lin", 200)):
        answer = sign_in(name).post(f"/api/v1/life/problems/{second.uuid}/plan/", sent, "application/json")
        assert answer.status_code == status
    assert [problem.is_settled for problem in meeting.problems.all()] == [True, True]
