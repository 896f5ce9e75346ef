"""Read model of an organization's page: findings, members, posts, terms, meetings, changes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from branches.access.roles import Capability
from branches.models import Change, Organization, Term
from branches.querysets import open_on
from branches.rules.findings import OrganizationFinding, findings
from branches.selectors.actors import Actor
from branches.states import Kind
from core.numbers import rate
from dashboards.selectors.organization_facts import load_organization_facts
from meetings.models import Meeting
from meetings.states import Status
from members.models import Member, Post
from members.states import Title
from reports.selectors import figures

LATELY = 5
ORDER = {title: position for position, title in enumerate(Title.values)}


@dataclass(frozen=True)
class GroupSummary:
    organization: Organization
    members: int
    leaders: Sequence[str]


@dataclass(frozen=True)
class YearFigures:
    """Sums of the months of this year that are known: 今年 when all are, else how many."""

    months: int
    is_whole: bool
    required: int
    fulfilled: int
    expected: int
    present: int

    @property
    def label(self) -> str:
        return "今年" if self.is_whole else f"近{self.months}个月"

    @property
    def completion(self) -> Decimal | None:
        return rate(self.fulfilled, self.required)

    @property
    def attendance(self) -> Decimal | None:
        return rate(self.present, self.expected)


@dataclass(frozen=True)
class OrganizationPage:
    organization: Organization
    above: Sequence[tuple[Organization, bool]]  # root first, with whether the reach opens it
    findings: Sequence[OrganizationFinding]
    members: int
    full: int
    suspended: int  # 停止党籍: in no other count (R-STA-10)
    groups: Sequence[GroupSummary]
    year: YearFigures | None
    meetings: Sequence[Meeting]
    term: Term | None
    terms: Sequence[Term]  # newest first, each with its `secretaries`, oldest first
    changes: Sequence[Change]

    @property
    def probationary(self) -> int:
        return self.members - self.full


def organization_page(organization: Organization, *, on: dt.date, by: Actor) -> OrganizationPage:
    """Everything the actor may know of it, as of a day; its children come from organization_tree."""
    people = Member.objects.within(organization).present()
    suspended = people.suspended_condition(on)
    counts = people.aggregate(
        members=Count("pk", filter=~suspended),
        full=Count("pk", filter=Q(full_on__lte=on) & ~suspended),
        suspended=Count("pk", filter=suspended),
    )
    may_view = by.may(Capability.VIEW, organization)
    facts = load_organization_facts([organization], on).get(organization.pk) if may_view else None
    terms = list(
        organization.terms.order_by("-since").prefetch_related(
            Prefetch(
                "posts",
                Post.objects.filter(title=Title.SECRETARY).select_related("member").order_by("since", "id"),
                "secretaries",
            )
        )
    )
    return OrganizationPage(
        organization=organization,
        above=[
            (each, by.may(Capability.SEE_TREE, each)) for each in Organization.objects.above(organization)
        ],
        findings=findings(facts) if facts else (),
        members=counts["members"],
        full=counts["full"],
        suspended=counts["suspended"],
        groups=_groups(organization, on) if organization.is_branch else (),
        year=_year_figures(organization, on) if may_view and organization.is_branch else None,
        meetings=_recent_meetings(organization, on, by),
        term=next((term for term in terms if term.until is None), None),
        terms=terms,
        changes=list(
            organization.changes.select_related("old_parent", "new_parent", "recorded_by").order_by(
                "-effective_on", "-id"
            )
        ),
    )


def posts_held_on(organization: Organization, day: dt.date) -> QuerySet:
    """The posts held on that day: a post ends with its term, whatever its own dates say. A group's leader is appointed
    in the term of its branch.
    """
    there = Q(organization=organization)
    if organization.is_group:
        leads = Q(title=Title.GROUP_LEADER, member__group=organization)
        there |= leads & Q(organization=organization.parent_id)
    return (
        Post.objects.filter(there, open_on(day))
        .filter(Q(term__until__isnull=True) | Q(term__until__gte=day))
        .select_related("member", "term")
    )


def posts_on(organization: Organization, day: dt.date) -> list[Post]:
    """Who held which post on that day, the secretary first."""
    return sorted(posts_held_on(organization, day), key=lambda post: (ORDER[post.title], post.since, post.pk))


def _groups(organization: Organization, on: dt.date) -> list[GroupSummary]:
    counted = Member.objects.present().counted_on(on).filter(group__parent=organization)
    standing = Q(group_members__in=counted.values("pk"))
    groups = (
        organization.children.standing(on)
        .filter(kind=Kind.GROUP)
        .annotate(people=Count("group_members", filter=standing))
        .order_by("path")
    )
    leaders: dict[int | None, list[str]] = {}
    held = posts_held_on(organization, on).filter(title=Title.GROUP_LEADER).order_by("since", "id")
    for post in held:
        leaders.setdefault(post.member.group_id, []).append(post.member.name)
    return [GroupSummary(group, group.people, leaders.get(group.pk, [])) for group in groups]


def _year_figures(organization: Organization, on: dt.date) -> YearFigures | None:
    """The branch's figures of this year, from its frozen months and the live ones."""
    known = [point.total for point in figures.trend(organization, on.month) if point.total is not None]
    if not known:
        return None
    return YearFigures(
        months=len(known),
        is_whole=len(known) == on.month,
        required=sum(total.required or 0 for total in known),
        fulfilled=sum(total.fulfilled or 0 for total in known),
        expected=sum(total.expected or 0 for total in known),
        present=sum(total.present or 0 for total in known),
    )


def _recent_meetings(organization: Organization, on: dt.date, by: Actor) -> list[Meeting]:
    if not (organization.is_branch or organization.is_group):
        return []
    return list(
        Meeting.objects.visible_to(by)
        .within(organization)
        .filter(held_on__lte=on)
        .exclude(status=Status.CANCELLED)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("-held_on", "-id")[:LATELY]
    )
