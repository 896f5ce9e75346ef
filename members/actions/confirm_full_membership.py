"""Confirm a probationary member as a full member (转正)."""

import datetime as dt

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from members import errors
from members.actions import places
from members.models import Member
from members.rules import membership
from members.states import MEMBER_MOVES


def confirm_full_membership(*, member: Member, on: dt.date, by: Actor) -> Member:
    """Enter the day of full membership, at least a year after admission (R-DATA-03).

    Raises NotYours, HasLeft, AlreadyFull, FullTooEarly, DateAhead.
    """
    by.must(Capability.MANAGE_MEMBERS, member.organization)
    places.must_be_present(member)
    places.must_decide(member.organization, "不办理转正")
    if member.full_on:
        raise errors.AlreadyFull(name=member.name, on=member.full_on)
    refusal = membership.probation_refusal(member.joined_on, on) or membership.future_date_refusal(
        "转正日期", "full_on", on
    )
    if refusal:
        raise refusal.beside("on")
    unset, set_ = {"full_on": None}, {"full_on": on}
    return transition(member, MEMBER_MOVES, "confirm", by, seen=unset, before=unset, after=set_, full_on=on)
