"""Checks and consequences that actions on memberships share: which branch takes members, what ends with a place."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import AccountSlip
from audit import chain
from branches import actions as branches_actions
from branches.access.roles import Role
from branches.models import Mandate, Organization
from branches.rules.temporary import temporary_refusal
from branches.selectors.actors import SYSTEM, Actor
from core import clock
from core.errors import RuleBroken
from members import errors
from members.models import Member, Post
from members.querysets import DatedQuerySet


def must_take_people(organization: Organization, on: dt.date) -> None:
    """Raises NotABranch, BranchIsDissolved."""
    if not organization.is_branch:
        raise errors.NotABranch(organization=organization.short_name, kind=organization.get_kind_display())
    if organization.dissolved_on and organization.dissolved_on <= on:
        raise errors.BranchIsDissolved(organization=organization.short_name, on=organization.dissolved_on)


def must_decide(organization: Organization, what: str) -> None:
    """R-ORG-12: a temporary branch admits, converts, disposes of and disciplines nobody, and nobody's membership goes there.
    Raises TemporaryMayNot."""
    if refusal := temporary_refusal(organization, what):
        raise refusal


def must_be_about_another(
    member: Member, by: Actor, refusal: type[RuleBroken] = errors.ConcernsYourself
) -> None:
    """Require that what is decided about somebody is entered by another person (R-SEC-14). Raises `refusal`.

    Whose account is linked to nobody is taken for the member of the same name.
    """
    user = by.user
    if user is None:
        return
    if member.user_id == user.pk:
        raise refusal
    if member.name == user.name.strip() and not Member.objects.filter(user=user).exists():
        raise refusal


def must_be_its_group(group: Organization | None, organization: Organization, on: dt.date) -> None:
    """Raises NotItsGroup, BranchIsDissolved."""
    if group is None:
        return
    if not group.is_group or group.parent_id != organization.pk:
        raise errors.NotItsGroup(group=group.short_name, organization=organization.short_name)
    if group.dissolved_on and group.dissolved_on <= on:
        raise errors.BranchIsDissolved(organization=group.short_name, on=group.dissolved_on)


def must_be_present(member: Member) -> None:
    """Raises HasLeft."""
    if member.left_on:
        raise errors.HasLeft(name=member.name, on=member.left_on)


def end_posts(held: DatedQuerySet, on: dt.date, note: str, by: Actor) -> None:
    """End the posts that last beyond a day; a post that began later ends on its first day.

    No post is deleted, so that who was secretary on a day can always be answered. Each leaves an audit entry.
    """
    beyond = held.lasting_beyond(on).select_for_update(of=("self",))
    ended = [(post, post.until) for post in beyond.select_related("member", "organization").order_by("pk")]
    if not ended:
        return
    for post, _ in ended:
        post.until = max(post.since, on)
    Post.objects.bulk_update([post for post, _ in ended], ["until"])
    chain.record_all(
        [
            chain.entry(
                "post.relieve",
                by=by,
                subject=post,
                where=post.organization,
                before={"until": before},
                after={"until": post.until, "member": post.member.name, "title": post.get_title_display()},
                note=note,
            )
            for post, before in ended
            if post.until != before
        ]
    )


def end_mandates_of_post(post: Post) -> None:
    """End with a post what the account that was opened for it (by a slip) may do there; as a member it stays."""
    member, organization = Member.objects.select_related("user").get(pk=post.member_id), post.organization
    if member.user is None or not AccountSlip.objects.filter(account=member.user).exists():
        return
    today = clock.today()
    last_day = post.until or today
    if Post.objects.lasting_beyond(last_day).filter(member=member, organization=organization).exists():
        return
    end_mandates(member, last_day, organization, roles=(Role.SECRETARY, Role.COMMITTEE_MEMBER))
    since = max(today, last_day + dt.timedelta(days=1))
    as_member = Mandate.objects.open(since).filter(
        user=member.user, organization=organization, role=Role.MEMBER
    )
    if member.organization_id == organization.pk and not member.left_on and not as_member.exists():
        branches_actions.grant(
            user=member.user, organization=organization, role=Role.MEMBER, since=since, by=SYSTEM
        )


def end_mandates(
    member: Member,
    on: dt.date,
    organization: Organization | None = None,
    roles: Sequence[str] = tuple(Role),
) -> None:
    """Revoke the mandates of a member who leaves, also future ones: at the organization, or all of them."""
    if member.user_id is None:
        return
    held = Mandate.objects.open(clock.today()).filter(user=member.user_id, role__in=roles)
    held = held.select_related("organization")
    if organization is not None:
        held = held.filter(organization=organization)
    for mandate in held:
        branches_actions.revoke(mandate=mandate, until=on, by=SYSTEM)
