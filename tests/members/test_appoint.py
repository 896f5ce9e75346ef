"""appoint, relieve, link: who holds a post, and whose an account is."""

import datetime as dt

import pytest

from branches import actions as tree_actions
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from meetings.selectors import roll
from members import actions, errors
from members.models import Member, Post

ELECTED = dt.date(2024, 3, 28)
TODAY = dt.date(2026, 11, 22)


def term(world):
    return world.branch.terms.get()


def appoint(world, member, title="youth", since=TODAY, by=None, at=None):
    return actions.appoint(
        term=at or term(world), member=member, title=title, since=since, by=by or world.shao.actor
    )


def test_who_was_secretary_on_a_day_is_answerable(world):
    old = Post.objects.get(title="secretary", organization=world.branch)
    actions.relieve(post=old, until=dt.date(2026, 10, 31), by=world.shao.actor)
    appoint(world, world.members[3], "secretary", dt.date(2026, 11, 1))
    on = Post.objects.filter(organization=world.branch, title="secretary").on
    assert on(dt.date(2026, 10, 31)).get().member == world.members[0]
    assert on(dt.date(2026, 11, 1)).get().member == world.members[3]


def test_one_secretary_at_a_time(world):
    for since in (TODAY, ELECTED):
        with pytest.raises(errors.SecretaryAlready, match="已有书记林知"):
            appoint(world, world.members[3], "secretary", since)
    assert Post.objects.filter(title="secretary").count() == 1


def test_a_preparatory_member_holds_no_post(world):
    """R-ORG-15"""
    with pytest.raises(errors.MayNotHoldPost, match="还是预备党员") as refused:
        appoint(world, world.members[-1])
    assert refused.value.rule == "R-ORG-15"
    assert Post.objects.count() == 3


@pytest.mark.parametrize("kind", ["probation", "rights_suspended", "suspended"])
def test_who_lost_the_right_to_be_elected_holds_no_post(world, kind):
    actions.restrict(member=world.members[4], kind=kind, since=TODAY, reason="见决定", by=SYSTEM)
    with pytest.raises(errors.MayNotHoldPost):
        appoint(world, world.members[4])
    appoint(world, world.members[4], since=TODAY - dt.timedelta(days=1))
    assert Post.objects.count() == 4


def test_a_committee_has_at_most_seven(world):
    """R-ORG-06: the eighth is refused; a second post of the seventh is not."""
    for place, title in ((2, "discipline"), (4, "youth"), (5, "masses"), (6, "welfare")):
        appoint(world, world.members[place], title)
    with pytest.raises(errors.CommitteeTooLarge, match="现在已有7人"):
        appoint(world, world.members[7], "united_front")
    appoint(world, world.members[6], "united_front")
    appoint(world, world.members[7], "group_leader")
    assert Post.objects.filter(until=None).count() == 9


def test_a_branch_without_committee_has_a_secretary_and_a_deputy_only(world):
    small = tree_actions.begin_term(
        organization=world.branches[0], since=ELECTED, has_committee=False, by=SYSTEM
    )
    first, second = world.branches[0].members.order_by("pk")[:2]
    appoint(world, first, "secretary", at=small)
    appoint(world, second, "deputy_secretary", at=small)
    with pytest.raises(errors.NoCommitteeHere):
        appoint(world, second, "organization", at=small)


def test_posts_go_to_the_branch_s_own_members_within_the_term(world):
    with pytest.raises(errors.NotOnItsRoll):
        appoint(world, world.branches[0].members.first())
    with pytest.raises(errors.DatesReversed):
        appoint(world, world.members[3], since=ELECTED - dt.timedelta(days=1))
    with pytest.raises(errors.AlreadyHoldsPost):
        appoint(world, world.members[0], "secretary", ELECTED)
    assert Post.objects.count() == 3


def test_a_post_ends_once_and_not_before_it_began(world):
    post = Post.objects.first()
    with pytest.raises(errors.DatesReversed):
        actions.relieve(post=post, until=ELECTED - dt.timedelta(days=1), by=world.shao.actor)
    actions.relieve(post=post, until=TODAY, by=world.shao.actor)
    with pytest.raises(Gone):
        actions.relieve(post=post, until=TODAY, by=world.shao.actor)


def test_a_post_is_not_given_before_its_day(world):
    with pytest.raises(errors.DateAhead):
        appoint(world, world.members[4], since=TODAY + dt.timedelta(days=1))
    assert Post.objects.count() == 3


def test_posts_above_the_own_branch_are_given_from_the_file(world, sign_in):
    member, wei = world.members[4], sign_in("wei")
    address = f"/members/{member.uuid}/appoint/"
    asked = {"place": "A", "title": "secretary", "since": "2026-11-22"}
    assert wei.post(address, asked).status_code == 400  # the street has no term yet
    tree_actions.begin_term(organization=world.street, since=ELECTED, has_committee=True, by=SYSTEM)
    choices = wei.get(address).context["form"].fields["place"].choices
    assert [code for code, _ in choices] == ["A-2", "A"]
    assert wei.post(address, asked).status_code == 302
    post = Post.objects.get(organization=world.street)
    assert (post.member, post.title, post.term.organization) == (member, "secretary", world.street)
    seats = roll.take(world.street, ["committee"], TODAY)
    assert [seat.name for seat in seats] == [member.name]
    relieve = sign_in("shao").get(f"/members/{member.uuid}/relieve/").context["form"]
    assert [label for _, label in relieve.fields["post"].choices] == ["书记，望海街道党工委"]
    told = {"place": "A-2", "title": "youth", "since": "2026-11-22"}
    assert wei.post(address, told).status_code == 302
    assert Post.objects.filter(member=member, organization=world.branch).count() == 1


def test_nobody_gives_posts_where_he_keeps_no_tree(world, sign_in):
    tree_actions.begin_term(organization=world.district, since=ELECTED, has_committee=True, by=SYSTEM)
    address = f"/members/{world.members[4].uuid}/appoint/"
    choices = sign_in("shao").get(address).context["form"].fields["place"].choices
    assert [code for code, _ in choices] == ["A-2"]
    asked = {"place": "D", "title": "secretary", "since": "2026-11-22"}
    assert sign_in("shao").post(address, asked).status_code == 400
    assert not Post.objects.filter(organization=world.district).exists()


def test_a_group_is_shown_with_its_leader(world, sign_in):
    appoint(world, world.members[4], "group_leader")
    page = sign_in("wei").get("/organizations/A-2/").context["page"]
    assert [(group.organization.code, group.leaders) for group in page.groups] == [
        ("A-2-G1", [world.members[4].name]),
        ("A-2-G2", []),
    ]
    group = sign_in("wei").get("/organizations/A-2-G1/").context["posts"]
    assert [(post.member, post.title) for post in group] == [(world.members[4], "group_leader")]


@pytest.mark.parametrize("who", ["lin", "he", "hua", "sys", "sec", "aud", "shen"])
def test_posts_are_given_from_above(world, who):
    with pytest.raises(NotYours):
        appoint(world, world.members[3], by=getattr(world, who).actor)
    with pytest.raises(NotYours):
        actions.relieve(post=Post.objects.first(), until=TODAY, by=getattr(world, who).actor)
    assert Post.objects.filter(until=None).count() == 3


def test_an_account_is_one_member_s(world):
    with pytest.raises(errors.AccountTaken, match="林知"):
        actions.link(member=world.members[4], user=world.lin.user, by=world.sec.actor)
    assert Member.objects.get(user=world.lin.user) == world.members[0]
    actions.link(member=world.members[0], user=None, by=world.sec.actor)
    actions.link(member=world.members[4], user=world.lin.user, by=world.sec.actor)
    assert Member.objects.get(user=world.lin.user) == world.members[4]


@pytest.mark.parametrize("who", ["lin", "shao", "wei", "hua", "sys", "aud", "shen"])
def test_linking_is_the_security_administrator_s(world, who):
    with pytest.raises(NotYours):
        actions.link(member=world.members[4], user=world.wei.user, by=getattr(world, who).actor)
    assert Member.objects.get(pk=world.members[4].pk).user is None
