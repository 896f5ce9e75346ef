"""Terms of office: how long, one after the other, extended at most a year; who was secretary on a given day."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches import actions
from branches.errors import (
    ApprovedTooLate,
    EarlyNeedsDocument,
    ExtensionNeedsDocument,
    ExtensionNotLater,
    ExtensionTooLong,
    GroupHasNoCommittee,
    LateNeedsDocument,
    NoTermToExtend,
    NotYours,
    TemporaryElects,
    TermOver,
    TermOverlaps,
    TooEarly,
)
from branches.models import Organization, Term
from branches.rules.findings import OrganizationFacts, findings
from branches.selectors.actors import SYSTEM
from dashboards.selectors.organization_facts import load_organization_facts
from dashboards.selectors.organization_page import posts_on
from members import actions as member_actions
from tests.world import World, establish

SINCE = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("kind", "unit_kind", "due_on"),
    [
        ("branch", "community", dt.date(2029, 2, 28)),
        ("branch", "village", dt.date(2029, 2, 28)),
        ("general_branch", "community", dt.date(2029, 2, 28)),
        ("branch", "private_enterprise", dt.date(2027, 2, 28)),
        ("joint_branch", "social_organization", dt.date(2027, 2, 28)),
        ("general_branch", "organ", dt.date(2027, 2, 28)),
        (
            "branch",
            "street_office",
            dt.date(2027, 2, 28),
        ),  # a branch of the street's office, not of a community
        ("committee", "street_office", dt.date(2029, 2, 28)),
        ("committee", "organ", dt.date(2029, 2, 28)),
    ],
)
def test_a_term_lasts_as_long_as_the_regulations_say(
    db: None, kind: str, unit_kind: str, due_on: dt.date
) -> None:
    street = establish("A", "望海街道党工委", "working_committee", None)
    organization = establish("T", "任期", kind, street, unit_kind=unit_kind)
    term = actions.begin_term(organization=organization, since=SINCE, has_committee=False, by=SYSTEM)
    assert (term.number, term.due_on, term.until) == (1, due_on, None)


def test_the_next_term_ends_the_one_before_on_the_eve(world: World) -> None:
    term = actions.begin_term(
        organization=world.branch,
        since=dt.date(2026, 10, 1),
        has_committee=True,
        **APPROVAL,
        by=world.wei.actor,
    )
    first = Term.objects.get(organization=world.branch, number=1)
    assert (first.until, term.number, term.until) == (dt.date(2026, 9, 30), 2, None)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after["number"], entry.path) == ("term.begin", 2, world.branch.path)
    assert entry.note == "海组〔2026〕8号"


APPROVED_ON = dt.date(2026, 2, 1)
APPROVAL = {"document": "海组〔2026〕8号", "approved_on": APPROVED_ON, "approved_by": "中共海云区委员会"}
DUE_ON = dt.date(2026, 5, 1)
EXTENDED = dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("since", "extended_until", "lacking", "error"),
    [
        (DUE_ON, None, set(APPROVAL), None),  # the day itself is in time
        (DUE_ON - dt.timedelta(days=1), None, set(), None),
        (DUE_ON - dt.timedelta(days=1), None, set(APPROVAL), EarlyNeedsDocument),
        (DUE_ON - dt.timedelta(days=1), None, {"document"}, EarlyNeedsDocument),
        (DUE_ON - dt.timedelta(days=1), None, {"approved_on"}, EarlyNeedsDocument),
        (DUE_ON - dt.timedelta(days=1), None, {"approved_by"}, EarlyNeedsDocument),
        (dt.date(2025, 4, 30), None, set(APPROVAL), EarlyNeedsDocument),
        (DUE_ON + dt.timedelta(days=1), None, set(), None),
        (DUE_ON + dt.timedelta(days=1), None, set(APPROVAL), LateNeedsDocument),
        (DUE_ON + dt.timedelta(days=1), EXTENDED, set(APPROVAL), None),  # the extension was approved
        (EXTENDED, EXTENDED, set(APPROVAL), None),
        (EXTENDED + dt.timedelta(days=1), EXTENDED, {"approved_by"}, LateNeedsDocument),
    ],
)
def test_r_org_11_an_election_early_or_late_takes_number_day_and_body_of_the_approval(
    world: World, since: dt.date, extended_until: dt.date | None, lacking: set[str], error: Any
) -> None:
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    given = {"organization": branch, "has_committee": False, "by": world.wei.actor}
    term = actions.begin_term(since=dt.date(2023, 5, 1), **given)
    Term.objects.filter(pk=term.pk).update(extended_until=extended_until)
    whole = APPROVAL | {"approved_on": min(APPROVED_ON, since)}
    approval = {name: value for name, value in whole.items() if name not in lacking}
    if error is None:
        new = actions.begin_term(since=since, **approval, **given)
        assert (new.number, new.former_due_on) == (2, DUE_ON)
        assert Term.objects.get(pk=term.pk).overdue_days == 0
        return
    with pytest.raises(error) as refusal:
        actions.begin_term(since=since, **approval, **given)
    assert (refusal.value.rule, set(refusal.value.fields) <= lacking) == ("R-ORG-11", True)
    assert str(refusal.value).endswith("《基层组织选举工作条例》第三条")
    assert Term.objects.get(organization=branch).until is None


@pytest.mark.parametrize(
    "body", ["滨江社区第二党支部", "中共海云区滨江社区支部委员会", "本支部支委会 ", "第一党小组"]
)
def test_r_org_11_no_branch_approves_a_term(world: World, body: str) -> None:
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    given = {"organization": branch, "has_committee": False, "by": world.wei.actor}
    term = actions.begin_term(since=dt.date(2023, 5, 1), **given)
    paper = APPROVAL | {"approved_by": body}
    with pytest.raises(ExtensionNeedsDocument, match="请填作出批复的上级党组织") as refusal:
        actions.extend_term(term=term, until=EXTENDED, **paper, by=world.wei.actor)
    assert set(refusal.value.fields) == {"approved_by"}
    with pytest.raises(LateNeedsDocument):
        actions.begin_term(since=DUE_ON + dt.timedelta(days=1), **paper, **given)
    assert Term.objects.get(organization=branch).until is None


def test_an_approval_is_no_later_than_the_election(world: World) -> None:
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    given = {"organization": branch, "has_committee": False, "by": world.wei.actor}
    actions.begin_term(since=dt.date(2024, 5, 1), **given)
    with pytest.raises(ApprovedTooLate):
        actions.begin_term(since=dt.date(2026, 1, 1), **APPROVAL, **given)
    assert Term.objects.get(organization=branch).until is None


@pytest.mark.parametrize(
    ("since", "warned"),
    [
        (dt.date(2025, 5, 1), False),  # a year to the day
        (dt.date(2025, 4, 30), True),
        (dt.date(2026, 11, 1), False),
    ],
)
def test_r_org_11_more_than_a_year_early_is_warned_of_and_done(
    world: World, since: dt.date, warned: bool
) -> None:
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    given = {"organization": branch, "has_committee": False, "by": world.wei.actor}
    actions.begin_term(since=dt.date(2023, 5, 1), **given)
    actions.begin_term(since=since, **APPROVAL | {"approved_on": min(APPROVED_ON, since)}, **given)
    assert ("R-ORG-11" in rules_of(branch, "R-ORG-11")) is warned


@pytest.mark.parametrize(
    ("approved_on", "overdue"),
    [(DUE_ON, 0), (DUE_ON + dt.timedelta(days=1), 1), (dt.date(2026, 6, 30), 60)],
)
def test_r_org_11_days_before_a_late_approval_stay_on_record(
    world: World, sign_in: Any, approved_on: dt.date, overdue: int
) -> None:
    """Of an extension and of an election alike; the page, the API and the audit say so (L34)."""
    for code, deed in (("T1", "extend"), ("T2", "begin")):
        branch = establish(code, f"任期{code}", "branch", world.street, unit_kind="organ")
        given = {"organization": branch, "has_committee": False, "by": world.wei.actor}
        term = actions.begin_term(since=dt.date(2023, 5, 1), **given)
        approval = APPROVAL | {"approved_on": approved_on}
        if deed == "extend":
            actions.extend_term(term=term, until=dt.date(2027, 5, 1), **approval, by=world.wei.actor)
            assert Entry.objects.latest("id").after["overdue_days"] == overdue
            assert ("R-ORG-09" in rules_of(branch)) is bool(overdue)
        else:
            actions.begin_term(since=dt.date(2026, 11, 1), **approval, **given)
            assert Entry.objects.latest("id").before["overdue_days"] == overdue
        term.refresh_from_db()
        assert term.overdue_days == overdue
        answer = sign_in("wei").get(f"/api/v1/organizations/{code}/terms/")
        assert answer.json()["results"][-1]["overdue_days"] == overdue
        page = sign_in("wei").get(f"/organizations/{code}/").content.decode()
        assert (f"逾期{overdue}天" in page or f"批复以前{overdue}天" in page) is bool(overdue)


@pytest.mark.parametrize("since", [dt.date(2024, 3, 28), dt.date(2020, 1, 1)])
def test_a_term_begins_after_the_one_before(world: World, since: dt.date) -> None:
    with pytest.raises(TermOverlaps):
        actions.begin_term(organization=world.branch, since=since, has_committee=True, by=SYSTEM)
    assert Term.objects.get(organization=world.branch).until is None


def test_a_term_does_not_begin_before_the_organization(world: World) -> None:
    with pytest.raises(TooEarly):
        actions.begin_term(
            organization=world.branches[0], since=dt.date(2015, 2, 28), has_committee=False, by=SYSTEM
        )
    assert not Term.objects.filter(organization=world.branches[0]).exists()


def test_a_temporary_branch_elects_no_second_term(world: World) -> None:
    temporary = establish("T", "工程临时", "temporary_branch", world.street)
    actions.begin_term(organization=temporary, since=SINCE, has_committee=False, by=SYSTEM)
    with pytest.raises(TemporaryElects) as refusal:
        actions.begin_term(organization=temporary, since=dt.date(2026, 1, 1), has_committee=False, by=SYSTEM)
    assert refusal.value.rule == "R-ORG-12"
    assert Term.objects.get(organization=temporary).until is None


def test_a_group_has_no_committee(world: World) -> None:
    with pytest.raises(GroupHasNoCommittee):
        actions.begin_term(organization=world.groups[0], since=SINCE, has_committee=True, by=SYSTEM)
    assert not Term.objects.filter(organization=world.groups[0]).exists()


@pytest.mark.parametrize(
    ("until", "lacking", "error"),
    [
        (dt.date(2029, 3, 29), set(), None),
        (dt.date(2030, 3, 28), set(), None),  # exactly a year
        (dt.date(2030, 3, 29), set(), None),  # more is warned of
        (dt.date(2034, 3, 29), set(), ExtensionTooLong),  # longer than a term
        (dt.date(2029, 3, 28), set(), ExtensionNotLater),  # no extension at all
        (dt.date(2029, 12, 1), {"document"}, ExtensionNeedsDocument),
        (dt.date(2029, 12, 1), {"approved_on"}, ExtensionNeedsDocument),
        (dt.date(2029, 12, 1), {"approved_by"}, ExtensionNeedsDocument),
    ],
)
def test_r_org_11(world: World, until: dt.date, lacking: set[str], error: Any) -> None:
    term = Term.objects.get(organization=world.branch)  # due on 28 March 2029
    approval = {name: "  " if name == "document" else None for name in lacking} | {
        name: value for name, value in APPROVAL.items() if name not in lacking
    }
    approval["approved_by"] = approval["approved_by"] or ""
    if error is None:
        extended = actions.extend_term(term=term, until=until, **approval, by=world.shao.actor)
        assert (extended.extended_until, extended.expires_on) == (until, until)
        assert Entry.objects.latest("id").action == "term.extend"
        assert ("R-ORG-11" in rules_of(world.branch, "R-ORG-11")) is (until > dt.date(2030, 3, 28))
        return
    with pytest.raises(error) as refusal:
        actions.extend_term(term=term, until=until, **approval, by=world.shao.actor)
    assert refusal.value.rule == "R-ORG-11"
    assert Term.objects.get(pk=term.pk).extended_until is None


def test_an_extension_entered_after_the_end_is_said(world: World) -> None:
    """Its approval is dated in time, nobody could see it then (L34)."""
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    term = actions.begin_term(organization=branch, since=dt.date(2023, 5, 1), has_committee=False, by=SYSTEM)
    actions.extend_term(term=term, until=dt.date(2027, 4, 1), **APPROVAL, by=world.shao.actor)
    facts = load_organization_facts([branch], dt.date(2026, 11, 22))[branch.pk]
    (said,) = [one.sentence for one in findings(facts) if one.rule == "R-ORG-11"]
    assert said == "延期在届满205天以后才登记，批复日期写的是2026年2月1日"


@pytest.mark.parametrize("kind", ["working_committee", "temporary_branch"])
def test_who_is_appointed_has_no_day_on_which_the_term_is_due(world: World, kind: str) -> None:
    place = establish("T", "任期", kind, world.district)
    term = actions.begin_term(organization=place, since=SINCE, has_committee=False, by=SYSTEM)
    assert (term.due_on, term.expires_on, term.overdue_days, term.days_since_end(dt.date(2036, 1, 1))) == (
        None,
        None,
        0,
        0,
    )
    with pytest.raises(NoTermToExtend):
        actions.extend_term(term=term, until=dt.date(2029, 12, 1), **APPROVAL, by=SYSTEM)


def test_a_term_that_is_over_is_not_extended(world: World) -> None:
    first = Term.objects.get(organization=world.branch)
    actions.begin_term(
        organization=world.branch, since=dt.date(2026, 10, 1), has_committee=True, **APPROVAL, by=SYSTEM
    )
    with pytest.raises(TermOver):
        actions.extend_term(term=first, until=dt.date(2029, 12, 1), document="x", by=SYSTEM)


@pytest.mark.parametrize("who", ["lin", "hua", "sys", "sec", "aud", "shen"])
def test_who_manages_no_organizations_begins_no_term(world: World, who: str) -> None:
    by, term = getattr(world, who).actor, Term.objects.get(organization=world.branch)
    with pytest.raises(NotYours):
        actions.begin_term(organization=world.branch, since=dt.date(2026, 10, 1), has_committee=True, by=by)
    with pytest.raises(NotYours):
        actions.extend_term(term=term, until=dt.date(2029, 12, 1), document="x", by=by)
    assert Term.objects.get(organization=world.branch) == term


def secretary_on(organization: Organization, day: dt.date) -> list[str]:
    return [post.member.name for post in posts_on(organization, day) if post.title == "secretary"]


def test_who_was_secretary_on_a_given_day(world: World) -> None:
    """林知 until the end of June 2025, nobody in July, 何秀 from August; 周文 from the next term on."""
    term = Term.objects.get(organization=world.branch)
    first = term.posts.get(title="secretary")
    member_actions.relieve(post=first, until=dt.date(2025, 6, 30), by=SYSTEM)
    member_actions.appoint(
        term=term, member=world.members[1], title="secretary", since=dt.date(2025, 8, 1), by=SYSTEM
    )
    answers = {
        dt.date(2024, 3, 27): [],
        dt.date(2024, 3, 28): ["林知"],
        dt.date(2025, 6, 30): ["林知"],
        dt.date(2025, 7, 1): [],
        dt.date(2025, 7, 31): [],
        dt.date(2025, 8, 1): ["何秀"],
        dt.date(2026, 11, 22): ["何秀"],
    }
    assert {day: secretary_on(world.branch, day) for day in answers} == answers


def test_a_post_ends_with_its_term(world: World) -> None:
    actions.begin_term(
        organization=world.branch, since=dt.date(2026, 10, 1), has_committee=True, **APPROVAL, by=SYSTEM
    )
    assert secretary_on(world.branch, dt.date(2026, 9, 30)) == ["林知"]
    assert secretary_on(world.branch, dt.date(2026, 10, 1)) == []


@pytest.mark.parametrize(
    ("due_on", "on", "facts", "ends"),
    [
        (dt.date(2027, 5, 23), dt.date(2026, 11, 22), {}, False),  # R-ORG-10: half a year and a day
        (dt.date(2027, 5, 22), dt.date(2026, 11, 22), {}, True),
        (dt.date(2027, 8, 31), dt.date(2027, 2, 28), {}, True),  # half a year before it there is no 31st
        (dt.date(2027, 8, 31), dt.date(2027, 2, 27), {}, False),
        (dt.date(2027, 2, 28), dt.date(2026, 8, 28), {}, True),
        (dt.date(2027, 2, 28), dt.date(2026, 8, 30), {}, True),
        (dt.date(2027, 3, 1), dt.date(2026, 8, 31), {}, False),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {}, True),  # R-ORG-09
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {"extended_until": dt.date(2027, 9, 1)}, False),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {"kind": "temporary_branch"}, False),  # R-ORG-12
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {"kind": "working_committee"}, False),  # appointed
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {"dissolved_on": dt.date(2026, 11, 22)}, False),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 22), {"dissolved_on": dt.date(2026, 11, 23)}, True),
    ],
)
def test_terms_end_as_findings_have_it(
    world: World, due_on: dt.date, on: dt.date, facts: dict[str, Any], ends: bool
) -> None:
    place = world.branch
    facts = dict(facts)
    extended = facts.pop("extended_until", None)
    Term.objects.filter(organization=place).update(due_on=due_on, extended_until=extended)
    Organization.objects.filter(pk=place.pk).update(**facts)
    place.refresh_from_db()
    found = findings(
        OrganizationFacts(
            kind=place.kind, unit_kind=place.unit_kind, full_members=5, members=0, units_covered=1,
            term=Term.objects.get(organization=place), committee_size=5, deputies=0, on=on,
            dissolved_on=place.dissolved_on,
        )
    )  # fmt: skip
    assert Term.objects.filter(organization=place).ending(on, 6).exists() is ends
    assert any(one.rule in ("R-ORG-09", "R-ORG-10") for one in found) is ends


def test_the_corrected_unit_kind_measures_the_current_term_anew(world: World) -> None:
    """R-ORG-09 hangs on it: five years in a community, three elsewhere."""
    branch = establish("T", "任期", "branch", world.street, unit_kind="organ")
    for since in (dt.date(2019, 5, 1), dt.date(2022, 5, 1)):
        term = actions.begin_term(organization=branch, since=since, has_committee=False, by=SYSTEM)
    approval = APPROVAL | {"approved_on": dt.date(2025, 4, 1)}
    actions.extend_term(term=term, until=dt.date(2026, 5, 1), **approval, by=SYSTEM)
    assert rules_of(branch) == ["R-ORG-09"]
    actions.describe(organization=branch, unit_kind="community", by=world.shao.actor)
    term.refresh_from_db()
    assert (term.due_on, term.extended_until, term.extension_document) == (dt.date(2027, 5, 1), None, "")
    assert Term.objects.get(organization=branch, number=1).due_on == dt.date(2022, 5, 1)
    assert rules_of(branch) == ["R-ORG-10"]
    entry = Entry.objects.latest("id")
    assert entry.before == {"unit_kind": "organ", "due_on": "2025-05-01", "extended_until": "2026-05-01"}
    assert entry.after == {"unit_kind": "community", "due_on": "2027-05-01", "extended_until": None}
    actions.describe(organization=branch, unit_kind="school", by=world.shao.actor)
    term.refresh_from_db()
    assert term.due_on == dt.date(2025, 5, 1)


def rules_of(organization: Organization, *rules: str) -> list[str]:
    facts = load_organization_facts([organization], dt.date(2026, 11, 22))[organization.pk]
    return [one.rule for one in findings(facts) if one.rule in (rules or ("R-ORG-09", "R-ORG-10"))]
