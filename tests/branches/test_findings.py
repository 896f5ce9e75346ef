"""Findings: one table a regulation, with the boundary values. R-ORG-01 is a refusal (test_establish)."""

import datetime as dt
from typing import Any

import pytest

from branches.models import Term
from branches.rules.findings import OrganizationFacts, findings, name_warnings, time_left

pytestmark = pytest.mark.once  # no database can change its answer

ON = dt.date(2026, 11, 22)


def term(**facts: Any) -> Term:
    return Term(
        **{"since": dt.date(2025, 1, 1), "due_on": dt.date(2030, 1, 1), "has_committee": False} | facts
    )


def findings_with(**facts: Any) -> list[tuple[str, str]]:
    """(rule, level) of a branch of five full members, with what differs."""
    given = {
        "kind": "branch",
        "unit_kind": "community",
        "full_members": 5,
        "members": 5,
        "units_covered": 1,
        "term": term(),
        "committee_size": 0,
        "deputies": 0,
        "on": ON,
    }
    return [(finding.rule, finding.level) for finding in findings(OrganizationFacts(**given | facts))]


def test_where_all_is_as_it_should_be_nothing_is_found() -> None:
    assert findings_with() == []


COMMITTEE = {"term": term(has_committee=True), "full_members": 9, "members": 9}
TABLE = [
    # R-ORG-02: fewer than three full members (支部工作条例 Art. 4)
    ({"full_members": 3}, []),
    ({"full_members": 2}, [("R-ORG-02", "stop")]),
    ({"full_members": 0, "members": 0}, [("R-ORG-02", "stop")]),
    ({"full_members": 2, "kind": "joint_branch"}, [("R-ORG-02", "stop")]),
    ({"full_members": 2, "kind": "temporary_branch"}, []),
    ({"full_members": 0, "members": 0, "kind": "general_branch"}, []),
    ({"full_members": 0, "members": 2, "kind": "group"}, []),
    # R-ORG-03: more than fifty members
    ({"members": 50}, []),
    ({"members": 51}, [("R-ORG-03", "stop")]),
    ({"members": 51, "kind": "general_branch"}, []),
    # R-ORG-04: a joint branch covering more than five units
    ({"kind": "joint_branch", "units_covered": 5}, []),
    ({"kind": "joint_branch", "units_covered": 6}, [("R-ORG-04", "warn")]),
    ({"kind": "branch", "units_covered": 6}, []),
    # R-ORG-05: seven full members and no committee (Art. 20)
    ({"full_members": 6, "members": 9}, []),
    ({"full_members": 7, "members": 7}, [("R-ORG-05", "stop")]),
    ({"full_members": 7, "members": 7, "term": None}, [("R-ORG-05", "stop")]),
    ({"full_members": 7, "members": 7, "kind": "temporary_branch"}, []),
    ({"full_members": 7, "members": 7, "kind": "general_branch"}, []),
    # R-ORG-06: a committee of three to five, at most seven
    (COMMITTEE | {"committee_size": 2}, [("R-ORG-06", "stop")]),
    (COMMITTEE | {"committee_size": 3}, []),
    (COMMITTEE | {"committee_size": 5}, []),
    (COMMITTEE | {"committee_size": 6}, [("R-ORG-06", "warn")]),
    (COMMITTEE | {"committee_size": 7}, [("R-ORG-06", "warn")]),
    (COMMITTEE | {"committee_size": 8}, [("R-ORG-06", "stop")]),
    ({"committee_size": 2}, []),  # without a committee two posts are two posts
    # R-ORG-07: the four duties
    (
        COMMITTEE | {"committee_size": 3, "titles": frozenset({"secretary", "organization", "publicity"})},
        [("R-ORG-07", "stop")],
    ),
    (
        COMMITTEE
        | {
            "committee_size": 3,
            "titles": frozenset({"secretary", "organization", "publicity", "discipline"}),
        },
        [],
    ),
    # R-ORG-08: at most one deputy secretary
    ({"deputies": 1}, []),
    ({"deputies": 2}, [("R-ORG-08", "warn")]),
    # R-ORG-09 and R-ORG-10: the term's end, and six months before it (Art. 21)
    ({"term": term(due_on=dt.date(2026, 11, 21))}, [("R-ORG-09", "stop")]),
    ({"term": term(due_on=dt.date(2026, 11, 22))}, [("R-ORG-10", "warn")]),
    ({"term": term(due_on=dt.date(2027, 5, 22))}, [("R-ORG-10", "warn")]),
    ({"term": term(due_on=dt.date(2027, 5, 23))}, []),
    (
        {"term": term(due_on=dt.date(2026, 1, 1), extended_until=dt.date(2026, 11, 21))},
        [("R-ORG-09", "stop")],
    ),
    (
        {"term": term(due_on=dt.date(2026, 1, 1), extended_until=dt.date(2026, 11, 22))},
        [("R-ORG-10", "warn")],
    ),
    ({"term": term(due_on=dt.date(2026, 11, 21)), "kind": "committee"}, [("R-ORG-09", "stop")]),
    ({"term": term(due_on=dt.date(2026, 11, 21)), "kind": "general_branch"}, [("R-ORG-09", "stop")]),
    ({"term": term(due_on=dt.date(2026, 11, 21)), "kind": "working_committee"}, []),  # not elected
    (
        {"term": term(due_on=dt.date(2026, 11, 21)), "kind": "committee", "name": "中共海云区委员会"},
        [],  # elected by a congress
    ),
    ({"term": term(due_on=dt.date(2026, 11, 21)), "kind": "temporary_branch"}, []),
    ({"term": term(due_on=dt.date(2026, 11, 21)), "kind": "group"}, []),
    # R-ORG-13: a temporary branch past the planned end of its body (Art. 8)
    ({"kind": "temporary_branch", "planned_end_on": dt.date(2026, 11, 22)}, []),
    ({"kind": "temporary_branch", "planned_end_on": dt.date(2026, 11, 21)}, [("R-ORG-13", "stop")]),
    ({"kind": "branch", "planned_end_on": dt.date(2026, 11, 21)}, []),
    # R-ORG-14: a secretary of less than a year's standing, to the day (Art. 23)
    ({"secretary_full_on": dt.date(2025, 11, 22)}, []),
    ({"secretary_full_on": dt.date(2025, 11, 23)}, [("R-ORG-14", "warn")]),
    ({"secretary_full_on": dt.date(2025, 11, 23), "kind": "temporary_branch"}, [("R-ORG-14", "warn")]),
    ({"secretary_full_on": dt.date(2025, 11, 23), "kind": "committee"}, []),
    # R-ORG-15: who may not be elected holds no post (选举工作条例 Art. 5)
    ({"barred": 1}, [("R-ORG-15", "stop")]),
    ({"barred": 1, "kind": "committee", "full_members": 0, "members": 0}, [("R-ORG-15", "stop")]),
    # a dissolved organization is asked for one thing only
    ({"dissolved_on": ON, "members": 0, "full_members": 0}, []),
    ({"dissolved_on": ON, "members": 4}, [("", "stop")]),
    ({"dissolved_on": ON + dt.timedelta(days=1)}, []),
]


@pytest.mark.parametrize(("facts", "expected"), TABLE)
def test_r_org_02_to_15(facts: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert findings_with(**facts) == expected


def test_every_finding_of_the_regulations_names_its_article() -> None:
    for facts, expected in TABLE:
        given = {
            "kind": "branch", "unit_kind": "community", "full_members": 5, "members": 5, "units_covered": 1,
            "term": term(), "committee_size": 0, "deputies": 0, "on": ON,
        } | facts  # fmt: skip
        for finding in findings(OrganizationFacts(**given)):
            assert finding.clears, expected
            named = finding.basis.startswith(
                (
                    "《支部工作条例》第",
                    "《基层组织选举工作条例》第",
                    "《党章》第",
                    "《关于党的基层组织任期的意见》",
                )
            )
            assert bool(finding.rule) == named, expected


def test_stops_stand_before_warnings() -> None:
    assert findings_with(kind="joint_branch", units_covered=9, full_members=2, members=2) == [
        ("R-ORG-02", "stop"),
        ("R-ORG-04", "warn"),
    ]


def test_an_overdue_term_says_by_how_many_days() -> None:
    facts = OrganizationFacts("branch", "village", 5, 5, 1, term(due_on=dt.date(2026, 10, 23)), 0, 0, ON)
    (finding,) = findings(facts)
    assert finding.sentence == "本届领导班子已过届满日期30天，逾期未换届"
    assert finding.basis == "《支部工作条例》第二十一条、《基层组织选举工作条例》第三条"


@pytest.mark.parametrize(
    ("kind", "unit_kind", "basis"),
    [
        ("branch", "village", "《支部工作条例》第二十一条"),
        ("joint_branch", "private_enterprise", "《支部工作条例》第二十一条"),
        ("branch", "organ", "《机关基层组织工作条例》第七条"),
        ("general_branch", "organ", "《机关基层组织工作条例》第六条"),
        ("committee", "organ", "《机关基层组织工作条例》第五条"),
        ("general_branch", "community", "《关于党的基层组织任期的意见》"),
        ("committee", "school", "《党章》第三十一条、《关于党的基层组织任期的意见》"),
    ],
)
def test_r_org_19_the_basis_of_a_term_is_that_of_the_body(kind: str, unit_kind: str, basis: str) -> None:
    """The overdue one also names the article on elections, the reminder does not."""
    words = {}
    for due_on in (dt.date(2026, 11, 21), dt.date(2027, 1, 1)):
        facts = OrganizationFacts(kind, unit_kind, 5, 5, 1, term(due_on=due_on), 0, 0, ON)
        words |= {one.rule: one.basis for one in findings(facts)}
    assert words["R-ORG-09"] == f"{basis}、《基层组织选举工作条例》第三条"
    assert words["R-ORG-10"] == basis


@pytest.mark.parametrize(
    ("name", "is_local"),
    [
        ("中共海云区委员会", True),
        ("中共青田县委员会", True),
        ("中共浦东新区委员会", True),
        ("中共海云区滨江社区委员会", False),
        ("中共海云区碧水小区委员会", False),
        ("中共高新技术产业开发区委员会", False),
        ("中共海云区第一中学委员会", False),
    ],
)
def test_a_district_committee_is_told_by_its_name(name: str, is_local: bool) -> None:
    facts = OrganizationFacts(
        "committee", "organ", 0, 0, 1, term(due_on=dt.date(2026, 1, 1)), 0, 0, ON, name=name
    )
    assert any(one.rule == "R-ORG-09" for one in findings(facts)) != is_local


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (dt.date(2027, 3, 28), "4个月"),
        (dt.date(2027, 3, 22), "4个月"),
        (dt.date(2027, 3, 21), "3个月"),
        (dt.date(2026, 12, 22), "1个月"),
        (dt.date(2026, 12, 21), "29天"),
        (dt.date(2026, 11, 22), "0天"),
    ],
)
def test_what_is_left_of_a_term_in_words(until: dt.date, words: str) -> None:
    assert time_left(ON, until) == words


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("branch", "中共海云区滨江社区第二支部委员会", ""),
        ("branch", "中共海云区滨江社区第二党支部", ""),
        ("branch", "中国共产党海云区滨江社区支部委员会", ""),
        ("branch", "海云区滨江社区第二党支部", "全称开头少了“中共”"),
        ("branch", "中共海云区滨江社区", "全称结尾不是“支部委员会”"),
        ("branch", "滨江社区", "全称开头少了“中共”，结尾不是“支部委员会”"),
        ("committee", "中共海云区委员会", ""),
        ("committee", "中共海云区委", "全称结尾不是“委员会”"),
        ("working_committee", "中共海云区望海街道工作委员会", ""),
        ("general_branch", "中共海云区机关总支部委员会", ""),
        ("joint_branch", "中共海云区楼宇联合支部委员会", ""),
        ("joint_branch", "中共海云区楼宇支部委员会", "全称结尾不是“联合支部委员会”"),
        ("group", "第一党小组", ""),
    ],
)
def test_r_data_05(kind: str, name: str, sentence: str) -> None:
    warned = name_warnings(kind, name)
    assert [(warning.rule, warning.level, warning.sentence) for warning in warned] == (
        [("R-DATA-05", "warn", sentence)] if sentence else []
    )
