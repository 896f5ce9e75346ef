"""The demo's organizations, people and offices keep to what the actions would have checked."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q

from branches.models import Change, Organization, Term
from branches.rules.findings import name_warnings
from branches.states import BRANCHES, MAY_STAND_UNDER, Kind
from core.errors import RuleBroken
from members.models import Member, Membership, Post, Restriction
from members.rules import membership
from tests.conftest import TODAY
from tests.facts import fact_of

DAY = TODAY.date()


def test_a_street_has_64_organizations_with_groups_on_top_and_1100_members(demo):
    assert Organization.objects.exclude(kind=Kind.GROUP).count() == demo["organizations"] == 64
    assert Organization.objects.filter(kind=Kind.GROUP).count() == demo["groups"]
    assert Member.objects.count() == demo["members"] == 1_100
    assert Organization.objects.get(parent=None).code == "DEMO"


def test_every_organization_stands_where_its_kind_may_stand(demo):
    for organization in Organization.objects.select_related("parent"):
        above = organization.parent.kind if organization.parent else None
        assert above in MAY_STAND_UNDER[organization.kind], organization.code
        assert name_warnings(organization.kind, organization.name) == []
        assert not organization.parent or organization.established_on >= organization.parent.established_on


def test_the_paths_are_those_of_the_parents(demo, capsys):
    call_command("rebuild_paths", "--check", skip_checks=True)  # exits with 1 and the list when they disagree
    assert "every path agrees with its parent" in capsys.readouterr().out


def test_every_organization_says_when_it_was_established(demo):
    said = Change.objects.filter(deed=Change.Deed.ESTABLISHED, effective_on=F("organization__established_on"))
    assert said.count() == Organization.objects.count()


def test_every_member_passes_the_truths_of_one_person(demo):
    untrue = []
    for member in Member.objects.all():
        try:
            membership.check_facts(
                identity_number=fact_of(member, "identity"),
                phone=fact_of(member, "phone"),
                birth_on=member.birth_on,
                joined_on=member.joined_on,
                full_on=member.full_on,
            )
        except RuleBroken as refusal:
            untrue.append((member.pk, str(refusal)))
    assert untrue == []


def test_a_member_belongs_to_one_branch_at_a_time_and_the_file_repeats_it(demo):
    open_ones = Membership.objects.filter(until=None)
    same = Q(member__organization=F("organization")) & (
        Q(member__group=F("group")) | Q(member__group=None, group=None)
    )
    assert open_ones.filter(same).count() == open_ones.count() == Member.objects.count()
    for old in Membership.objects.exclude(until=None).select_related("member"):
        (new,) = old.member.memberships.filter(since__gt=old.until)
        assert new.since == old.until + dt.timedelta(days=1)
    assert Membership.objects.exclude(until=None).count() >= 5  # some people moved


def test_nobody_belongs_to_a_branch_before_it_or_the_membership_began(demo):
    early = Q(since__lt=F("organization__established_on")) | Q(since__lt=F("member__joined_on"))
    assert not Membership.objects.filter(early).exists()
    assert not Membership.objects.exclude(group=None).exclude(group__parent=F("organization")).exists()
    assert not Membership.objects.filter(since__gt=DAY).exists()


def test_every_limit_and_both_kinds_of_member_occur(demo):
    assert set(Restriction.objects.values_list("kind", flat=True)) == set(Restriction.Kind.values)
    assert Member.objects.probationary(DAY).count() >= 10


def test_posts_are_held_by_full_members_of_the_place(demo):
    posts = Post.objects.select_related("member__organization", "organization", "term")
    for post in posts:
        assert post.organization_id == post.term.organization_id
        assert post.since >= post.term.since
        assert post.member.organization.path.startswith(post.organization.path)
        if post.title != "group_leader":
            assert post.member.is_full_on(post.since)
            assert not post.member.restrictions.exclude(kind=Restriction.Kind.EXEMPT).on(post.since).exists()


def test_committees_of_branches_have_three_to_seven_people(demo):
    for term in Term.objects.filter(has_committee=True, until=None, organization__kind__in=BRANCHES):
        seated = term.posts.exclude(title="group_leader").values("member").distinct().count()
        assert 3 <= seated <= 7


def test_some_terms_are_over_some_end_soon_and_a_branch_has_no_secretary(demo):
    current = Term.objects.filter(until=None, organization__kind__in=BRANCHES)
    assert current.filter(due_on__lt=DAY).exists()
    assert current.filter(due_on__range=(DAY, DAY + dt.timedelta(days=183))).exists()
    branches = Organization.objects.branches()
    led = branches.filter(posts__title="secretary", posts__until=None)
    assert 1 <= branches.count() - led.count() <= 4
    assert current.filter(has_committee=False).exists()
    assert branches.annotate(groups=Count("children")).filter(groups=0).exists()


@pytest.mark.parametrize("name", ["林知远", "华小满", "贺嘉宁", "吴桂芳"])
def test_the_secretarys_branch_has_the_people_of_the_pages(demo, name):
    branch = Organization.objects.get(short_name="滨江社区第二党支部")
    assert Member.objects.filter(organization=branch, name=name).count() == 1


def test_the_secretarys_branch_expects_25_of_26(demo):
    branch = Organization.objects.get(short_name="滨江社区第二党支部")
    roll = Member.objects.on_roll(branch, DAY)
    assert roll.count() == 26
    assert roll.expected_on(DAY).count() == 25
    assert sum(member.has_vote for member in roll.expected_on(DAY).with_vote_on(DAY)) == 24
