"""Restrict the rights of a member for a time, and lift the restriction."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from members import errors
from members.actions import places
from members.models import Member, Restriction
from members.states import RESTRICTION_MOVES


@transaction.atomic
def restrict(
    *,
    member: Member,
    kind: str,
    since: dt.date,
    until: dt.date | None = None,
    review_on: dt.date | None = None,
    purpose: str = "",
    reason: str,
    document: str = "",
    by: Actor,
) -> Restriction:
    """Enter a dated restriction; its kind says what it takes away (members.models.Restriction).

    Raises NotYours, ConcernsYourself, HasLeft, DatesReversed, AlreadyRestricted.
    """
    by.must(Capability.DECIDE_ON_MEMBERS, member.organization)
    places.must_be_about_another(member, by)
    places.must_be_present(member)
    if kind in (Restriction.Kind.ON_PROBATION_AS_SANCTION, Restriction.Kind.SUSPENDED):
        places.must_decide(member.organization, "不作处分和停止党籍的决定")
    kind = Restriction.Kind(kind)
    for field, what, last in (("until", "结束日期", until), ("review_on", "复核日期", review_on)):
        if last and last < since:
            raise errors.DatesReversed.at(field, what=what, on=last, before=f"开始的{since}")
    Member.objects.select_for_update().get(pk=member.pk)  # of two at once the second finds the first
    overlap = Restriction.objects.not_over(since).filter(member=member, kind=kind)
    if until:
        overlap = overlap.filter(since__lte=until)
    if there := overlap.first():
        raise errors.AlreadyRestricted(name=member.name, since=there.since, kind=kind.label)
    restriction = Restriction.objects.create(
        member=member,
        kind=kind,
        since=since,
        until=until,
        review_on=review_on,
        purpose=purpose,
        reason=reason,
        document=document,
    )
    chain.record(
        "member.restrict",
        by=by,
        subject=member,
        where=member.organization,
        after={"kind": kind.label, "since": since, "until": until, "review_on": review_on, "reason": reason},
        note=document,
    )
    return restriction


def lift(*, restriction: Restriction, until: dt.date, by: Actor) -> Restriction:
    """End a restriction, at the latest on its own last day; the given day still belongs to it.

    Raises NotYours, ConcernsYourself, DatesReversed, EndsSooner, Gone when it was ended in between.
    """
    by.must(Capability.DECIDE_ON_MEMBERS, restriction.member.organization)
    places.must_be_about_another(restriction.member, by)
    if until < restriction.since:
        raise errors.DatesReversed(what="结束日期", on=until, before=f"开始的{restriction.since}")
    before = restriction.until
    if before and until > before:
        raise errors.EndsSooner.at("until", until=before)
    seen = {"until": before}
    with claim(restriction, RESTRICTION_MOVES, "lift", by, seen=seen, until=until) as entry:
        entry.before = {"kind": restriction.get_kind_display(), "until": before}
        entry.after = {"until": until}
    return restriction
