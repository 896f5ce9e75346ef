"""Who comes too rarely: R-ATT-03 of a month, R-LIFE-10 of a quarter, with boundary values; and where it is said."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from branches import actions as tree_actions
from branches.selectors.actors import SYSTEM
from core.clock import Period
from dashboards.selectors import turnout
from dashboards.selectors.branch_warnings import branch_warnings
from meetings.models import Attendance, Meeting
from meetings.states import AttendanceState
from members import actions as member_actions
from tests.hand import counted_meeting
from tests.world import World

TODAY = dt.date(2026, 11, 22)
OCTOBER, SUMMER = Period.parse("2026-10"), Period.holding(dt.date(2026, 9, 1), 3)


@pytest.mark.parametrize(
    ("present", "expected", "least", "low"),
    [
        (17, 20, 85, False),  # exactly 85 %
        (16, 20, 85, True),
        (1699, 2000, 85, True),  # 84.95 % is shown as 85.0 and is less all the same
        (20, 20, 85, False),
        (0, 0, 85, False),
        (0, 20, 85, True),
        (16, 20, 80, False),
        (0, 20, 0, False),
    ],
)
def test_r_att_03_less_than_the_share_asked_for(
    settings: Any, present: int, expected: int, least: int, low: bool
) -> None:
    settings.ATTENDANCE_LEAST = least
    assert turnout.is_low(present, expected) is low


def test_r_att_03_a_branch_and_its_groups_are_one_rate(world: World) -> None:
    counted_meeting(world.branch, "2026-10-05", "theme_day", expected=10, present=8, on_leave=2)
    counted_meeting(world.groups[0], "2026-10-06", "group", expected=10, present=9, on_leave=1)
    counted_meeting(world.branches[0], "2026-10-06", "theme_day", expected=10, present=8, on_leave=2)
    counted_meeting(
        world.branches[2], "2026-10-06", "theme_day", expected=10, present=1, on_leave=9, is_void=True
    )
    counted_meeting(world.branches[2], "2026-09-30", "theme_day", expected=10, present=1, on_leave=9)
    found = turnout.low_turnouts(Meeting.objects.within(world.district).counted(), OCTOBER)
    assert found == [turnout.LowTurnout(world.branches[0].pk, 10, 8)]
    assert found[0].sentence == "参会率80.0%，低于85%（应到10人次，实到8人次）"


@pytest.fixture
def leader(world: World) -> World:
    """Hua, of Lin's branch, is on the street's committee."""
    term = tree_actions.begin_term(
        organization=world.street, since=dt.date(2024, 1, 1), has_committee=True, by=SYSTEM
    )
    member_actions.appoint(term=term, member=world.members[2], title="secretary", since=term.since, by=SYSTEM)
    return world


def came(world: World, day: str, *states: str, **facts: Any) -> None:
    """Lin's branch met; Hua was as marked, and somebody without a post above was absent."""
    meeting = counted_meeting(facts.pop("at", world.branch), day, "theme_day", **facts)
    for member, state in zip(
        (world.members[2], world.members[3]), (*states, AttendanceState.ABSENT), strict=True
    ):
        Attendance.objects.create(
            meeting=meeting,
            member=member,
            state=state,
            reason_code={AttendanceState.ABSENT: "unexcused", AttendanceState.ON_LEAVE: "sick"}.get(
                state, ""
            ),
            reason="年老体弱" if state == AttendanceState.EXEMPT else "",
            has_vote=True,
        )


@pytest.mark.parametrize(
    ("states", "least", "away"),
    [
        ([AttendanceState.ABSENT, AttendanceState.ON_LEAVE], 1, (2, 0)),
        ([AttendanceState.ABSENT, AttendanceState.ONLINE], 1, None),
        ([AttendanceState.ABSENT, AttendanceState.LATE], 2, (2, 1)),
        ([AttendanceState.PRESENT, AttendanceState.LATE], 3, None),  # all there was
        ([AttendanceState.EXEMPT, AttendanceState.EXEMPT], 1, None),
        ([AttendanceState.ABSENT, AttendanceState.ABSENT], 0, None),
        ([], 1, None),  # the branch held nothing: another rule's matter
    ],
)
def test_r_life_10_leaders_come_to_their_own_branch(
    leader: World, settings: Any, states: list[str], least: int, away: tuple[int, int] | None
) -> None:
    settings.LEADER_ATTENDANCES = least
    for n, state in enumerate(states):
        came(leader, f"2026-0{7 + n}-10", state)
    came(leader, "2026-10-10", AttendanceState.PRESENT)  # another quarter
    found = turnout.absent_leaders(Meeting.objects.within(leader.district).counted(), SUMMER)
    name = leader.members[2].name
    assert found == ([turnout.AbsentLeader(leader.branch.pk, name, *away)] if away else [])


def test_page_desk_api_and_dashboard_say_it_and_lead_to_its_rows(
    leader: World, sign_in: Callable[[str], Client]
) -> None:
    came(leader, "2026-07-10", AttendanceState.ABSENT)
    counted_meeting(leader.branch, "2026-10-05", "lecture", expected=10, present=8, on_leave=2)
    low, away = [
        one
        for one in branch_warnings(leader.branch, TODAY, leader.lin.actor)
        if one.rule[2:5] in ("ATT", "LIF")
    ]
    assert (low.rule, low.basis) == ("R-ATT-03", "本区规定")
    assert low.sentence == "10月参会率80.0%，低于85%（应到10人次，实到8人次）。"
    assert (away.rule, away.basis) == ("R-LIFE-10", "《党员教育管理工作条例》第十六条（次数按本区规定）")
    assert away.sentence == f"党员领导干部{leader.members[2].name}，2026年第三季度参加本支部组织生活不到1次。"
    lin = sign_in("lin")
    for path in ("/", "/organizations/A-2/"):
        page = lin.get(path).content.decode()
        assert low.sentence in page
        assert away.sentence in page
    said = {one["rule"]: one for one in lin.get("/api/v1/organizations/A-2/findings/").json()["results"]}
    assert said["R-ATT-03"]["url"] == low.url
    assert said["R-LIFE-10"]["sentence"] == away.sentence
    assert said["R-ORG-07"]["sentence"] == "支委会里没有纪检委员"
    rows = lin.get(low.url).content.decode()
    assert rows.count("10月5日") >= 1
    assert "7月10日" not in rows
    assert "7月10日" in lin.get(away.url).content.decode()
    office = sign_in("wei")
    assert low.sentence[:-1] in office.get("/dashboard/?month=2026-10").content.decode()
    quarter = office.get("/dashboard/rows/?month=2026-09&show=visits").content.decode()
    assert "党员领导干部1人，2026年第三季度参加本支部组织生活不到1次" in quarter
    assert leader.members[2].name not in quarter
    assert branch_warnings(leader.branch, TODAY, leader.shen.actor) == []
    assert sign_in("shen").get("/api/v1/organizations/A-2/findings/").status_code == 404
