"""Splits and moves are deeds of the tree like mergers; whoever receives a branch is told."""

import datetime as dt

import pytest

from branches import actions
from branches.errors import (
    NobodyGoes,
    NotOfThisBranch,
    TooFewForSplit,
)
from branches.models import Organization, TreeDeed
from members.models import Member, Post
from tests.branches.deeds import DAY, merge, secretary_next_door, snapshot, split
from tests.reminders.digests import MONDAY, sentences
from tests.world import World, enroll

# ── splitting ──


def test_a_split_founds_a_branch_with_those_who_go(world: World) -> None:
    for n in range(4):
        enroll(world.branch, f"多{n}")
    going = [*world.members[1:5]]
    before = snapshot()
    row = split(world, going)
    new = Organization.objects.get(code="A-9")
    assert (row.receiver, new.parent, new.established_on) == (new, world.street, DAY)
    assert {each.pk for each in Member.objects.filter(organization=new)} == {each.pk for each in going}
    assert not Post.objects.filter(organization=world.branch, member__in=going, until__isnull=True).exists()
    assert Post.objects.filter(organization=world.branch, member=world.members[0], until=None).exists()
    actions.take_back(deed=row, reason="不分了", by=world.shao.actor)
    after = snapshot()
    assert {name for name in before if before[name] != after[name]} == set()
    assert not Organization.objects.standing(DAY).filter(code="A-9").exists()


@pytest.mark.parametrize(("going", "which"), [(2, "新支部正式党员2名"), (6, "原支部正式党员2名")])
def test_r_org_01_both_sides_keep_three_full_members(world: World, going: int, which: str) -> None:
    before = snapshot()
    with pytest.raises(TooFewForSplit, match=which):
        split(world, world.members[:going])
    assert snapshot() == before
    assert not Organization.objects.filter(code="A-9").exists()
    assert split(world, world.members[:3]).receiver is not None


def test_a_split_names_members_of_the_branch(world: World) -> None:
    with pytest.raises(NobodyGoes):
        split(world, [])
    other = enroll(world.other_branches[0], "别处的")
    with pytest.raises(NotOfThisBranch, match="1名不在"):
        split(world, [*world.members[:3], other])


# ── moving ──


def test_a_move_is_a_deed_that_is_taken_back(world: World) -> None:
    actions.move(organization=world.branch, parent=world.other_street, effective_on=DAY, by=world.wei.actor)
    row = TreeDeed.objects.get()
    assert (row.kind, row.receiver, row.former_parent) == ("moved", world.other_street, world.street)
    actions.take_back(deed=row, reason="办错了", by=world.wei.actor)
    world.branch.refresh_from_db()
    assert world.branch.parent == world.street
    assert Organization.objects.get(pk=world.groups[0].pk).path.startswith(world.branch.path)


def test_whoever_receives_a_branch_is_told_once_and_who_did_it_is_not(world: World) -> None:
    ma = secretary_next_door(world)
    merge(world)
    told = "滨江社区第二党支部11月10日起并入滨江社区第一党支部。"
    assert sentences(ma, MONDAY, "deed") == [told]
    assert sentences(world.shao.user, MONDAY, "deed") == []
    assert sentences(world.shen.user, MONDAY, "deed") == []
    assert sentences(ma, MONDAY + dt.timedelta(days=1), "deed") == []
    actions.move(
        organization=world.branches[0], parent=world.other_street, effective_on=DAY, by=world.wei.actor
    )
    moved = "滨江社区第一党支部11月10日起划归云台街道党工委。"
    assert sentences(world.shao.user, MONDAY, "deed") == [moved]
