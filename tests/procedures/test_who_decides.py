"""Which body decides on what, and between which days a suspension lies that is ended by a restoration (R-STA-09, R-STA-12)."""

import datetime as dt

import pytest

from tests.procedures.proposals import HELD, facts_of, refusal_of

pytestmark = pytest.mark.once  # no database can change its answer

BRANCH, STREET, COUNTY_INSPECTION, COUNTY_PEOPLE, COUNTY_COMMITTEE, BASIC = (
    "中共海云区滨江社区第二党支部", "望海街道党工委", "海云区纪委", "海云区委组织部", "中共海云区委员会", "海云机械公司党委",
)  # fmt: skip
ABOVE = {
    BRANCH: False,
    STREET: True,
    COUNTY_INSPECTION: True,
    COUNTY_PEOPLE: True,
    COUNTY_COMMITTEE: True,
    BASIC: True,
}
INSPECTION = dict.fromkeys(ABOVE, False) | {COUNTY_INSPECTION: True, COUNTY_COMMITTEE: True}
PEOPLE = dict.fromkeys(ABOVE, False) | {COUNTY_PEOPLE: True, COUNTY_COMMITTEE: True}


@pytest.mark.parametrize(
    ("kind", "bodies"),
    [
        *((kind, ABOVE) for kind in ("resigned", "persuaded", "removed_self", "removed_other", "probation", "rights_suspended")),
        ("expelled", INSPECTION | {"望海街道纪工委": False, "滨江社区纪委": True, "某大学党组": True}),
        ("not_recognized", PEOPLE | {"望海街道党工委组织部": False, "滨江社区委员会": False}),
        *((kind, dict.fromkeys(ABOVE, True)) for kind in ("suspended", "suspension_ended")),  # JY 24: the branch or above
    ],
)  # fmt: skip
def test_r_sta_12_each_kind_is_decided_by_a_body_of_its_level(kind, bodies):
    may = {}
    for body in bodies:
        refusal = refusal_of(facts_of(kind, body=body))
        assert refusal is None or (refusal.code, list(refusal.fields)) == ("not_its_decision", ["body"])
        may[body] = refusal is None
    assert may == bodies


@pytest.mark.parametrize(
    ("decided_on", "days", "right"),
    [
        (dt.date(2026, 8, 24), 90, True),  # the last day of it
        (dt.date(2026, 8, 23), 90, False),
        (dt.date(2026, 8, 24), 89, False),
        (dt.date(2026, 5, 26), 180, True),
    ],
)
def test_r_rel_01_a_letter_holds_as_long_as_the_district_says(decided_on, days, right):
    refusal = refusal_of(facts_of("transferred", decided_on=decided_on, letter_days=days))
    assert (refusal.code if refusal else "") == ("" if right else "letter_expired")


def test_r_rel_09_no_branch_issues_a_letter():
    refusal = refusal_of(facts_of("transferred", body=BRANCH))
    assert "基层党委开出" in str(refusal)


@pytest.mark.parametrize(
    ("suspended_on", "number", "right"),
    [
        (dt.date(2025, 1, 1), "海组〔2025〕1号", True),
        (HELD, "海组〔2026〕1号", True),
        (dt.date(2026, 11, 22), "海组〔2026〕1号", False),  # the day after it was decided that it ends
        (dt.date(2009, 12, 31), "海组〔2009〕1号", False),  # before joining
        (dt.date(2025, 1, 1), "海组〔2023〕1号", False),
        (dt.date(2025, 1, 1), "海组〔2024〕1号", True),  # at the turn of the year
    ],
)
def test_r_sta_09_the_suspension_lies_between_joining_and_the_decision_that_ends_it(
    suspended_on, number, right
):
    given = {"suspended_on": suspended_on, "suspension_document": number, "joined_on": dt.date(2010, 7, 1)}
    refusal = refusal_of(facts_of("restored", **given))
    assert (refusal.code if refusal else "") == ("" if right else "suspension_day_wrong")
