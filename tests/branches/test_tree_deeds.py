"""Mergers and dissolutions: each carries what the branch holds as one deed, on an open day, and is taken back until it is frozen."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from audit.models import Entry
from branches import actions, errors
from branches.errors import (
    ApprovedTooLate,
    CameLater,
    CorrectionPaperMissing,
    DeedUsed,
    FrozenDay,
    IntoItself,
    MergerDocumentMissing,
    NothingToCorrect,
    NotYet,
    NotYours,
    OnlyBetweenBranches,
    StillHolds,
    TakeBackReasonMissing,
    TakenBackTooLate,
)
from branches.models import Change, Mandate, Organization, TreeDeed
from branches.selectors.actors import SYSTEM, Actor
from core.errors import Gone
from drafts.models import Draft
from members.models import Member, Membership, Post
from tests.branches.deeds import DAY, EVE, PAPER, freeze, merge, secretary_next_door, snapshot, split
from tests.factories import at, make_meeting, plan_by_lin
from tests.world import World, enroll, establish, vacate

# ── merging ──


def test_a_merger_carries_everybody_and_everything_as_one_deed(world: World) -> None:
    ma = secretary_next_door(world)
    plan = plan_by_lin(world, at(dt.date(2026, 11, 28)))
    late_plan = plan_by_lin(world, at(dt.date(2026, 11, 22)))
    begun = make_meeting(organization=world.branch, held_on=dt.date(2026, 11, 5), by=world.lin.actor)
    Draft.objects.create(
        owner=world.lin.user,
        uuid=begun.uuid,
        organization=world.branch,
        fields={"theme": "学习"},
        saved_at=timezone.now(),
    )
    people = Member.objects.filter(organization=world.branch).count()
    there = Member.objects.filter(organization=world.branches[0]).count()
    row = merge(world)
    world.branch.refresh_from_db()
    assert (row.kind, row.receiver, world.branch.dissolved_on) == ("merged", world.branches[0], DAY)
    assert Member.objects.filter(organization=world.branches[0]).count() == there + people
    old, new = Membership.objects.filter(member=world.members[0]).order_by("since")
    assert (old.until, old.exit, new.since, new.organization) == (EVE, "moved", DAY, world.branches[0])
    groups = Organization.objects.filter(parent=world.branches[0], kind="group")
    assert {group.pk for group in groups} == {group.pk for group in world.groups}
    assert new.group_id == old.group_id
    assert not Post.objects.filter(organization=world.branch, until=None).exists()
    assert set(Post.objects.filter(organization=world.branch).values_list("until", flat=True)) == {EVE}
    for meeting in (plan, late_plan):
        meeting.refresh_from_db()
        assert (meeting.status, meeting.organization) == ("cancelled", world.branch)
    begun.refresh_from_db()
    assert (begun.status, begun.organization) == ("held", world.branch)
    assert Draft.objects.get().owner == ma
    assert not Actor.of(world.lin.user).reach.spans
    handed = Mandate.objects.get(user=ma, organization=world.branch)
    assert (handed.role, handed.since, handed.until) == ("secretary", DAY, dt.date(2027, 2, 20))
    member = Mandate.objects.get(user=world.hua.user, revoked_at=None)
    assert (member.role, member.organization) == ("member", world.branches[0])
    change = Change.objects.get(organization=world.branch, deed="dissolved")
    assert (change.new_name, change.document) == (world.branches[0].name, PAPER["document"])
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.after["receiver"]) == ("organization.merge", world.branches[0].name)


@pytest.mark.parametrize("choices", [{}, {"groups": "dissolved"}, {"plans": "carried"}])
def test_a_merger_taken_back_leaves_nothing_changed(world: World, choices: dict[str, str]) -> None:
    secretary_next_door(world)
    plan_by_lin(world, at(dt.date(2026, 11, 28)))
    before = snapshot()
    row = merge(world, **choices)
    assert snapshot() != before
    actions.take_back(deed=row, reason="批复撤销", by=world.shao.actor)
    after = snapshot()
    assert {name for name in before if before[name] != after[name]} == set()
    assert Actor.of(world.lin.user).may("record_meeting", Organization.objects.get(pk=world.branch.pk))
    assert Entry.objects.filter(action="organization.take_back", note="批复撤销").count() == 1
    with pytest.raises(Gone):
        actions.take_back(deed=row, reason="再撤", by=world.shao.actor)


@pytest.mark.parametrize(
    ("choices", "before", "steps"),
    [
        ({}, {"状态": "已取消"}, ["planned", "cancelled", "planned"]),
        ({"plans": "carried"}, {"organization": ""}, ["planned"]),
    ],
)
def test_a_plan_that_comes_back_says_so_in_its_own_history(
    world: World, choices: dict[str, str], before: dict[str, str], steps: list[str]
) -> None:
    secretary_next_door(world)
    plan = plan_by_lin(world, at(dt.date(2026, 11, 28)))
    row = merge(world, **choices)
    if "organization" in before:
        before = {"organization": row.receiver.name}
    actions.take_back(deed=row, reason="批复撤销", by=world.shao.actor)
    entry = Entry.objects.filter(subject_id=str(plan.uuid)).latest("id")
    assert (entry.action, entry.before) == ("meeting.plan", before)
    assert entry.note.startswith(f"撤回{row.organization.short_name}2026年")
    assert list(plan.steps.values_list("deed", flat=True)) == steps


def test_groups_of_the_same_name_get_the_next_number_and_their_name_back(world: World) -> None:
    establish("A-1-G1", "第一党小组", "group", world.branches[0])
    row = merge(world)
    names = Organization.objects.filter(parent=world.branches[0], kind="group").values_list(
        "short_name", flat=True
    )
    assert sorted(names) == sorted({"第一党小组", "第二党小组", "第三党小组"})
    actions.take_back(deed=row, reason="批复撤销", by=SYSTEM)
    names = Organization.objects.filter(parent=world.branch, kind="group").values_list(
        "short_name", flat=True
    )
    assert set(names) == {"第一党小组", "第二党小组"}


def test_groups_dissolved_leave_their_members_without_a_group(world: World) -> None:
    merge(world, groups="dissolved")
    assert not Member.objects.filter(organization=world.branches[0], group__parent=world.branch).exists()
    assert set(Organization.objects.filter(parent=world.branch).values_list("dissolved_on", flat=True)) == {
        DAY
    }


def test_a_plan_carried_is_held_by_the_receiver(world: World) -> None:
    plan = plan_by_lin(world, at(dt.date(2026, 11, 28)))
    merge(world, plans="carried")
    plan.refresh_from_db()
    assert (plan.status, plan.organization) == ("planned", world.branches[0])


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"document": " "}, MergerDocumentMissing, "document"),
        ({"approved_on": None}, MergerDocumentMissing, "approved_on"),
        ({"approved_on": dt.date(2026, 11, 11)}, ApprovedTooLate, "approved_on"),
        ({"effective_on": dt.date(2026, 11, 23)}, NotYet, "effective_on"),
        ({"receiver": "itself"}, IntoItself, "receiver"),
        ({"receiver": "street"}, OnlyBetweenBranches, "receiver"),
        ({"receiver": "elsewhere"}, NotYours, None),
        (
            {"effective_on": dt.date(2026, 10, 31), "approved_on": dt.date(2026, 10, 1)},
            FrozenDay,
            "effective_on",
        ),
    ],
)
def test_a_merger_that_is_refused_changes_nothing(
    world: World, facts: dict[str, Any], refusal: type[Exception], field: str | None
) -> None:
    freeze(world)
    places = {"itself": world.branch, "street": world.street, "elsewhere": world.other_branches[0]}
    before = snapshot()
    given = facts | ({"receiver": places[facts["receiver"]]} if "receiver" in facts else {})
    with pytest.raises(refusal) as found:
        merge(world, **given)
    assert [*getattr(found.value, "fields", {})] == ([field] if field else [])
    assert snapshot() == before
    assert not TreeDeed.objects.exists()


def test_who_came_on_the_day_or_later_stops_it(world: World) -> None:
    enroll(world.branch, "新来的", since=DAY)
    with pytest.raises(CameLater, match="新来的2026年11月10日才来"):
        merge(world)
    assert merge(world, effective_on=DAY + dt.timedelta(days=1)).receiver == world.branches[0]


# ── frozen months ──


def test_r_rpt_04_the_first_open_day_is_the_first_of_the_month_after(world: World) -> None:
    freeze(world)
    with pytest.raises(FrozenDay) as refusal:
        merge(world, effective_on=dt.date(2026, 10, 31), approved_on=dt.date(2026, 10, 1))
    assert "最早2026年11月1日" in str(refusal.value)
    facts = {"effective_on": dt.date(2026, 11, 1), "approved_on": dt.date(2026, 10, 1)}
    assert not merge(world, **facts).is_correction


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [
        ({"decision_document": "海街工委〔2026〕31号"}, CorrectionPaperMissing),
        ({"decided_on": dt.date(2026, 10, 16)}, CorrectionPaperMissing),
        ({"decision_document": "海街工委〔2026〕31号", "decided_on": dt.date(2026, 10, 21)}, ApprovedTooLate),
        ({"decision_document": "海街工委〔2026〕31号", "decided_on": dt.date(2026, 10, 20)}, None),
    ],
)
@pytest.mark.parametrize("deed", ["merge", "move", "dissolve"])
def test_r_rpt_04_a_frozen_day_needs_the_decision_of_that_time(
    world: World, deed: str, decision: dict[str, Any], refusal: type[Exception] | None
) -> None:
    freeze(world)
    facts = {"effective_on": dt.date(2026, 10, 20), **decision}

    def act() -> Any:
        if deed == "merge":
            return merge(world, approved_on=dt.date(2026, 10, 16), **facts)
        if deed == "move":
            return actions.move(
                organization=world.branch, parent=world.other_street, by=world.wei.actor, **facts
            )
        vacate(world.branches[0])
        given = {"document": "海街工委〔2026〕38号", "approved_on": dt.date(2026, 10, 16)}
        return actions.dissolve(organization=world.branches[0], by=world.wei.actor, **given, **facts)

    if refusal:
        with pytest.raises(refusal):
            act()
        assert not TreeDeed.objects.exists()
        return
    act()
    assert TreeDeed.objects.latest("pk").is_correction


def test_a_decision_is_no_ornament_of_an_open_day(world: World) -> None:
    with pytest.raises(NothingToCorrect):
        merge(world, decision_document="海街工委〔2026〕31号", decided_on=DAY)


def test_it_is_taken_back_until_its_month_is_frozen(world: World) -> None:
    row = merge(world)
    with pytest.raises(TakeBackReasonMissing):
        actions.take_back(deed=row, reason=" ", by=world.shao.actor)
    with pytest.raises(NotYours):
        actions.take_back(deed=row, reason="不并了", by=world.shen.actor)
    freeze(world, dt.date(2026, 11, 1))
    with pytest.raises(TakenBackTooLate, match=r"2026年11月的数字已经冻结.*最早2026年12月1日"):
        actions.take_back(deed=row, reason="不并了", by=world.shao.actor)
    assert TreeDeed.objects.get().taken_back_at is None


def test_a_correction_is_taken_back_until_the_month_it_shows_in_is_frozen(world: World) -> None:
    freeze(world)
    decision = {"decision_document": "海街工委〔2026〕31号", "decided_on": dt.date(2026, 10, 16)}
    row = merge(world, effective_on=dt.date(2026, 10, 20), approved_on=dt.date(2026, 10, 16), **decision)
    assert actions.take_back(deed=row, reason="写错了", by=world.shao.actor).taken_back_at


def test_what_somebody_has_used_since_is_not_taken_back(world: World) -> None:
    row = merge(world)
    member = Member.objects.get(pk=world.members[2].pk)
    meeting = make_meeting(organization=world.branches[0], held_on=dt.date(2026, 11, 20), by=SYSTEM)
    assert meeting.attendances.filter(member=member).exists()
    with pytest.raises(DeedUsed, match="滨江社区第一党支部11月20日的会已经记了"):
        actions.take_back(deed=row, reason="不并了", by=world.shao.actor)
    world.branch.refresh_from_db()
    assert world.branch.dissolved_on == DAY


# ── dissolving ──


def test_a_branch_with_members_is_not_dissolved_without_a_receiver(world: World) -> None:
    vacate(world.branch)
    enroll(world.branch, "留下的")
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY, by=SYSTEM)
    with pytest.raises(StillHolds, match="还有1名党员在里面"):
        actions.dissolve(organization=world.branch, effective_on=DAY, **PAPER, by=world.shao.actor)
    actions.dissolve(
        organization=world.branch,
        receiver=world.branches[0],
        effective_on=DAY,
        **PAPER,
        by=world.shao.actor,
    )
    assert Member.objects.get(name="留下的").organization == world.branches[0]
    assert TreeDeed.objects.filter(organization=world.branch).latest("pk").kind == "dissolved"


def test_open_plans_stop_a_dissolution_without_a_receiver(world: World) -> None:
    plan_by_lin(world, at(dt.date(2026, 11, 28)))
    vacate(world.branch)
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY, by=SYSTEM)
    with pytest.raises(StillHolds, match="1个会议计划"):
        actions.dissolve(organization=world.branch, effective_on=DAY, **PAPER, by=SYSTEM)


def test_members_of_a_dissolved_group_stay_in_the_branch_or_go_to_another_group(world: World) -> None:
    first, second = world.groups
    ones = set(Member.objects.filter(group=first).values_list("pk", flat=True))
    before = snapshot()
    actions.dissolve(organization=first, receiver=second, effective_on=DAY, by=world.shao.actor)
    assert ones <= set(Member.objects.filter(group=second).values_list("pk", flat=True))
    row = TreeDeed.objects.get()
    actions.take_back(deed=row, reason="不撤了", by=world.shao.actor)
    assert snapshot() == before
    actions.dissolve(organization=first, effective_on=DAY, by=world.shao.actor)
    assert not Member.objects.filter(pk__in=ones, group__isnull=False).exists()
    assert Member.objects.filter(pk__in=ones, organization=world.branch).count() == len(ones)


def test_r_org_18_a_merger_and_a_split_keep_the_day_they_were_applied_for(world: World) -> None:
    split(world, world.members[4:8], applied_on=dt.date(2026, 10, 4))
    made = Change.objects.get(organization__code="A-9")
    assert (made.applied_on, made.reply_was_late) == (dt.date(2026, 10, 4), True)
    merge(world, applied_on=dt.date(2026, 10, 5))
    ended = Change.objects.get(organization=world.branch, deed="dissolved")
    assert (ended.applied_on, ended.reply_was_late) == (dt.date(2026, 10, 5), False)
    with pytest.raises(errors.AppliedAfterApproval):
        merge(world, organization=world.branches[2], applied_on=dt.date(2026, 11, 6))
