"""What followed from an approved decision: what has to be undone before it is taken back, and votes to look at again."""

from django.db.models import Q, QuerySet

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings.models import Meeting
from meetings.states import COUNTED
from members.models import Member, Post
from procedures.models import MemberDecision
from procedures.states import ENTRIES, EXITS, LIMITS, DecisionKind, DecisionStatus

EXEMPTIONS = frozenset({DecisionKind.EXEMPT, DecisionKind.EXEMPTION_ENDED})
RIGHTS = ENTRIES | LIMITS | EXITS | {DecisionKind.CONVERSION}
"""Kinds by which somebody gains or loses a place among those expected or entitled."""


def may_take_back(decision: MemberDecision, by: Actor) -> bool:
    """Whether the actor may propose that it is taken back, now."""
    is_approved = decision.status == DecisionStatus.APPROVED and decision.kind != DecisionKind.TAKEN_BACK
    member = decision.member
    return is_approved and member is not None and by.may(Capability.MANAGE_MEMBERS, member.organization)


def undone_first(original: MemberDecision, member: Member) -> str:
    """What has to be undone first, the last of it; empty where nothing stands in the way.

    Decisions about a person are taken back in the reverse order. An exemption stands beside the others: it is in the way
    only of another exemption and of the entry itself.
    """
    later = MemberDecision.objects.filter(
        Q(decided_at__gt=original.decided_at) | Q(decided_at=original.decided_at, pk__gt=original.pk),
        member=member,
        status=DecisionStatus.APPROVED,
    ).exclude(kind=DecisionKind.TAKEN_BACK)
    later = later.order_by("-decided_at", "-pk")
    if original.kind in EXEMPTIONS:
        later = later.filter(kind__in=EXEMPTIONS)
    elif original.kind not in ENTRIES:
        later = later.exclude(kind__in=EXEMPTIONS)
    if last := later.first():
        return f"撤销后来的“{last.get_kind_display()}”"
    if original.kind in EXITS:
        return f"核对{member.name}：已经重新编入名册" if member.left_on is None else ""
    if original.kind in ENTRIES | {DecisionKind.CONVERSION}:
        held = Post.objects.not_over(clock.today()).filter(member=member).select_related("organization")
        if post := held.first():
            return f"免去{member.name}在“{post.organization.short_name}”的{post.get_title_display()}职务"
    if member.left_on:
        return f"核对{member.name}：已于{member.left_on}离开"
    return ""


def votes_since(original: MemberDecision) -> "QuerySet[Meeting]":
    """Counted meetings of the branch with a vote since the decision took effect, whose base it may have changed."""
    if original.kind not in RIGHTS or original.effective_on is None:
        return Meeting.objects.none()
    found = Meeting.objects.filter(
        organization=original.organization_id,
        status__in=COUNTED,
        is_void=False,
        held_on__gte=original.effective_on,
        agenda__resolution__isnull=False,
    )
    return found.distinct().order_by("-held_on", "-pk")
