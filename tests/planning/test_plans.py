"""A branch's year: proposed from its rules, planned at once, never twice."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from meetings import actions
from meetings.models import Meeting, MeetingKind, Step
from obligations.models import Rule
from planning import actions as planning_actions
from planning import errors
from planning.actions.plan_whole_year import PlanRow
from planning.models import YearPlan
from planning.selectors import year_plan
from tests.contracts.house import day
from tests.world import enroll, establish

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = dt.date(2026, 11, 22)


def sheet(world: Any, year: int = 2027, organization: Any = None, together: bool = True) -> Any:
    place = organization or world.branch
    return year_plan.year_plan_page(place, year, today=TODAY, together=together, by=world.lin.actor)


def kinds_of(shown: Any) -> Counter[str]:
    return Counter(
        f"{proposal.organization.code} {kind}" for proposal in shown.proposals for kind in proposal.kinds
    )


def plan_year(world: Any, rows: list[Any], **facts: Any) -> Any:
    """The year 2027 of Lin's branch, planned by Lin unless it is said otherwise."""
    given = {"organization": world.branch, "year": 2027, "by": world.lin.actor} | facts
    return planning_actions.plan_year(rows=rows, **given)


def test_the_year_asks_what_the_rules_ask_of_that_branch(world: Any) -> None:
    """R-MEET-01..05, R-LIFE-01, R-LIFE-04: a committee and two groups."""
    assert kinds_of(sheet(world)) == {
        "A-2 theme_day": 12,
        "A-2 committee": 12,
        "A-2-G1 group": 12,
        "A-2-G2 group": 12,
        "A-2 general": 4,
        "A-2 lecture": 4,
        "A-2 life": 1,
        "A-2 appraisal": 1,
    }


def test_a_branch_without_committee_and_groups_is_asked_for_neither(world: Any) -> None:
    shown = year_plan.year_plan_page(
        world.other_branches[0], 2027, today=TODAY, together=False, by=world.shen.actor
    )
    assert {kind for proposal in shown.proposals for kind in proposal.kinds} == {
        "theme_day",
        "general",
        "lecture",
        "life",
        "appraisal",
    }


def test_a_rule_of_the_district_changes_the_plan(world: Any) -> None:
    Rule.objects.filter(code="R-MEET-05").update(count=2)
    assert kinds_of(sheet(world))["A-2 lecture"] == 8
    Rule.objects.filter(code="R-MEET-05").update(valid_until=dt.date(2026, 12, 31))
    assert kinds_of(sheet(world))["A-2 lecture"] == 0


def test_what_is_waived_is_not_proposed(world: Any) -> None:
    from obligations.actions import waive

    waive(
        organization=world.branch,
        rule="R-MEET-04",
        since=dt.date(2027, 7, 1),
        until=dt.date(2027, 8, 31),
        reason="外出学习",
        by=world.wei.actor,
    )
    months = {proposal.on.month for proposal in sheet(world).proposals if "theme_day" in proposal.kinds}
    assert months == {1, 2, 3, 4, 5, 6, 9, 10, 11, 12}


def test_held_together_the_quarters_duties_go_with_different_theme_days(world: Any) -> None:
    shown = sheet(world)
    pairs = sorted(
        (proposal.on.month, proposal.kinds[1]) for proposal in shown.proposals if len(proposal.kinds) > 1
    )
    assert pairs == [
        (1, "lecture"),
        (2, "general"),
        (4, "lecture"),
        (5, "general"),
        (7, "lecture"),
        (8, "general"),
        (10, "lecture"),
        (11, "general"),
        (12, "appraisal"),
    ]
    assert all(len(proposal.kinds) == 1 for proposal in sheet(world, together=False).proposals)
    assert len(sheet(world, together=False).proposals) == len(shown.proposals) + 9


def test_what_stands_is_shown_and_not_proposed_again(world: Any) -> None:
    lin = world.lin.actor
    actions.plan(organization=world.branch, kinds=["theme_day", "general"], **day(12, 16), by=lin)
    off = actions.plan(organization=world.groups[0], kinds=["group"], **day(12, 9), by=lin)
    actions.cancel(meeting=off, by=lin)
    shown = sheet(world, 2026)
    december = shown.months[11]
    assert [meeting.held_on for meeting in december.meetings] == [dt.date(2026, 12, 16)]
    assert kinds_of(shown)["A-2 theme_day"] == 1  # November's
    assert kinds_of(shown)["A-2 general"] == 0
    assert kinds_of(shown)["A-2-G1 group"] == 2  # a cancelled one stands for nothing


def test_nothing_is_proposed_for_days_gone_and_what_was_missed_is_said(world: Any) -> None:
    shown = sheet(world, 2026)
    assert min(proposal.on for proposal in shown.proposals) == dt.date(2026, 11, 23)
    assert "主题党日" in shown.months[0].missed
    assert "支部党员大会" in shown.months[2].missed
    assert shown.months[11].missed == []


def test_a_preparatory_members_year_and_the_terms_end_stand_among_the_chores(world: Any) -> None:
    chores = [item for month in sheet(world).months for item in month.chores]
    assert "贺嘉宁3月8日预备期满，党员大会讨论转正" in chores
    term = world.branch.terms.get()
    assert any("届满，按期换届" in item for item in _chores(world, term.due_on.year))
    world.branch.kind = "temporary_branch"  # R-ORG-12: it does not elect
    world.branch.save()
    assert not any("换届" in item for item in _chores(world, term.due_on.year))


def _chores(world: Any, year: int) -> list[str]:
    return [item for month in sheet(world, year).months for item in month.chores]


def rows_of(world: Any, shown: Any) -> list[PlanRow]:
    return [
        PlanRow(
            proposal.uuid,
            proposal.organization,
            proposal.kinds,
            proposal.on,
            proposal.starts_at,
            proposal.theme,
            proposal.place,
        )
        for proposal in shown.proposals
    ]


def test_a_year_is_planned_at_once_and_a_second_time_nothing_is(world: Any) -> None:
    shown = sheet(world)
    rows = rows_of(world, shown)
    done = plan_year(world, rows, aims="抓好学习")
    assert (len(done.meetings), done.already, done.plan.aims) == (49, 0, "抓好学习")
    assert Meeting.objects.filter(status="planned").count() == 49
    assert MeetingKind.objects.count() == 58
    assert Step.objects.filter(deed="planned").count() == 49
    assert Entry.objects.filter(action="meeting.plan").count() == 49
    assert sheet(world).proposals == []
    again = plan_year(world, rows)
    assert (len(again.meetings), again.already, again.plan.aims) == (0, 49, "抓好学习")
    assert (Meeting.objects.count(), YearPlan.objects.count()) == (49, 1)


def test_the_same_meeting_under_another_id_is_not_planned_twice(world: Any) -> None:
    from dataclasses import replace

    rows = rows_of(world, sheet(world))[:3]
    plan_year(world, rows)
    others = [replace(row, uuid=uuid4()) for row in rows]
    done = plan_year(world, others)
    assert (len(done.meetings), done.already, Meeting.objects.count()) == (0, 3, 3)


def row(world: Any, **facts: Any) -> PlanRow:
    given = {
        "uuid": uuid4(),
        "organization": world.branch,
        "kinds": ("theme_day",),
        "held_on": dt.date(2027, 1, 25),
        "starts_at": dt.datetime(2027, 1, 25, 14, 30, tzinfo=ZONE),
    }
    return PlanRow(**given | facts)


@pytest.mark.parametrize(
    "fault",
    [
        {"kinds": ()},
        {"kinds": ("group",)},
        {"held_on": dt.date(2027, 1, 26)},  # the time is another day's
        {
            "held_on": dt.date(2026, 12, 31),
            "starts_at": dt.datetime(2026, 12, 31, 14, 30, tzinfo=ZONE),
        },
    ],
)
def test_one_faulty_row_plans_nothing_and_is_named(world: Any, fault: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(errors.PlanHasFaults) as refused:
        plan_year(world, [row(world), row(world, **fault)], aims="不该存")
    assert list(refused.value.fields) == ["1"]
    assert (Meeting.objects.count(), YearPlan.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_yesterday_cannot_be_planned_and_today_can(world: Any) -> None:
    yesterday = row(world, **day(11, 21))
    with pytest.raises(errors.PlanHasFaults):
        plan_year(world, [yesterday], year=2026)
    today = row(world, **day(11, 22))
    plan_year(world, [today], year=2026)
    assert Meeting.objects.get().held_on == TODAY


def test_a_branch_plans_for_nobody_else(world: Any) -> None:
    with pytest.raises(errors.PlanHasFaults):
        plan_year(world, [row(world, organization=world.branches[0])])
    for who in ("wei", "shao", "hua", "shen"):
        with pytest.raises(NotYours):
            plan_year(world, [row(world)], by=getattr(world, who).actor)
    taken = actions.plan(
        organization=world.other_branches[0], kinds=["theme_day"], **day(12, 9), by=world.shen.actor
    )
    with pytest.raises(RuleBroken):
        plan_year(world, [row(world, uuid=taken.uuid)])
    assert (Meeting.objects.count(), YearPlan.objects.count()) == (1, 0)


def test_the_api_plans_the_same_year(world: Any, sign_in: Any) -> None:
    lin = sign_in("lin")
    shown = lin.get("/api/v1/plans/?organization=A-2&year=2027").json()
    assert (len(shown["proposals"]), shown["is_published"], shown["meetings"]) == (49, False, [])
    assert shown["notice"].startswith("2027年放假安排还没公布")
    names = ("id", "organization", "kinds", "held_on", "starts_at", "place")
    body = {
        "organization": "A-2",
        "year": 2027,
        "aims": "抓好学习",
        "meetings": [{name: one[name] for name in names} for one in shown["proposals"]],
    }
    made = lin.post("/api/v1/plans/", body, "application/json")
    assert (made.status_code, len(made.json()["planned"]), made.json()["already"]) == (201, 49, 0)
    again = lin.post("/api/v1/plans/", body, "application/json").json()
    assert (again["planned"], again["already"]) == ([], 49)
    after = lin.get("/api/v1/plans/?organization=A-2&year=2027").json()
    assert (len(after["meetings"]), after["proposals"], after["aims"]) == (49, [], "抓好学习")
    for query in ("", "?organization=A-2&year=1999", "?organization=A-2&x=1", "?organization=A-2&together=x"):
        assert lin.get(f"/api/v1/plans/{query}").status_code == 400
    assert lin.post("/api/v1/plans/", body | {"organization": "B-1"}, "application/json").status_code == 404


def test_the_office_reads_a_plan_and_shen_finds_none(world: Any, sign_in: Any) -> None:
    page = sign_in("shao").get("/plans/?organization=A-2&year=2027")
    assert (page.status_code, page.context["lines"]) == (200, [])
    assert sign_in("shao").post("/plans/?organization=A-2&year=2027", {}).status_code == 403
    shen = sign_in("shen")
    assert shen.get("/plans/?organization=A-2&year=2027").status_code == 404
    assert shen.post("/plans/?organization=A-2&year=2027", {}).status_code == 404
    assert shen.get("/api/v1/plans/?organization=A-2").status_code == 404
    assert sign_in("hua").get("/plans/?organization=A-2").status_code == 404
    assert not YearPlan.objects.exists()


def test_more_groups_and_meetings_ask_no_more(world: Any, sign_in: Any) -> None:
    lin = sign_in("lin")

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert lin.get(path).status_code == 200
        return len(seen)

    rows = rows_of(world, sheet(world))[:1]
    plan_year(world, rows)
    paths = ("/plans/?year=2027", "/api/v1/plans/?organization=A-2&year=2027")
    before = [queries(path) for path in paths for _ in range(2)][1::2]
    for n in range(3, 8):
        group = establish(f"A-2-G{n}", f"第{n}党小组", "group", world.branch)
        enroll(world.branch, f"钱{n}", group=group)
    rows = rows_of(world, sheet(world))
    with CaptureQueriesContext(connection) as few:
        plan_year(world, rows[:3])
    with CaptureQueriesContext(connection) as many:
        plan_year(world, rows)
    assert len(many) - len(few) <= 6  # SQLite takes long inserts in pieces
    assert [queries(path) for path in paths for _ in range(2)][1::2] == before
    assert max(before) <= 45


def test_system_may_plan_too(world: Any) -> None:
    assert len(plan_year(world, [row(world)], by=SYSTEM).meetings) == 1
