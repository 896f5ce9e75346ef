"""What a body may hold and decide (R-MEET-13, R-ORG-12), on page, API, plan and poll alike, and who opens a session (R-MEET-14)."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from branches.actions import grant
from branches.errors import TemporaryMayNot
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from life.actions import begin_appraisal
from meetings import actions, errors
from meetings.models import Meeting
from meetings.record.field_types import PersonReference
from meetings.record.schema import AgendaEntry, Decision, MeetingRecord
from meetings.rules import checks
from meetings.rules.checks import Body, Facts, Present, Turnout
from meetings.states import ON_MEMBERSHIP, Kind, kinds_held
from members import actions as member_actions
from members.models import Member
from tests.factories import at
from tests.world import World, enroll, establish

DAY = dt.date(2026, 11, 20)
BRANCH_ONLY = {"general", "committee", "appraisal"}


def record(*kinds: str, matter: str | None = None, theme: str = "") -> MeetingRecord:
    decision = Decision(text="同意", kind=matter, candidate="王明") if matter else None
    agenda = (AgendaEntry(title="讨论", decision=decision),) if decision else ()
    return MeetingRecord(kinds=kinds, held_on=DAY, starts_at=at(DAY), theme=theme, agenda=agenda)


def codes(body: Body, of: MeetingRecord) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in checks.contradictions(body, of)]


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("committee", BRANCH_ONLY | {"group", "life"}),  # 民主生活会 is theirs
        ("working_committee", BRANCH_ONLY | {"group", "life"}),
        ("general_branch", BRANCH_ONLY | {"group"}),
        ("branch", {"group"}),
        ("joint_branch", {"group"}),
        ("temporary_branch", {"group", "appraisal"}),
        ("group", BRANCH_ONLY),
    ],
)
def test_r_meet_13_no_body_holds_anothers_kind(kind: str, refused: set[str]) -> None:
    assert set(Kind.values) - kinds_held(kind) == refused
    for each in Kind.values:
        found = codes(Body(kind), record(each, theme="党委会"))
        rule = "R-ORG-12" if (kind, each) == ("temporary_branch", "appraisal") else "R-MEET-13"
        assert found == ([(rule, "kinds")] if each in refused else []), each


@pytest.mark.parametrize("kind", ["committee", "working_committee", "general_branch"])
def test_a_body_above_names_its_own_meeting(kind: str) -> None:
    assert codes(Body(kind), record("other")) == [("R-MEET-13", "theme")]
    assert codes(Body(kind), record("other", theme="党委会")) == []
    assert codes(Body("branch"), record("other")) == []


@pytest.mark.parametrize("matter", sorted(ON_MEMBERSHIP))
@pytest.mark.parametrize(
    ("kind", "provision", "refused"),
    [
        ("temporary_branch", "", True),
        ("temporary_branch", "海组〔2026〕3号", False),
        ("branch", "", False),
        ("joint_branch", "", False),
    ],
)
def test_r_org_12_a_temporary_branch_decides_on_nobodys_membership(
    matter: str, kind: str, provision: str, refused: bool
) -> None:
    found = codes(Body(kind, special_provision=provision), record("general", matter=matter))
    assert found == ([("R-ORG-12", "agenda-0-kind")] if refused else [])


def test_r_org_12_a_provision_lets_it_appraise() -> None:
    assert codes(Body("temporary_branch", special_provision="海组〔2026〕3号"), record("appraisal")) == []


@pytest.fixture
def temporary(world: World) -> Organization:
    place = establish("T", "会展临时党支部", "temporary_branch", world.street)
    for name in ("王明", "李敏", "赵强"):
        enroll(place, name)
    return place


def test_r_org_12_every_door_refuses(temporary: Organization) -> None:
    """What a record, a poll, an appraisal, a new member and a sanction would do to a temporary branch."""
    member = Member.objects.filter(organization=temporary).first()
    facts = {"joined_on": DAY, "since": DAY, "full_on": None}
    doors: list[Callable[[], Any]] = [
        lambda: actions.record(organization=temporary, record=record("general", matter="admission"), by=SYSTEM),
        lambda: actions.record(organization=temporary, record=record("appraisal"), by=SYSTEM),
        lambda: begin_appraisal(organization=temporary, year=2026, by=SYSTEM),
        lambda: enroll(temporary, "新人", **facts, entry="admitted"),
        lambda: enroll(temporary, "旧人", **facts, entry="restored"),
        lambda: enroll(temporary, "来人", **facts, entry="transferred"),
        lambda: member_actions.transfer(
            member=Member.objects.filter(organization__code="A-1").first(),
            organization=temporary,
            on=DAY,
            document="第0012345号",
            by=SYSTEM,
        ),
        lambda: member_actions.leave(
            member=member, exit="expelled", on=DAY, document="海纪〔2026〕3号", by=SYSTEM
        ),
        lambda: member_actions.restrict(
            member=member, kind="probation", since=DAY, until=dt.date(2027, 11, 20), reason="处分",
            document="海纪〔2026〕3号", by=SYSTEM,
        ),
    ]  # fmt: skip
    for number, door in enumerate(doors):
        with pytest.raises(TemporaryMayNot) as refusal:
            door()
        assert refusal.value.rule == "R-ORG-12", number
    assert not Meeting.objects.filter(organization=temporary).exists()
    assert Member.objects.filter(organization=temporary, left_on=None).count() == 3


def test_r_org_12_what_a_provision_names_is_done(temporary: Organization) -> None:
    Organization.objects.filter(pk=temporary.pk).update(special_provision="海组〔2026〕3号")
    temporary.refresh_from_db()
    assert begin_appraisal(organization=temporary, year=2026, by=SYSTEM).organization == temporary


@pytest.fixture
def streets_secretary(world: World) -> World:
    grant(user=world.lin.user, organization=world.street, role="secretary", since=DAY, until=None, by=SYSTEM)
    return world


def test_the_page_offers_a_committee_no_kind_of_a_branch(
    streets_secretary: World, sign_in: Callable[[str], Client]
) -> None:
    page = sign_in("lin").get("/meetings/record/?organization=A").content.decode()
    assert "党（工）委会议、民主生活会等" in page
    offered = set(re.findall(r'name="kinds"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="kinds"', page))
    assert {first or second for first, second in offered} == {
        "lecture",
        "theme_day",
        "talk",
        "other",
        "group",  # of a group that can be chosen
    }


@pytest.mark.parametrize(("kinds", "theme", "status"), [(["general"], "会", 409), (["other"], "", 409)])
def test_the_api_refuses_a_committees_meeting_of_a_branch(
    streets_secretary: World, sign_in: Callable[[str], Client], kinds: list[str], theme: str, status: int
) -> None:
    body = {
        "organization": "A", "kinds": kinds, "held_on": "2026-11-20", "theme": theme,
        "starts_at": "2026-11-20T14:30:00+08:00",
    }  # fmt: skip
    answer = sign_in("lin").post("/api/v1/meetings/", body, "application/json")
    assert (answer.status_code, answer.json()["rule"]) == (status, "R-MEET-13")
    assert not Meeting.objects.filter(organization__code="A").exists()


def test_a_plan_of_another_bodys_kind_is_refused(world: World) -> None:
    day = dt.date(2026, 12, 10)
    with pytest.raises(errors.MayNotHold):
        actions.plan(
            organization=world.street, kinds=["committee"], held_on=day, starts_at=at(day), by=SYSTEM
        )
    meeting = actions.plan(
        organization=world.street,
        kinds=["other"],
        theme="党工委会议",
        held_on=day,
        starts_at=at(day),
        by=SYSTEM,
    )
    assert meeting.theme == "党工委会议"


@pytest.mark.parametrize(
    ("gone", "stopped"),
    [(set(), False), ({1}, False), ({2}, False), ({1, 2}, True), ({1, 2, 3, 4, 5}, True)],
)
def test_r_meet_14_a_session_has_its_convener_or_its_recorder(gone: set[int], stopped: bool) -> None:
    """L38: of a committee of which nobody came, nobody convened anything."""
    rows = [
        Present(UUID(int=n), f"甲{n}", "on_leave" if n in gone else "present", "sick" if n in gone else "")
        for n in range(1, 6)
    ]
    for kinds in (("committee",), ("general",), ("theme_day",)):
        of = MeetingRecord(
            kinds=kinds,
            held_on=DAY,
            starts_at=at(DAY),
            host=PersonReference(UUID(int=1), "林知远"),
            recorder=PersonReference(UUID(int=2), "何秀英"),
        )
        facts = Facts("branch", of, rows, Turnout.of(rows), today=DAY)
        stops = [one for one in checks.findings(facts) if one.rule == "R-MEET-14"]
        assert [one.level for one in stops] == (["stop"] if stopped else [])
        assert all(one.basis == "《支部工作条例》第十四条" for one in stops)
