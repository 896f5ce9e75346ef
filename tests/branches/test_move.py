"""Moving a subtree: every path below it follows, nothing else changes, no circle arises."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from branches import actions
from branches.errors import AlreadyUnderThisParent, MayNotStandThere, NotYours, TooEarly, WouldCircle
from branches.models import Change, Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from tests.world import World, establish

DAY = dt.date(2026, 11, 1)


def walked(parent: Organization | None = None) -> dict[str, list[str]]:
    """Code → codes from the root down to it, by following parents, one by one."""
    found: dict[str, list[str]] = {}
    for child in Organization.objects.filter(parent=parent):
        above = [] if parent is None else walked_to(parent)
        found[child.code] = [*above, child.code]
        found |= walked(child)
    return found


def walked_to(organization: Organization) -> list[str]:
    chain = [organization.code]
    while organization.parent is not None:
        organization = organization.parent
        chain.insert(0, organization.code)
    return chain


def by_paths() -> dict[str, list[str]]:
    """The same, read from the paths."""
    code_of = dict(Organization.objects.values_list("path", "code"))
    return {
        code: [code_of[path[:end]] for end in range(4, len(path) + 4, 4)] for path, code in code_of.items()
    }


def move(organization: Organization, parent: Organization | None, **facts: Any) -> Organization:
    """On DAY, by the system unless somebody is named."""
    return actions.move(
        organization=organization, parent=parent, **{"effective_on": DAY, "by": SYSTEM} | facts
    )


def test_a_three_level_tree_moves_whole(world: World) -> None:
    general = establish("A-G", "港区党总支", "general_branch", world.street)
    for n in (1, 2):
        branch = establish(f"A-G-{n}", f"港区第{n}党支部", "branch", general)
        for m in (1, 2):
            establish(f"A-G-{n}-{m}", f"第{m}党小组", "group", branch)
    moved = move(general, world.other_street, document="海组〔2026〕5号")
    assert moved.path == world.other_street.path + "0004"
    assert by_paths() == walked()
    assert by_paths()["A-G-2-1"] == ["D", "B", "A-G", "A-G-2", "A-G-2-1"]
    assert Organization.objects.within(moved).count() == 7


def test_moving_up_to_its_grandparent_keeps_every_path_unique(world: World) -> None:
    move(world.branch, world.district)
    assert by_paths() == walked()
    assert by_paths()["A-2-G1"] == ["D", "A-2", "A-2-G1"]


def test_what_stands_beside_it_stays_where_it_is(world: World) -> None:
    before = dict(Organization.objects.exclude(code__startswith="A-2").values_list("code", "path"))
    move(world.branch, world.other_street)
    assert dict(Organization.objects.exclude(code__startswith="A-2").values_list("code", "path")) == before


def test_a_move_costs_the_same_queries_for_one_as_for_many(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        move(world.branches[0], world.other_street)
    with CaptureQueriesContext(connection) as many:
        move(world.branch, world.other_street)
    assert len(few) == len(many)


def test_a_move_is_written_to_history_and_audit(world: World) -> None:
    old_path = world.branch.path
    move(world.branch, world.other_street, document="海组〔2026〕5号", by=world.wei.actor)
    change = Change.objects.filter(organization=world.branch).latest("id")
    assert (change.deed, change.old_parent, change.new_parent) == ("moved", world.street, world.other_street)
    assert (change.effective_on, change.document, change.recorded_by) == (
        DAY,
        "海组〔2026〕5号",
        world.wei.user,
    )
    entry = Entry.objects.latest("id")
    assert entry.action == "organization.move"
    assert entry.before == {"parent": "A", "path": old_path}
    assert (entry.after["parent"], entry.after["path"]) == ("B", world.other_street.path + "0004")


def test_after_a_move_the_old_street_sees_it_no_more(world: World) -> None:
    move(world.branch, world.other_street)
    assert not Organization.objects.visible_to(world.shao.actor).filter(code="A-2").exists()
    assert Organization.objects.visible_to(world.lin.actor).count() == 3
    assert not Organization.objects.visible_to(world.shen.actor).filter(code="A-2").exists()


@pytest.mark.parametrize(
    ("what", "where", "error"),
    [
        ("A", "A-2", WouldCircle),
        ("A", "A", WouldCircle),
        ("A-2", "A", AlreadyUnderThisParent),
        ("A-2", "B-1", MayNotStandThere),
        ("A-2-G1", "B", MayNotStandThere),
        ("A-2", None, MayNotStandThere),
    ],
)
def test_a_refused_move_changes_nothing(
    world: World, what: str, where: str | None, error: type[RuleBroken]
) -> None:
    before = dict(Organization.objects.values_list("code", "path"))
    organization = Organization.objects.get(code=what)
    parent = Organization.objects.get(code=where) if where else None
    with pytest.raises(error):
        move(organization, parent)
    assert dict(Organization.objects.values_list("code", "path")) == before
    assert not Change.objects.filter(deed="moved").exists()


def test_a_move_is_not_dated_before_the_organization(world: World) -> None:
    with pytest.raises(TooEarly):
        move(world.branch, world.other_street, effective_on=dt.date(2015, 2, 28))
    assert not Change.objects.filter(deed="moved").exists()


def test_a_move_needs_the_right_at_both_ends(world: World) -> None:
    for who in ("shao", "lin", "sys", "shen"):
        with pytest.raises(NotYours):
            move(world.branch, world.other_street, by=getattr(world, who).actor)
    assert Organization.objects.get(code="A-2").parent == world.street


def test_nobody_takes_the_number_of_what_was_moved_away(world: World) -> None:
    """The audit is read by path: a branch established next would show the other's entries to its street."""
    away = world.branches[2]
    left = away.path
    move(away, world.other_street)
    assert establish("A-N", "滨江新党支部", "branch", world.street).path == world.street.path + "0004" != left
    move(away, world.street)
    away.refresh_from_db()
    assert away.path == world.street.path + "0005"
    assert by_paths() == walked()
