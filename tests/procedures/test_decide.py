"""Proposing and deciding: two people, one paper, and nothing before it (R-SEC-14, R-STA-12)."""

import datetime as dt

import pytest

from accounts.models import User
from audit.models import Entry
from branches import actions as tree_actions
from branches.access.roles import Role
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM, Actor
from meetings import actions as meeting_actions
from meetings.errors import MeetingNeededElsewhere
from members.models import Member, Restriction
from procedures import actions, errors
from procedures.models import MemberDecision
from tests.factories import make_resolution

TODAY = dt.date(2026, 11, 22)
RESIGNED = {"kind": "resigned"}


@pytest.fixture
def resigning(world, propose):
    member = world.members[3]
    resolution = make_resolution(world.branch, "disposal", member.name)
    return propose(kind="resigned", member=member, resolution=resolution, effective_on=TODAY)


def test_nothing_is_written_before_it_is_approved(world, resigning, approve):
    member = resigning.member
    assert (resigning.status, resigning.asked_who) == ("proposed", "林知远")
    assert Member.objects.get(pk=member.pk).left_on is None
    approve(resigning)
    member.refresh_from_db()
    assert (resigning.status, resigning.decided_who) == ("approved", "邵兰")
    assert member.left_on == TODAY
    last = member.memberships.first()
    assert (last.exit, last.document) == ("resigned", "海街工委〔2026〕12号")
    assert list(Entry.objects.order_by("-id").values_list("action", flat=True)[:2]) == [
        "decision.approve",
        "member.leave",
    ]


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shen", "sys", "sec", "aud"])
def test_a_branch_does_not_decide(world, resigning, who):
    with pytest.raises(NotYours):
        actions.approve_decision(decision=resigning, by=getattr(world, who).actor)
    with pytest.raises(NotYours):
        actions.return_decision(decision=resigning, comment="不同意", by=getattr(world, who).actor)
    assert MemberDecision.objects.get().status == "proposed"


@pytest.mark.parametrize("who", ["he", "hua", "shen", "sys", "sec", "aud"])
def test_who_keeps_no_roll_does_not_propose(world, propose, who):
    with pytest.raises(NotYours):
        propose(kind="exempt", member=world.members[3], by=getattr(world, who).actor)
    assert not MemberDecision.objects.exists()


def test_an_office_does_not_decide_on_what_it_proposed(world, propose, approve):
    decision = propose(
        kind="exempt",
        purpose="attendance",
        ground="frail",
        member=world.members[3],
        until=TODAY,
        by=world.shao.actor,
    )
    with pytest.raises(errors.OwnProposal):
        approve(decision, by=world.shao.actor)
    assert not Restriction.objects.exists()
    approve(decision, by=world.wei.actor)
    assert Restriction.objects.get().kind == "exempt"


def test_a_person_with_two_accounts_does_not_decide_on_what_the_other_proposed(world, resigning, approve):
    other = User.objects.create_user("lin-at-the-street", "Demo-party-life-1", name="林知远")
    tree_actions.grant(
        user=other, organization=world.street, role=Role.STAFF, since=TODAY, until=None, by=SYSTEM
    )
    with pytest.raises(errors.OwnProposal):
        approve(resigning, by=Actor.of(other))


def test_two_members_of_one_name_are_two_people(world, resigning, approve):
    other = User.objects.create_user("another-lin", "Demo-party-life-1", name="林知远")
    tree_actions.grant(
        user=other, organization=world.street, role=Role.STAFF, since=TODAY, until=None, by=SYSTEM
    )
    Member.objects.filter(pk=world.members[5].pk).update(user=other)
    assert approve(resigning, by=Actor.of(other)).status == "approved"


def test_nobody_decides_about_themselves(world, propose, approve):
    member = world.members[4]
    Member.objects.filter(pk=member.pk).update(user=world.shao.user)
    decision = propose(kind="exempt", purpose="attendance", ground="ill", member=member, until=TODAY)
    decision.member.refresh_from_db()
    with pytest.raises(errors.DecidedByTheConcerned):
        approve(decision)


def test_returned_with_a_reason_it_is_over(world, resigning, approve):
    with pytest.raises(errors.ReturnReasonMissing):
        actions.return_decision(decision=resigning, comment=" ", by=world.shao.actor)
    actions.return_decision(decision=resigning, comment="先谈话", by=world.shao.actor)
    assert (resigning.status, resigning.comment) == ("returned", "先谈话")
    with pytest.raises(errors.DecisionTaken):
        approve(resigning)
    assert Member.objects.get(pk=resigning.member_id).left_on is None


def test_withdrawn_while_somebody_approves_it(world, resigning, approve):
    seen = MemberDecision.objects.get()
    actions.withdraw(decision=resigning, by=world.lin.actor)
    with pytest.raises(errors.DecisionTaken):
        approve(seen)
    assert Member.objects.get(pk=resigning.member_id).left_on is None


def test_only_the_first_of_two_decides(world, resigning, approve):
    seen = MemberDecision.objects.get()
    approve(resigning)
    with pytest.raises(errors.DecisionTaken):
        actions.return_decision(decision=seen, comment="不同意", by=world.wei.actor)


def test_the_same_is_proposed_once(world, resigning, propose):
    resolution = make_resolution(world.branch, "disposal", resigning.name)
    with pytest.raises(errors.AlreadyProposed):
        propose(kind="resigned", member=resigning.member, resolution=resolution)


def test_who_left_meanwhile_is_not_decided_on(world, resigning, approve):
    from members import actions as member_actions

    member_actions.leave(member=Member.objects.get(pk=resigning.member_id), exit="died", on=TODAY, by=SYSTEM)
    with pytest.raises(Exception, match="离开"):
        approve(resigning)
    assert MemberDecision.objects.get().status == "proposed"


def test_who_went_to_another_branch_is_decided_there(world, resigning, approve):
    Member.objects.filter(pk=resigning.member_id).update(organization=world.branches[2])
    with pytest.raises(errors.MovedMeanwhile):
        approve(resigning)
    assert MemberDecision.objects.get().status == "proposed"


def test_the_meeting_it_rests_on_is_not_cancelled(world, resigning, approve):
    approve(resigning)
    meeting = resigning.resolution.item.meeting
    type(meeting).objects.filter(pk=meeting.pk).update(status="returned")
    meeting.refresh_from_db()
    with pytest.raises(MeetingNeededElsewhere) as refused:
        meeting_actions.cancel(meeting=meeting, reason="记错了", by=world.lin.actor)
    assert refused.value.sentence == (
        "陈国的“退党除名”以这次会议的决议为依据，已经批准，会议不能取消，记录不能退回，决议的事项、表决对象、结果和日期不能更改。"
    )


def test_the_record_it_rests_on_is_not_returned_until_the_proposal_is(world, resigning, approve):
    meeting = resigning.resolution.item.meeting
    with pytest.raises(MeetingNeededElsewhere, match="记录不能退回"):
        meeting_actions.return_for_revision(meeting=meeting, comment="请核对票数", by=world.wei.actor)
    meeting.refresh_from_db()
    assert meeting.status == "submitted"


def test_what_a_resolution_carried_it_carries_once(world, resigning, approve, propose):
    approve(resigning)
    Member.objects.filter(pk=resigning.member_id).update(left_on=None)
    with pytest.raises(errors.ResolutionUsed):
        propose(
            kind="removed_other",
            ground="conviction",
            member=resigning.member,
            resolution=resigning.resolution,
        )
