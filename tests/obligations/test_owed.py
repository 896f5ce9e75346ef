"""What is owed and how it stands on a day; the same number of queries for a branch and a district."""

from typing import Any

import pytest

from branches.models import Organization
from core.clock import Period
from obligations.models import Rule, Waiver
from obligations.selectors.owed import OwedDuty, owed_duties
from obligations.states import DutyState
from tests.forest_fixtures import Forest
from tests.hand import OCTOBER, counted_meeting, day, moment, place, term


def one(organization: Organization, code: str, on: str, month: Period = OCTOBER) -> OwedDuty:
    (found,) = [
        row
        for row in owed_duties(organization, month, day(on))
        if row.rule.code == code and row.organization == organization
    ]
    return found


@pytest.mark.parametrize(
    ("on", "meetings", "state"),
    [
        ("2026-10-01", [], DutyState.OPEN),
        ("2026-10-20", [], DutyState.OPEN),  # 11 days before the end
        ("2026-10-21", [], DutyState.DUE_SOON),  # 10 days: the setting
        ("2026-10-31", [], DutyState.DUE_SOON),  # its last day
        ("2026-11-01", [], DutyState.MISSED),
        ("2026-10-20", [{}], DutyState.MET),
        ("2026-11-01", [{}], DutyState.MET),
        ("2026-11-20", [{"is_late": True}], DutyState.MET_LATE),
        ("2026-11-20", [{"is_late": True}, {}], DutyState.MET),
        ("2026-11-20", [{"is_void": True}], DutyState.MISSED),
        ("2026-11-20", [{"status": "returned"}], DutyState.MISSED),
        ("2026-10-20", [{"status": "planned", "submitted_at": None}], DutyState.OPEN),
    ],
)
def test_how_a_duty_stands(forest: Forest, on: str, meetings: list[dict[str, Any]], state: DutyState) -> None:
    for number, facts in enumerate(meetings):
        counted_meeting(forest.deep, f"2026-10-{16 + number}", "theme_day", **facts)
    found = one(forest.deep, "R-MEET-04", on)
    assert (found.state, found.required, found.due_on) == (state, 1, day("2026-10-31"))


def test_a_period_over_with_too_few_is_missed(forest: Forest) -> None:
    Rule.objects.filter(code="R-MEET-04").update(count=2)
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    found = one(forest.deep, "R-MEET-04", "2026-11-01")
    assert (found.state, found.required, found.held, found.missing) == (DutyState.MISSED, 2, 1, 1)


def test_r_lgr_03_an_explained_duty_says_so_and_stays_required(forest: Forest) -> None:
    Waiver.objects.create(
        organization=forest.deep,
        rule_code="R-MEET-04",
        since=day("2026-10-01"),
        until=day("2026-10-31"),
        reason="汛期",
    )
    found = one(forest.deep, "R-MEET-04", "2026-11-22")
    assert (found.state, found.required, found.missing) == (DutyState.WAIVED, 1, 1)
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    assert one(forest.deep, "R-MEET-04", "2026-11-22").state == DutyState.MET


def test_what_does_not_apply_is_named_and_not_left_out(forest: Forest) -> None:
    rows = owed_duties(forest.deep, OCTOBER, day("2026-10-22"))
    assert [(row.rule.code, row.state) for row in rows] == [
        ("R-MEET-01", DutyState.OPEN),
        ("R-MEET-02", DutyState.NOT_APPLICABLE),  # no committee
        ("R-MEET-03", DutyState.NOT_APPLICABLE),  # no groups
        ("R-MEET-04", DutyState.DUE_SOON),
        ("R-MEET-05", DutyState.OPEN),
    ]
    term(forest.deep, "2020-01-01")
    assert one(forest.deep, "R-MEET-02", "2026-10-22").state == DutyState.DUE_SOON


def test_a_branch_is_told_of_each_of_its_groups(forest: Forest) -> None:
    meeting = counted_meeting(forest.groups[0], "2026-10-16", "group")
    rows = [
        row for row in owed_duties(forest.mid, OCTOBER, day("2026-11-22")) if row.rule.code == "R-MEET-03"
    ]
    assert [(row.organization.code, row.state) for row in rows] == [
        ("M-1", DutyState.MET),
        ("M-2", DutyState.MISSED),
    ]
    assert rows[0].meetings == [meeting.uuid]


def test_a_quarters_meetings_are_listed_oldest_first(forest: Forest) -> None:
    second, first = (counted_meeting(forest.deep, on, "general") for on in ("2026-11-16", "2026-10-16"))
    counted_meeting(forest.deep, "2026-09-30", "general")
    found = one(forest.deep, "R-MEET-01", "2026-11-22")
    assert list(found.meetings) == [first.uuid, second.uuid]
    assert (found.period.since, found.period.until) == (day("2026-10-01"), day("2026-12-31"))


def test_a_district_owes_what_its_branches_owe_in_tree_order(forest: Forest) -> None:
    codes = [row.organization.code for row in owed_duties(forest.district, OCTOBER, day("2026-10-22"))]
    assert codes == ["P"] * 5 + ["M"] * 4 + ["M-1", "M-2"] + ["N"] * 5  # no row for street and general branch


def test_a_record_after_the_cut_off_still_meets_the_duty(forest: Forest) -> None:
    counted_meeting(
        forest.deep, "2026-10-16", "theme_day", submitted_at=moment("2026-11-20T09:00"), is_late=True
    )
    assert one(forest.deep, "R-MEET-04", "2026-11-22").state == DutyState.MET_LATE


@pytest.mark.parametrize("branches", [3, 30])
def test_what_is_owed_costs_four_queries_whatever_the_size(
    forest: Forest, branches: int, django_assert_num_queries: Any
) -> None:
    for number in range(branches):
        counted_meeting(place(f"X-{number}", "branch", forest.street), "2026-10-16", "theme_day")
    with django_assert_num_queries(4):  # rules, waivers, duties with their organizations, meetings
        owed_duties(forest.district, OCTOBER, day("2026-11-22"))
