"""Confirm a probationary member as a full member (转正), or extend the probation."""

import datetime as dt

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from members import errors
from members.actions import places
from members.models import Member
from members.rules import membership
from members.states import MEMBER_MOVES


def confirm_full_membership(*, member: Member, on: dt.date | None = None, by: Actor) -> Member:
    """Enter full membership from the end of the probation, extended or not, and from no other day (R-DEV-20).

    Raises NotYours, ConcernsYourself, HasLeft, AlreadyFull, FullOnAnotherDay, FullTooEarly, DateAhead.
    """
    by.must(Capability.DECIDE_ON_MEMBERS, member.organization)
    places.must_be_about_another(member, by)
    places.must_be_present(member)
    places.must_decide(member.organization, "不办理转正")
    if member.full_on:
        raise errors.AlreadyFull(name=member.name, on=member.full_on)
    end = member.probation_ends_on
    if on is not None and (refusal := membership.probation_refusal(member.joined_on, on)):
        raise refusal.beside("on")
    if on not in (None, end):
        raise errors.FullOnAnotherDay.at("on", end=end)
    if refusal := membership.future_date_refusal("转正日期", "on", end):
        raise refusal
    unset, set_ = {"full_on": None}, {"full_on": end}
    return transition(member, MEMBER_MOVES, "confirm", by, seen=unset, before=unset, after=set_, full_on=end)


def extend_probation(*, member: Member, until: dt.date, by: Actor) -> Member:
    """Extend the probation once, by half a year to a year (R-DEV-19).

    Raises NotYours, ConcernsYourself, HasLeft, AlreadyFull, AlreadyExtended, ExtensionWrong.
    """
    by.must(Capability.DECIDE_ON_MEMBERS, member.organization)
    places.must_be_about_another(member, by)
    places.must_be_present(member)
    if member.full_on:
        raise errors.AlreadyFull(name=member.name, on=member.full_on)
    places.must_decide(member.organization, "不延长预备期")
    if member.extended_until:
        raise errors.AlreadyExtended(name=member.name, until=member.extended_until)
    if refusal := membership.extension_refusal(member.probation_ends_on, until):
        raise refusal
    unset, set_ = {"extended_until": None}, {"extended_until": until}
    return transition(
        member,
        MEMBER_MOVES,
        "extend",
        by,
        seen=unset | {"full_on": None},
        before=unset,
        after=set_,
        extended_until=until,
    )
