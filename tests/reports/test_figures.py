"""The figures of the contract, each computed by hand on a small tree."""

from decimal import Decimal
from typing import Any

import pytest

from branches.models import Organization
from core import clock as the_clock
from core.clock import Period
from meetings.models import Step
from members.models import Member, Membership
from obligations.models import Rule, Waiver
from reports.selectors import figures
from reports.selectors.figures import LineFigures, TotalFigures
from tests.forest_fixtures import Forest
from tests.hand import DECEMBER, OCTOBER, counted_meeting, day, moment, place, term

SEPTEMBER = Period.parse("2026-09")


def line(organization: Organization, code: str, month: Period = OCTOBER, **how: Any) -> LineFigures:
    root = Organization.objects.get(code="D")
    found = figures.live_figures(root, month, the_clock.now(), **how)
    return found.lines[organization.pk, Rule.objects.get(code=code, valid_until=None).pk]


def total(organization: Organization, month: Period = OCTOBER, **how: Any) -> TotalFigures:
    root = Organization.objects.get(code="D")
    return figures.live_figures(root, month, the_clock.now(), **how).totals[organization.pk]


def test_a_meeting_of_several_kinds_counts_once_for_each(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", "general", "lecture")
    assert [line(forest.deep, code).held for code in ("R-MEET-01", "R-MEET-04", "R-MEET-05")] == [1, 1, 1]
    assert [line(forest.deep, code).expected for code in ("R-MEET-01", "R-MEET-04")] == [10, 10]
    assert (total(forest.deep).expected, total(forest.deep).present) == (10, 9)


def test_holding_more_of_one_never_covers_another(forest: Forest) -> None:
    for n in (3, 10, 17):
        counted_meeting(forest.deep, f"2026-10-{n:02d}", "theme_day")
    street = line(forest.street, "R-MEET-04")
    assert (street.required, street.held, street.fulfilled) == (2, 3, 1)
    assert street.completion == Decimal("50.0")
    assert line(forest.deep, "R-MEET-04").completion == Decimal("100.0")


@pytest.mark.parametrize(
    ("status", "is_void", "counts"),
    [
        ("planned", False, 0),
        ("held", False, 0),
        ("submitted", False, 1),
        ("returned", False, 0),
        ("confirmed", False, 1),
        ("cancelled", False, 0),
        ("submitted", True, 0),  # R-MEET-08: kept, but void
        ("confirmed", True, 0),
    ],
)
def test_only_submitted_and_confirmed_meetings_that_are_not_void_count(
    forest: Forest, status: str, is_void: bool, counts: int
) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", status=status, is_void=is_void)
    assert line(forest.deep, "R-MEET-04").held == counts
    assert total(forest.deep).expected == 10 * counts


@pytest.mark.parametrize(
    ("on", "month", "quarter"),
    [
        ("2026-09-30", 0, 0),
        ("2026-10-01", 1, 1),
        ("2026-10-31", 1, 1),
        ("2026-11-01", 0, 1),
        ("2026-12-31", 0, 1),
        ("2027-01-01", 0, 0),
    ],
)
def test_a_meeting_counts_in_the_period_of_its_date(
    forest: Forest, on: str, month: int, quarter: int
) -> None:
    counted_meeting(forest.deep, on, "theme_day", "general", submitted_at=moment("2026-11-01T09:00"))
    assert line(forest.deep, "R-MEET-04").held == month
    assert line(forest.deep, "R-MEET-01").held == quarter
    assert total(forest.deep).expected == 10 * month


def test_attendance_is_a_ratio_of_sums_and_never_a_mean_of_rates(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", expected=10, present=9, on_leave=1)
    counted_meeting(forest.mid, "2026-10-17", "theme_day", expected=2, present=1, on_leave=0, absent=1)
    street = line(forest.street, "R-MEET-04")
    assert (street.expected, street.present, street.on_leave, street.absent) == (12, 10, 1, 1)
    assert street.attendance == Decimal("83.3")  # 10/12, while the mean of 90 and 50 would be 70
    assert total(forest.street).attendance == Decimal("83.3")


def test_a_month_without_meetings_has_no_attendance(forest: Forest) -> None:
    assert line(forest.deep, "R-MEET-04").attendance is None
    assert total(forest.district).attendance is None


def test_where_nothing_is_asked_there_is_no_completion(forest: Forest) -> None:
    assert line(forest.deep, "R-MEET-02").required is None
    assert line(forest.deep, "R-MEET-02").completion is None


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1999, 2000, "99.9"),  # 99.95
        (19999, 20000, "99.9"),  # 99.995
        (2000, 2000, "100.0"),
        (1, 2000, "0.1"),  # 0.05, half up
        (49, 100000, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (17, 40, "42.5"),
    ],
)
def test_percentages_have_one_decimal_half_up_and_100_only_when_nothing_is_missing(
    part: int, whole: int, shown: str
) -> None:
    row = LineFigures(1, "0001", whole, part, part, whole, part, whole - part, 0, 0, 1, True, None, 0, 0)
    assert (row.completion, row.attendance) == (Decimal(shown), Decimal(shown))


@pytest.mark.parametrize(
    ("submitted", "counts"),
    [
        ("2026-11-05T23:59:59", 1),
        ("2026-11-06T00:00:00", 0),
        ("2026-11-06T00:00:01", 0),
    ],
)
def test_the_cut_off_is_the_fifth_at_midnight_local_time(forest: Forest, submitted: str, counts: int) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", submitted_at=moment(submitted))
    assert line(forest.deep, "R-MEET-04").held == counts
    assert total(forest.deep).expected == 10 * counts
    assert line(forest.deep, "R-MEET-04", cut=False).held == 1


def test_the_cut_off_day_is_a_setting(forest: Forest, settings: Any) -> None:
    settings.REPORT_CUT_OFF_DAY = 10
    counted_meeting(forest.deep, "2026-10-16", "theme_day", submitted_at=moment("2026-11-10T23:59:59"))
    assert line(forest.deep, "R-MEET-04").held == 1


def test_late_records_are_counted_once_in_the_total(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", "general", is_late=True)
    counted_meeting(forest.deep, "2026-10-17", "other")
    assert line(forest.deep, "R-MEET-04").late_records == 1
    assert line(forest.deep, "R-MEET-01").late_records == 1
    assert total(forest.district).late_records == 1
    assert [meeting.held_on for meeting in figures.late_meetings(forest.district, OCTOBER)] == [
        day("2026-10-16")
    ]


def test_turnout_of_the_month_counts_meetings_of_every_kind(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "life")
    counted_meeting(forest.street, "2026-10-16", "other", expected=4, present=4, on_leave=0)
    assert total(forest.street).expected == 14
    assert total(forest.deep).expected == 10


def test_completion_of_a_month_leaves_out_what_is_not_yet_due(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", "general")
    assert (total(forest.deep).required, total(forest.deep).fulfilled, total(forest.deep).held) == (1, 1, 1)
    december = total(forest.deep, DECEMBER)
    assert (december.required, december.fulfilled) == (3, 1)  # theme day, general meeting, lecture


def test_a_meeting_of_a_group_does_not_fulfil_its_branch(forest: Forest) -> None:
    counted_meeting(forest.groups[0], "2026-10-16", "theme_day", "group")
    branch = line(forest.mid, "R-MEET-04")
    assert (branch.required, branch.held, branch.fulfilled, branch.own_held) == (1, 1, 0, 0)
    groups = line(forest.mid, "R-MEET-03")
    assert (groups.required, groups.held, groups.fulfilled) == (2, 1, 1)


def test_nothing_is_missed_while_the_month_runs(forest: Forest, clock: Any) -> None:
    clock.move_to(moment("2026-10-31T23:00"))
    assert total(forest.district).missed == 0
    clock.move_to(moment("2026-11-01T00:10"))
    assert total(forest.district).missed == 5


def test_missed_items_and_the_branches_that_have_any(forest: Forest) -> None:
    counted_meeting(forest.near, "2026-10-16", "theme_day")
    counted_meeting(forest.mid, "2026-10-16", "theme_day")
    counted_meeting(forest.groups[0], "2026-10-16", "group")
    counted_meeting(forest.deep, "2026-10-16", "theme_day", status="returned")
    assert (total(forest.district).missed, total(forest.district).missing_branches) == (2, 2)
    assert (total(forest.mid).missed, total(forest.mid).missing_branches) == (1, 1)  # one group's meeting
    assert (total(forest.groups[1]).missed, total(forest.groups[1]).missing_branches) == (1, 0)
    rows = figures.live_figures(forest.district, OCTOBER, the_clock.now()).lines.values()
    missed = [row for row in rows if row.is_due and row.own_required and not row.own_held]
    codes = dict(Rule.objects.values_list("pk", "code"))
    assert [(row.organization_id, codes[row.rule_id]) for row in missed] == [
        (forest.deep.pk, "R-MEET-04"),
        (forest.groups[1].pk, "R-MEET-03"),
    ]


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        (["2026-10-05"], 0),
        (["2026-09-05"], 1),
        (["2026-08-31"], 2),
        (["2026-07-01"], 3),
        (["2026-07-01", "2026-09-30"], 1),
        ([], 12),  # no further back is looked
    ],
)
def test_missed_in_a_row_counts_ended_periods_since_the_last_meeting(
    forest: Forest, meetings: list[str], expected: int
) -> None:
    for on in meetings:
        counted_meeting(forest.deep, on, "theme_day")
    assert line(forest.deep, "R-MEET-04").missed_in_a_row == expected


@pytest.mark.parametrize(("now", "expected"), [("2026-10-31T23:59", 0), ("2026-11-01T00:00", 12)])
def test_nothing_is_missed_on_the_last_day_of_its_period(
    forest: Forest, clock: Any, now: str, expected: int
) -> None:
    clock.move_to(moment(now))
    assert line(forest.deep, "R-MEET-04").missed_in_a_row == expected
    assert line(forest.district, "R-MEET-04").missed_in_a_row == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2026-10-01", 1), ("2026-09-02", 1), ("2026-09-01", 2), ("2026-08-01", 3), ("2026-10-02", 0)],
)
def test_missed_in_a_row_begins_with_the_first_full_month(forest: Forest, since: str, expected: int) -> None:
    branch = place("X", "branch", forest.street, since)
    assert line(branch, "R-MEET-04").missed_in_a_row == expected


def test_quarters_missed_in_a_row(forest: Forest, clock: Any) -> None:
    clock.move_to(moment("2027-01-08T09:00"))
    counted_meeting(forest.deep, "2026-06-30", "general")
    assert line(forest.deep, "R-MEET-01", DECEMBER).missed_in_a_row == 2
    assert line(forest.deep, "R-MEET-01", OCTOBER).missed_in_a_row == 2  # Q3 and, by now, Q4
    clock.move_to(moment("2026-11-08T09:00"))
    assert line(forest.deep, "R-MEET-01", OCTOBER).missed_in_a_row == 0  # Q4 still runs
    counted_meeting(forest.deep, "2026-11-02", "general")
    assert line(forest.deep, "R-MEET-01", OCTOBER).missed_in_a_row == 0


def test_r_lgr_03_an_explained_month_is_missed_all_the_same(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-07-05", "theme_day")
    Waiver.objects.create(
        organization=forest.deep,
        rule_code="R-MEET-04",
        since=day("2026-09-01"),
        until=day("2026-09-30"),
        reason="汛期",
    )
    assert line(forest.deep, "R-MEET-04").missed_in_a_row == 3  # August, September, October


def test_committee_meetings_are_missed_only_while_there_is_a_committee(forest: Forest) -> None:
    term(forest.deep, "2026-08-15")
    assert line(forest.deep, "R-MEET-02").missed_in_a_row == 2  # September and October
    assert line(forest.street, "R-MEET-02").missed_in_a_row == 2  # the longest below
    assert line(forest.mid, "R-MEET-02").missed_in_a_row == 0


def test_an_organization_dissolved_since_keeps_its_month(forest: Forest) -> None:
    gone = place("X", "branch", forest.street, until="2026-11-10")
    counted_meeting(gone, "2026-10-16", "theme_day")
    counted_meeting(gone, "2026-11-02", "theme_day", "general")
    assert line(gone, "R-MEET-04").held == 1
    november = figures.live_figures(forest.district, OCTOBER.next(), the_clock.now())
    assert november.lines[gone.pk, Rule.objects.get(code="R-MEET-04").pk].required is None
    assert november.totals[forest.district.pk].branches == 3
    assert total(forest.district).branches == 4


def test_members_stand_where_they_belonged_on_the_last_day(forest: Forest) -> None:
    def person(name: str, organization: Organization, since: str, until: str = "", group: Any = None) -> None:
        member = Member.objects.create(
            name=name, pinyin="", initials="", joined_on=day("2010-01-01"), organization=organization
        )
        Membership.objects.create(
            member=member,
            organization=organization,
            group=group,
            since=day(since),
            until=day(until) if until else None,
            entry="admitted",
        )

    person("甲", forest.mid, "2020-01-01", group=forest.groups[0])
    person("乙", forest.mid, "2020-01-01")
    person("丙", forest.mid, "2020-01-01", "2026-10-30")
    person("丁", forest.deep, "2026-10-31")
    person("戊", forest.deep, "2026-11-01")
    assert [total(at).members for at in (forest.groups[0], forest.mid, forest.deep, forest.district)] == [
        1, 2, 1, 3,
    ]  # fmt: skip
    alone = figures.live_figures(forest.groups[0], OCTOBER, the_clock.now()).totals
    assert alone[forest.groups[0].pk].members == 1


def test_returned_counts_every_return_of_the_months_meetings(forest: Forest) -> None:
    meeting = counted_meeting(forest.deep, "2026-10-16", "theme_day", status="returned")
    other = counted_meeting(forest.deep, "2026-09-16", "theme_day")
    for on in ("2026-10-17T09:00", "2026-10-20T09:00", "2026-11-06T00:00"):
        Step.objects.create(meeting=meeting, deed="returned", who="韦明", at=moment(on))
    Step.objects.create(meeting=meeting, deed="submitted", who="林知", at=moment("2026-10-18T09:00"))
    Step.objects.create(meeting=other, deed="returned", who="韦明", at=moment("2026-10-18T09:00"))
    assert total(forest.district).returned == 2  # the third came after the cut-off


def test_figures_of_a_part_of_the_tree_are_those_of_the_whole(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day", "general")
    counted_meeting(forest.groups[1], "2026-10-16", "group")
    whole = figures.live_figures(forest.district, OCTOBER, the_clock.now())
    for root in (forest.street, forest.mid, forest.deep, forest.groups[0]):
        part = figures.live_figures(root, OCTOBER, the_clock.now())
        within = Organization.objects.within(root).values_list("pk", flat=True)
        assert part.lines == {key: row for key, row in whole.lines.items() if key[0] in within}
        assert part.totals == {key: row for key, row in whole.totals.items() if key in within}
    top = figures.live_figures(forest.district, OCTOBER, the_clock.now(), levels=1)
    assert set(top.totals) == {forest.district.pk, forest.street.pk, forest.near.pk}
    assert all(whole.lines[key] == row for key, row in top.lines.items())


def test_one_level_of_figures_has_each_organization_below(forest: Forest) -> None:
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    found = figures.month_figures(forest.district, OCTOBER, 1)
    below = [forest.street, forest.near]
    assert list(found.totals) == [forest.district.pk, *(each.pk for each in below)]
    theme_day = Rule.objects.get(code="R-MEET-04", valid_until=None)
    cells = [found.lines[each.pk, theme_day.pk] for each in below]
    assert [(cell.fulfilled, cell.required, cell.lacking) for cell in cells] == [(1, 2, 1), (0, 1, 1)]
    assert found.total is not None
    assert found.total.required == 5


def test_a_district_without_rules_has_totals_and_no_lines(forest: Forest) -> None:
    Rule.objects.update(valid_until=day("2020-01-01"))
    counted_meeting(forest.deep, "2026-10-16", "theme_day")
    found = figures.live_figures(forest.district, OCTOBER, the_clock.now())
    assert found.lines == {}
    assert found.totals[forest.district.pk].expected == 10
    assert found.totals[forest.district.pk].required is None
