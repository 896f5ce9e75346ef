"""The facts that findings ask for: the same for one organization and for a whole tree, in the same few queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches import actions
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from dashboards.selectors import organization_facts
from dashboards.selectors.organization_facts import load_organization_facts
from members import actions as member_actions
from members.models import Member
from tests.world import World

pytestmark = pytest.mark.once

ON = dt.date(2026, 11, 22)


def test_a_branchs_facts(world: World) -> None:
    found = load_organization_facts([world.branch], ON)[world.branch.pk]
    assert (found.members, found.full_members, found.committee_size, found.deputies) == (9, 8, 3, 0)
    assert found.titles == {"secretary", "organization", "publicity"}
    assert (found.term.number, found.name) == (1, world.branch.name)


def test_a_groups_members_are_those_assigned_to_it(world: World) -> None:
    found = load_organization_facts(world.groups, ON)
    assert [(found[group.pk].members, found[group.pk].full_members) for group in world.groups] == [
        (5, 4),
        (4, 4),
    ]


def test_one_person_with_two_posts_sits_once(world: World) -> None:
    term = world.branch.terms.get()
    member_actions.appoint(
        term=term, member=world.members[1], title="discipline", since=term.since, by=SYSTEM
    )
    found = load_organization_facts([world.branch], ON)[world.branch.pk]
    assert (found.committee_size, len(found.titles)) == (3, 4)


@pytest.mark.parametrize(
    ("kind", "barred"), [("suspended", 1), ("probation", 1), ("rights_suspended", 1), ("exempt", 0)]
)
def test_a_limit_of_whoever_holds_a_post_is_counted(world: World, kind: str, barred: int) -> None:
    """R-ORG-15: entered after the election."""
    for member in (world.members[0], world.members[5]):
        member_actions.restrict(member=member, kind=kind, since=ON, reason="见决定", by=SYSTEM)
    found = load_organization_facts([world.branch], ON)[world.branch.pk]
    assert (found.barred, found.secretary_full_on) == (barred, dt.date(2011, 7, 1))
    assert load_organization_facts([world.branch], ON - dt.timedelta(days=1))[world.branch.pk].barred == 0


def test_posts_of_a_past_term_are_not_the_committees(world: World) -> None:
    actions.begin_term(
        organization=world.branch,
        since=dt.date(2026, 10, 1),
        has_committee=True,
        document="街党〔2026〕9号",
        approved_on=dt.date(2026, 9, 20),
        approved_by="望海街道党工委",
        by=SYSTEM,
    )
    assert load_organization_facts([world.branch], ON)[world.branch.pk].committee_size == 0


def test_who_has_left_is_not_counted(world: World) -> None:
    member_actions.leave(member=world.members[4], exit="died", on=dt.date(2026, 11, 1), by=SYSTEM)
    assert load_organization_facts([world.branch], ON)[world.branch.pk].members == 8


def test_many_are_asked_by_their_stretch_of_the_tree_with_the_same_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = list(Organization.objects.filter(code__in=["A", "A-1", "A-2", "A-2-G1", "B-1"]))
    few = load_organization_facts(some, ON)
    monkeypatch.setattr(organization_facts, "MOST_KEYS", 2)
    with CaptureQueriesContext(connection) as queries:
        assert load_organization_facts(some, ON) == few
    assert len(queries) == 4


def test_who_is_suspended_is_in_no_count(world):
    """R-STA-10: R-ORG-02, 03 and 05, the pages and the filters count seven full members of eight."""
    member = world.members[3]
    member_actions.restrict(member=member, kind="suspended", since=ON, reason="失去联系", by=SYSTEM)
    facts = load_organization_facts([world.branch], ON)[world.branch.pk]
    assert (facts.members, facts.full_members) == (8, 7)
    before = load_organization_facts([world.branch], ON - dt.timedelta(days=1))[world.branch.pk]
    assert (before.members, before.full_members) == (9, 8)
    here = Member.objects.filter(organization=world.branch)
    assert here.suspended_on(ON).get() == member
    assert here.counted_on(ON).count() == 8
