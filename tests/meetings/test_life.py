"""The organizational-life meeting: what it must hold, its rectifications, and when a year has had its meeting."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from branches.errors import NotYours
from branches.models import Organization
from core.errors import Gone
from life import actions as life_actions
from life import errors as life_errors
from life.selectors import standings
from meetings import actions, errors
from meetings.models import LifeRecord, Meeting, Problem
from meetings.record.field_types import PersonReference
from meetings.record.schema import ExaminationEntry, LifePart, ProblemEntry
from members.models import Member
from tests.factories import at, make_meeting, plan_by_lin
from tests.world import World

pytestmark = pytest.mark.django_db
D = dt.date
LINE = ProblemEntry("学习不够", measure="每月一学", owner="林知远", due_on=D(2026, 11, 21))
SELF = ExaminationEntry(None, "学得不够", "何秀英：要多到楼栋里去")
WHOLE = LifePart("学习党章", "谈了一遍", "意见3条", "", (LINE,))


def examined(part: LifePart = WHOLE) -> LifePart:
    """The part with the examination of one person."""
    somebody = PersonReference.to(Member.objects.order_by("pk")[0])
    return replace(part, examinations=(replace(SELF, member=somebody),))


def life(make: Callable[..., Meeting], part: LifePart | None = WHOLE, **facts: Any) -> Meeting:
    """Complete, where nothing else is said of it."""
    if part is not None and not part.examinations:
        part = examined(part)
    return make(kinds=["life"], theme="年度组织生活会", life=part, **facts)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (replace(WHOLE, study=""), "life-study"),
        (replace(WHOLE, talks=" "), "life-talks"),
        (replace(WHOLE, opinions=""), "life-opinions"),
        (replace(WHOLE, problems=()), "life-0-text"),
        (replace(WHOLE, problems=(replace(LINE, measure=""),)), ""),
        (replace(WHOLE, problems=(replace(LINE, owner=""),)), ""),
        (replace(WHOLE, problems=(LINE, replace(LINE, text="二", due_on=None))), ""),
        (WHOLE, ""),
    ],
)
def test_a_record_that_lacks_a_part_is_not_handed_in(
    world: World, make: Callable[..., Meeting], part: LifePart, field: str
) -> None:
    """R-LIFE-02: study, talks, opinions, problem list; what is done about the problems may follow."""
    meeting = life(make, part)
    if not field:
        assert actions.submit(meeting=meeting, by=world.lin.actor).status == "submitted"
        return
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert set(refusal.value.fields) == {field}
    assert refusal.value.rule == "R-LIFE-02"
    meeting.refresh_from_db()
    assert meeting.status == "held"


def test_without_a_theme_it_is_not_handed_in_either(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make(kinds=["life"], theme="", life=examined())
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=meeting, by=world.lin.actor)
    assert set(refusal.value.fields) == {"theme"}


def test_another_kind_of_meeting_is_asked_none_of_it(world: World, make: Callable[..., Meeting]) -> None:
    assert actions.submit(meeting=make(), by=world.lin.actor).status == "submitted"


@pytest.fixture
def planned(world: World) -> Meeting:
    day = D(2026, 12, 10)
    return plan_by_lin(world, at(day), kinds=["life"])


def test_it_is_prepared_while_it_is_only_planned(world: World, planned: Meeting) -> None:
    life_actions.prepare_life(meeting=planned, life=WHOLE, version=1, by=world.lin.actor)
    planned.refresh_from_db()
    assert (planned.status, planned.version) == ("planned", 2)
    assert (planned.life_record.study, planned.problems.get().text) == ("学习党章", "学习不够")


def test_one_more_problem_without_a_script_saves_nothing_yet(
    world: World, planned: Meeting, sign_in: Callable[[str], Client]
) -> None:
    typed = {
        "life-study": "学了条例",
        "life-0-text": "学得少",
        "version": planned.version,
        "then": "row-life",
    }
    page = sign_in("lin").post(f"/meetings/{planned.uuid}/life/", typed).content.decode()
    assert re.search(r'name="life-0-text" value="学得少"', page)
    assert 'name="life-1-text"' in page
    assert "data-unsaved" in page
    assert not planned.problems.exists()


def test_a_line_that_cannot_be_read_is_refused_beside_its_field(
    world: World, planned: Meeting, sign_in: Callable[[str], Client]
) -> None:
    typed = {"life-0-text": "学得少", "life-0-due_on": "年底", "version": planned.version}
    answer = sign_in("lin").post(f"/meetings/{planned.uuid}/life/", typed)
    assert (answer.status_code, 'id="life-0-due_on_error"' in answer.content.decode()) == (400, True)
    assert not planned.problems.exists()


def test_two_who_prepare_at_once_do_not_overwrite_each_other(world: World, planned: Meeting) -> None:
    life_actions.prepare_life(meeting=planned, life=WHOLE, version=1, by=world.lin.actor)
    with pytest.raises(Gone):
        life_actions.prepare_life(
            meeting=planned, life=replace(WHOLE, study="另一份"), version=1, by=world.he.actor
        )
    assert LifeRecord.objects.get().study == "学习党章"


def test_a_theme_day_has_no_such_part(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make()
    with pytest.raises(life_errors.NotOfKind):
        life_actions.prepare_life(meeting=meeting, life=WHOLE, by=world.lin.actor)
    assert not LifeRecord.objects.exists()


def test_a_rectified_line_stays_rectified_when_the_list_is_written_anew(
    world: World, make: Callable[..., Meeting]
) -> None:
    meeting = life(make)
    problem = meeting.problems.get()
    life_actions.rectify(problem=problem, done_on=D(2026, 11, 20), note="学了三次", by=world.lin.actor)
    again = LifePart(problems=(ProblemEntry("新的"), replace(LINE, text="学习不够深", uuid=problem.uuid)))
    life_actions.prepare_life(meeting=meeting, life=again, by=world.lin.actor)
    rows = list(meeting.problems.values_list("text", "done_on"))
    assert rows == [("新的", None), ("学习不够深", D(2026, 11, 20))]


@pytest.mark.parametrize(
    ("done_on", "note", "error"),
    [
        (D(2026, 11, 19), "学了三次", life_errors.BeforeTheMeeting),
        (D(2026, 11, 20), "学了三次", None),
        (D(2026, 11, 22), "学了三次", None),
        (D(2026, 11, 23), "学了三次", life_errors.DayAhead),
        (D(2026, 11, 22), "学", life_errors.OutcomeNeeded),
    ],
)
def test_a_rectification_says_what_came_of_it_and_when(
    world: World, make: Callable[..., Meeting], done_on: D, note: str, error: Any
) -> None:
    problem = life(make).problems.get()
    if error:
        with pytest.raises(error):
            life_actions.rectify(problem=problem, done_on=done_on, note=note, by=world.lin.actor)
    else:
        life_actions.rectify(problem=problem, done_on=done_on, note=note, by=world.lin.actor)
    assert Problem.objects.get().done_on == (None if error else done_on)


def test_it_is_rectified_once(world: World, make: Callable[..., Meeting]) -> None:
    problem = life(make).problems.get()
    facts = {"problem": problem, "done_on": D(2026, 11, 22), "by": world.lin.actor}
    life_actions.rectify(note="第一次", **facts)
    with pytest.raises(life_errors.AlreadyRectified):
        life_actions.rectify(note="第二次", **facts)
    assert Problem.objects.get().done_note == "第一次"


@pytest.mark.parametrize(("due", "overdue"), [(D(2026, 11, 21), 1), (D(2026, 11, 22), 0)])
def test_past_due_and_open_is_flagged(
    world: World, make: Callable[..., Meeting], due: D, overdue: int
) -> None:
    """R-LIFE-03: the day itself is still in time."""
    meeting = life(make, replace(WHOLE, problems=(replace(LINE, due_on=due),)))
    actions.submit(meeting=meeting, by=world.lin.actor)
    (standing,) = standings.standings([world.branch], [2026], D(2026, 11, 22))
    assert standing.overdue == overdue
    flagged = [flag.rule for flag in standings.flags(world.branch, D(2026, 11, 22))]
    assert ("R-LIFE-03" in flagged) is bool(overdue)
    Meeting.objects.filter(pk=meeting.pk).update(is_void=True)
    assert standings.standings([world.branch], [2026], D(2026, 11, 22))[0].overdue == 0


@pytest.mark.parametrize(
    ("day", "since", "on", "state"),
    [
        (D(2025, 12, 31), D(2024, 1, 1), D(2026, 5, 1), "met"),
        (D(2026, 3, 31), D(2024, 1, 1), D(2026, 5, 1), "met_late"),
        (None, D(2024, 1, 1), D(2025, 12, 31), "open"),
        (None, D(2024, 1, 1), D(2026, 1, 1), "due_soon"),
        (None, D(2024, 1, 1), D(2026, 3, 31), "due_soon"),
        (None, D(2024, 1, 1), D(2026, 4, 1), "missed"),
        (None, D(2025, 7, 1), D(2026, 4, 1), "missed"),
        (None, D(2025, 7, 2), D(2026, 4, 1), "not_applicable"),
        (None, None, D(2026, 4, 1), "not_applicable"),
    ],
)
def test_a_year_is_met_open_or_missed(day: D | None, since: D | None, on: D, state: str) -> None:
    """R-LIFE-01 and R-LIFE-04: by 31 December, at the latest by 31 March."""
    assert standings.yearly_state(day, 2025, on, since) == state


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([D(2025, 11, 1)], {2025: D(2025, 11, 1)}),
        ([D(2026, 2, 1)], {2025: D(2026, 2, 1)}),
        ([D(2025, 11, 1), D(2026, 2, 1)], {2025: D(2025, 11, 1), 2026: D(2026, 2, 1)}),
        ([D(2026, 2, 1), D(2026, 11, 1)], {2025: D(2026, 2, 1), 2026: D(2026, 11, 1)}),
        ([D(2026, 4, 1)], {2026: D(2026, 4, 1)}),
    ],
)
def test_a_meeting_in_spring_stands_for_the_year_that_lacks_one(days: list[D], found: dict[int, D]) -> None:
    assert standings.meeting_day_by_year(days, 2025, 2026) == found


def of_groups(world: World, *days: D | None) -> list[Meeting]:
    """A finished organizational-life meeting of each group, on these days."""
    found = []
    for n, (group, day) in enumerate(zip(world.groups, days, strict=True)):
        if day:
            people = world.members[n::2]
            facts = {"host": people[0], "recorder": people[1], "kinds": ["life"], "life": examined()}
            meeting = make_meeting(organization=group, held_on=day, by=world.lin.actor, **facts)
            found.append(actions.submit(meeting=meeting, by=world.lin.actor))
    return found


@pytest.mark.parametrize(
    ("first", "second", "state", "on"),
    [
        (D(2026, 11, 10), D(2026, 11, 18), "met", D(2026, 11, 18)),
        (D(2026, 11, 18), D(2026, 11, 10), "met", D(2026, 11, 18)),
        (D(2026, 11, 10), None, "open", None),
        (D(2026, 11, 10), D(2026, 4, 1), "met", D(2026, 11, 10)),
    ],
)
def test_a_branch_may_hold_it_group_by_group(
    world: World, make: Callable[..., Meeting], first: D, second: D | None, state: str, on: D | None
) -> None:
    """Art. 17 lets groups hold it; with one group missing the branch still owes it."""
    make(held_on=D(2025, 7, 1))
    meetings = {row.held_on: row.uuid for row in of_groups(world, first, second)}
    (standing,) = standings.standings([world.branch], [2026], D(2026, 11, 22))
    assert (standing.life, standing.life_on, standing.life_meeting) == (state, on, meetings.get(on))


def test_a_group_founded_late_in_the_year_is_not_waited_for(
    world: World, make: Callable[..., Meeting]
) -> None:
    of_groups(world, D(2026, 11, 10), None)
    Organization.objects.filter(pk=world.groups[1].pk).update(established_on=D(2026, 7, 2))
    (standing,) = standings.standings([world.branch], [2026], D(2026, 11, 22))
    assert standing.life_on == D(2026, 11, 10)
    Organization.objects.filter(pk=world.groups[1].pk).update(established_on=D(2026, 7, 1))
    (standing,) = standings.standings([world.branch], [2026], D(2026, 11, 22))
    assert standing.life_on is None


def test_a_spring_meeting_of_the_branch_is_this_years_where_its_groups_held_last_years(
    world: World, make: Callable[..., Meeting]
) -> None:
    of_groups(world, D(2025, 11, 10), D(2025, 11, 18))
    actions.submit(meeting=life(make, held_on=D(2026, 3, 2)), by=world.lin.actor)
    found = [standings.standings([world.branch], [year], D(2026, 11, 22))[0].life_on for year in (2025, 2026)]
    assert found == [D(2025, 11, 18), D(2026, 3, 2)]
    assert list(standings.meetings_for_year_before(world.branch, world.groups, 2026)) == []


def test_what_a_group_rectifies_is_on_its_branchs_list(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    """R-LIFE-03: past due and open, shown and counted with the branch, and marked done from its page."""
    of_groups(world, D(2026, 11, 10), None)
    (standing,) = standings.standings([world.branch], [2026], D(2026, 11, 22))
    (problem,) = standings.problems_of(world.branch, 2026)
    assert (standing.overdue, problem.text) == (1, "学习不够")
    lin = sign_in("lin")
    assert "第一党小组" in lin.get("/life/?organization=A-2").content.decode()
    answer = lin.post(f"/life/problems/{problem.uuid}/", {"note": "学了三次", "back": "life"})
    assert answer.url == "/life/?organization=A-2#problems-title"


def test_who_records_nothing_at_all_owes_the_year_too(world: World, make: Callable[..., Meeting]) -> None:
    """R-LIFE-01, R-LIFE-04: what counts is how long it stood, from the installation's first record on."""
    silent, day = world.branches[0], D(2026, 4, 1)
    assert standings.flags(silent, day) == []  # nobody has recorded anything yet
    make(held_on=D(2025, 7, 1))
    assert [flag.rule for flag in standings.flags(silent, day)] == ["R-LIFE-01", "R-LIFE-04"]
    Organization.objects.filter(pk=silent.pk).update(established_on=D(2025, 7, 2))
    silent.refresh_from_db()
    assert standings.flags(silent, day) == []


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_who_does_not_record_here_prepares_and_rectifies_nothing(
    world: World, make: Callable[..., Meeting], name: str
) -> None:
    meeting = life(make)
    by = getattr(world, name).actor
    with pytest.raises(NotYours):
        life_actions.prepare_life(meeting=meeting, life=LifePart(), by=by)
    with pytest.raises(NotYours):
        life_actions.rectify(problem=meeting.problems.get(), done_on=D(2026, 11, 22), note="好了", by=by)
    assert (LifeRecord.objects.get().study, Problem.objects.get().done_on) == ("学习党章", None)
