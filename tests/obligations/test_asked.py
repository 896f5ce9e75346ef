"""What the rules ask: R-MEET-01..05 and R-RPT-03, from the first to the last full month of existence."""

import datetime as dt

import pytest

from branches.models import Organization
from core import clock as the_clock
from core.clock import Period
from obligations.models import Rule, Waiver
from reports.selectors import figures
from tests.forest_fixtures import Forest
from tests.hand import DECEMBER, OCTOBER, day, place, term


def own_required(organization: Organization, code: str, month: Period = OCTOBER) -> int | None:
    """The organization's own share, as the report above it shows it."""
    line = figures.live_figures(Organization.objects.get(code="D"), month, the_clock.now()).lines
    found = line.get((organization.pk, Rule.objects.get(code=code, valid_until=None).pk))
    return found.own_required if found else None


def rule(cadence: str, count: int) -> None:
    Rule.objects.filter(code="R-MEET-01").update(cadence=cadence, count=count)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-10-01", "", 1),
        ("2026-10-02", "", None),  # its first full month is November
        ("2026-10-31", "", None),
        ("2015-03-01", "2026-11-01", 1),  # stood through the 31st
        ("2015-03-01", "2026-10-31", None),
        ("2015-03-01", "2026-10-01", None),
    ],
)
def test_a_month_is_owed_only_from_its_first_day_to_its_last(
    forest: Forest, since: str, until: str, expected: int | None
) -> None:
    branch = place("X", "branch", forest.street, since, until)
    assert own_required(branch, "R-MEET-04") == expected


@pytest.mark.parametrize(
    ("cadence", "count", "since", "until", "expected"),
    [
        ("quarter", 1, "2026-10-01", "", 1),
        ("quarter", 1, "2026-10-02", "", 1),  # 2 of 3 months: 0.67
        ("quarter", 1, "2026-11-01", "", 1),
        ("quarter", 1, "2026-11-02", "", None),  # 1 of 3: 0.33
        ("quarter", 1, "2026-12-02", "", None),  # none
        ("quarter", 1, "2015-03-01", "2026-12-01", 1),  # 2 of 3
        ("quarter", 1, "2015-03-01", "2026-11-30", None),  # 1 of 3
        ("quarter", 2, "2026-10-01", "", 2),
        ("quarter", 2, "2026-11-01", "", 1),  # 1.33
        ("quarter", 2, "2026-12-01", "", 1),  # 0.67
        ("half_year", 1, "2026-10-01", "", 1),  # 3 of 6: exactly half, up
        ("half_year", 1, "2026-11-01", "", None),  # 2 of 6
        ("year", 4, "2026-08-01", "", 2),  # 4 × 5/12 = 1.67
        ("year", 1, "2026-07-01", "", 1),  # 6 of 12: half, up
        ("year", 1, "2026-08-01", "", None),
    ],
)
def test_a_longer_period_asks_its_share_of_full_months_half_up(
    forest: Forest, cadence: str, count: int, since: str, until: str, expected: int | None
) -> None:
    rule(cadence, count)
    branch = place("X", "branch", forest.street, since, until)
    assert own_required(branch, "R-MEET-01", OCTOBER) == expected


@pytest.mark.parametrize(
    ("terms", "october", "november"),
    [
        ([], None, None),
        ([("2026-10-01", "", True)], 1, 1),
        ([("2026-10-02", "", True)], None, 1),  # begun mid-month
        ([("2020-01-01", "2026-10-30", True)], None, None),
        ([("2020-01-01", "2026-10-31", True)], 1, None),
        ([("2020-01-01", "2026-10-14", True), ("2026-10-15", "", True)], 1, 1),  # handed over
        ([("2020-01-01", "2026-10-14", True), ("2026-10-15", "", False)], None, None),
        ([("2020-01-01", "2026-10-14", False), ("2026-10-15", "", True)], None, 1),
        ([("2020-01-01", "", False)], None, None),
    ],
)
def test_committee_meetings_are_asked_of_branches_with_a_committee_all_month(
    forest: Forest, terms: list[tuple[str, str, bool]], october: int | None, november: int | None
) -> None:
    for since, until, has_committee in terms:
        term(forest.deep, since, until, has_committee=has_committee)
    assert own_required(forest.deep, "R-MEET-02") == october
    assert own_required(forest.deep, "R-MEET-02", OCTOBER.next()) == november


def test_a_committee_above_branches_owes_no_committee_meeting(forest: Forest) -> None:
    term(forest.general, "2020-01-01")
    term(forest.street, "2020-01-01")
    assert own_required(forest.general, "R-MEET-02") is None
    assert own_required(forest.street, "R-MEET-02") is None


def test_each_group_owes_its_own_meeting_and_a_branch_without_groups_none(forest: Forest) -> None:
    lines = figures.live_figures(forest.district, OCTOBER, the_clock.now()).lines
    group_rule = Rule.objects.get(code="R-MEET-03").pk
    assert [lines[group.pk, group_rule].own_required for group in forest.groups] == [1, 1]
    assert lines[forest.mid.pk, group_rule].required == 2
    assert lines[forest.mid.pk, group_rule].own_required is None
    assert lines[forest.near.pk, group_rule].required is None
    assert lines[forest.district.pk, group_rule].required == 2


def test_a_group_founded_mid_month_owes_from_the_next(forest: Forest) -> None:
    group = place("M-3", "group", forest.mid, "2026-10-05")
    assert own_required(group, "R-MEET-03") is None
    assert own_required(group, "R-MEET-03", OCTOBER.next()) == 1


def test_a_rule_asks_from_its_first_full_month(forest: Forest) -> None:
    Rule.objects.create(
        code="L-1", name="本区制度", kind="talk", applies_to="branch", cadence="month", count=1, basis="区委通知",
        valid_from=dt.date(2026, 10, 2),
    )  # fmt: skip
    assert own_required(forest.near, "L-1") is None
    assert own_required(forest.near, "L-1", OCTOBER.next()) == 1


def test_a_recomputed_month_uses_the_rule_of_that_month(forest: Forest) -> None:
    Rule.objects.filter(code="R-MEET-05").update(valid_until=dt.date(2026, 9, 30))
    twice = Rule.objects.create(
        code="R-MEET-05", name="党课", kind="lecture", applies_to="branch", cadence="quarter", count=2,
        basis="区委通知", valid_from=dt.date(2026, 10, 1),
    )  # fmt: skip
    september = figures.live_figures(forest.district, Period.parse("2026-09"), the_clock.now())
    october = figures.live_figures(forest.district, OCTOBER, the_clock.now())
    old = Rule.objects.get(code="R-MEET-05", valid_until=dt.date(2026, 9, 30))
    assert september.lines[forest.near.pk, old.pk].required == 1
    assert october.lines[forest.near.pk, twice.pk].required == 2


@pytest.mark.parametrize(
    ("code", "since", "until", "expected"),
    [
        ("R-MEET-04", "2026-10-01", "2026-10-31", 1),
        ("R-MEET-04", "2026-10-02", "2026-10-31", 1),  # not the whole month
        ("R-MEET-04", "2026-09-01", "2026-12-31", 1),
        ("R-MEET-01", "2026-10-01", "2026-12-31", 1),
        ("R-MEET-01", "2026-10-01", "2026-11-30", 1),  # not the whole quarter
    ],
)
def test_r_lgr_03_an_explained_period_stays_asked(
    forest: Forest, code: str, since: str, until: str, expected: int | None
) -> None:
    Waiver.objects.create(
        organization=forest.deep, rule_code=code, since=day(since), until=day(until), reason="x"
    )
    assert own_required(forest.deep, code) == expected
    assert own_required(forest.near, code) == 1


def test_an_explanation_of_a_street_takes_nothing_below_it_from_what_is_asked(forest: Forest) -> None:
    Waiver.objects.create(
        organization=forest.street,
        rule_code="R-MEET-04",
        since=day("2026-10-01"),
        until=day("2026-10-31"),
        reason="台风",
    )
    for branch in (forest.mid, forest.deep, forest.near):
        assert own_required(branch, "R-MEET-04") == 1
    total = figures.live_figures(forest.district, OCTOBER, the_clock.now()).lines
    theme_day = Rule.objects.get(code="R-MEET-04").pk
    assert total[forest.street.pk, theme_day].required == 2
    assert total[forest.district.pk, theme_day].required == 3


def test_a_line_is_due_only_in_the_last_month_of_its_period(forest: Forest) -> None:
    def due(month: Period) -> dict[str, bool]:
        found = figures.live_figures(forest.district, month, the_clock.now())
        return {
            each.code: found.lines[forest.district.pk, each.pk].is_due
            for each in found.rules
            if each.code in ("R-MEET-01", "R-MEET-04")
        }

    assert due(OCTOBER) == {"R-MEET-01": False, "R-MEET-04": True}
    assert due(DECEMBER) == {"R-MEET-01": True, "R-MEET-04": True}
