"""Appoint a member to a post of a term of office, and relieve the member of it."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization, Term
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from core.errors import Gone, RuleBroken
from members import errors
from members.actions import places
from members.models import Member, Membership, Post, Restriction
from members.rules import membership
from members.states import POST_MOVES, Title

MOST_IN_COMMITTEE = 7
HEAD_TITLES = frozenset({Title.SECRETARY, Title.DEPUTY_SECRETARY})
TITLES_WITHOUT_COMMITTEE = HEAD_TITLES | {Title.GROUP_LEADER}


def term_in_office(organization: Organization) -> Term:
    """The current term of the organization. Raises NoTerm."""
    term: Term | None = organization.terms.filter(until__isnull=True).first()
    if term is None:
        raise errors.NoTerm(organization=organization.short_name)
    return term


@transaction.atomic
def appoint(*, term: Term, member: Member, title: str, since: dt.date, document: str = "", by: Actor) -> Post:
    """Appoint a member to a post from a day on. A member may hold several posts; an organization has one secretary.

    Raises NotYours, ConcernsYourself, NotOnItsRoll, MayNotHoldPost (R-ORG-15), SecretaryAlready, AlreadyHoldsPost, NoCommitteeHere,
    CommitteeTooLarge (R-ORG-06), DatesReversed, DateAhead.
    """
    organization = term.organization
    by.must(Capability.MANAGE_ORGANIZATIONS, organization)
    places.must_be_about_another(member, by)
    Term.objects.select_for_update().get(pk=term.pk)
    if refusal := membership.future_date_refusal("任职日期", "since", since):
        raise refusal
    if since < term.since:
        raise errors.DatesReversed(what="任职日期", on=since, before=f"本届开始的{term.since}")
    _must_be_on_its_roll(member, term, since)
    title = Title(title)
    if title != Title.GROUP_LEADER:
        _must_be_electable(member, title, since)
    held = Post.objects.lasting_beyond(since).filter(organization=organization)
    if held.filter(member=member, title=title).exists():
        raise errors.AlreadyHoldsPost(name=member.name, title=title.label)
    if title == Title.SECRETARY:
        _must_be_vacant(term, since)
    if organization.is_branch and title != Title.GROUP_LEADER:
        if not term.has_committee and title not in TITLES_WITHOUT_COMMITTEE:
            raise errors.NoCommitteeHere(organization=organization.short_name)
        seated = set(
            held.filter(term=term).exclude(title=Title.GROUP_LEADER).values_list("member_id", flat=True)
        )
        if member.pk not in seated and len(seated) >= MOST_IN_COMMITTEE:
            raise errors.CommitteeTooLarge(organization=organization.short_name, count=len(seated))
    try:
        with transaction.atomic():
            post = term.posts.create(
                organization=organization, member=member, title=title, since=since, document=document
            )
    except IntegrityError as clash:
        _must_be_vacant(term, since)
        raise Gone from clash
    chain.record(
        "post.appoint",
        by=by,
        subject=post,
        where=organization,
        after={"member": member.name, "title": title.label, "since": since},
        note=document,
    )
    return post


@transaction.atomic
def appoint_together(
    *,
    term: Term,
    posts: Sequence[tuple[Member, str]],
    since: dt.date,
    document: str = "",
    by: Actor,
) -> list[Post]:
    """Appoint everybody an election chose, (member, title) each: all of them or none.

    Raises NobodyElected, and what appoint raises, with the place in `posts` in its fields: `posts.2`.
    """
    if not posts:
        raise errors.NobodyElected
    done = []
    for number, (member, title) in enumerate(posts):
        try:
            post = appoint(term=term, member=member, title=title, since=since, document=document, by=by)
        except RuleBroken as refusal:
            refusal.beside(f"posts.{number}")
            raise
        done.append(post)
    return done


@transaction.atomic
def relieve(*, post: Post, until: dt.date, by: Actor) -> Post:
    """End a post; the day itself still belongs to it. What an account that was opened for it may do there ends too, unless
    the member keeps another post of the organization.

    Raises NotYours, ConcernsYourself, DatesReversed, Gone when it has ended already.
    """
    by.must(Capability.MANAGE_ORGANIZATIONS, post.organization)
    places.must_be_about_another(post.member, by)
    if until < post.since:
        raise errors.DatesReversed(what="免职日期", on=until, before=f"任职的{post.since}")
    after = {"until": until, "member": post.member.name, "title": post.get_title_display()}
    ended = transition(post, POST_MOVES, "relieve", by, before={"until": None}, after=after, until=until)
    places.end_mandates_of_post(ended)
    return ended


def _must_be_on_its_roll(member: Member, term: Term, since: dt.date) -> None:
    """Posts of a branch go to its own members, posts of a committee to any member below it. Raises NotOnItsRoll."""
    organization = term.organization
    if organization.is_branch:
        belongs = (member.organization_id == organization.pk and not member.left_on) or (
            Membership.objects.on(since).filter(member=member, organization=organization).exists()
        )
    else:
        belongs = member.organization.path.startswith(organization.path) and not member.left_on
    if not belongs:
        raise errors.NotOnItsRoll(name=member.name, organization=organization.short_name)


def _must_be_electable(member: Member, title: Title, since: dt.date) -> None:
    limits = Restriction.objects.on(since).filter(member=member).exclude(kind=Restriction.Kind.EXEMPT)
    limit = limits.order_by("id").first()
    if not member.is_full_on(since):
        why = "还是预备党员"
    elif limit:
        why = f"处于{limit.get_kind_display()}期间"
    else:
        return
    raise errors.MayNotHoldPost(name=member.name, on=since, why=why, title=title.label)


def _must_be_vacant(term: Term, since: dt.date) -> None:
    held = Post.objects.lasting_beyond(since).filter(organization=term.organization, title=Title.SECRETARY)
    if post := held.select_related("member").first():
        raise errors.SecretaryAlready(
            organization=term.organization.short_name, since=max(since, post.since), name=post.member.name
        )
