"""A preparatory member becomes a full one."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.errors import Gone
from members import errors
from members.actions import places
from members.models import Member
from members.rules import membership


@transaction.atomic
def turn_full(*, member: Member, on: dt.date, by: Actor) -> Member:
    """Enter the day of full membership, at least a year after admission (R-DATA-03).

    Raises NotYours, HasLeft, AlreadyFull, FullTooEarly, DateAhead.
    """
    by.must(Capability.MANAGE_MEMBERS, member.organization)
    places.must_be_present(member)
    if member.full_on:
        raise errors.AlreadyFull(name=member.name, on=member.full_on)
    refusal = membership.full_after_probation(member.joined_on, on) or membership.not_ahead(
        "转正日期", "full_on", on
    )
    if refusal:
        refusal.fields = {"on": refusal.sentence}
        raise refusal
    claim = Member.objects.filter(pk=member.pk, full_on__isnull=True, left_on__isnull=True)
    if not claim.update(full_on=on, version=F("version") + 1, updated_at=clock.now()):
        raise Gone
    member.refresh_from_db()
    chain.record(
        "member.turn_full",
        by=by,
        subject=member,
        where=member.organization,
        before={"full_on": None},
        after={"full_on": on},
    )
    return member
