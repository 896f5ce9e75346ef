"""Carry out what was decided about a person, by the actions of members."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from branches.selectors.actors import Actor
from core import clock
from members import actions
from members.models import Member, Post, Restriction
from procedures import errors
from procedures.actions.undo_decision import undo
from procedures.models import MemberDecision
from procedures.selectors.decision_facts import person_of
from procedures.states import ENDINGS, ENTRIES, EXITS, GROUNDS, LIMITS, DecisionKind


class _RehearsedError(Exception):
    """Takes back what a rehearsal wrote."""


def carry_out(decision: MemberDecision, by: Actor) -> Member:
    """Write what the decision says; called inside the transaction that approves it. Raises what the action of members
    raises, and MovedMeanwhile where the member has gone to another branch.
    """
    return _WRITERS[decision.kind](decision, by)


def rehearse(decision: MemberDecision, by: Actor) -> None:
    """Raise what carrying it out would raise today, and leave nothing behind."""
    try:
        with transaction.atomic():
            carry_out(decision, by)
            raise _RehearsedError
    except _RehearsedError:
        return


def day_of_effect(decision: MemberDecision) -> dt.date:
    """The day given, else that of the decision, else today."""
    return decision.effective_on or decision.decided_on or clock.today()


def _member(decision: MemberDecision) -> Member:
    """The member as stored now, still in the branch that proposed. Raises MovedMeanwhile."""
    key = decision.member.pk if decision.member else 0
    member = Member.objects.select_related("organization", "group").filter(pk=key).get()
    if member.organization_id != decision.organization_id:
        raise errors.MovedMeanwhile(name=member.name, organization=decision.organization.short_name)
    return member


def _enter(decision: MemberDecision, by: Actor) -> Member:
    return actions.enroll(
        organization=decision.organization,
        group=decision.group,
        since=day_of_effect(decision),
        entry=decision.kind,
        document=decision.document,
        by=by,
        **person_of(decision),
    )


def _confirm(decision: MemberDecision, by: Actor) -> Member:
    return actions.confirm_full_membership(member=_member(decision), by=by)


def _extend(decision: MemberDecision, by: Actor) -> Member:
    if decision.until is None:
        raise errors.FactsMissing.at("until", what="延长到哪天")
    return actions.extend_probation(member=_member(decision), until=decision.until, by=by)


def _postpone(decision: MemberDecision, by: Actor) -> Member:
    """Nothing of the file changes: until when is what the decision says."""
    return _member(decision)


def _exit(decision: MemberDecision, by: Actor) -> Member:
    """What ends with the place on the roll is noted, for the case that it is taken back."""
    member = _member(decision)
    held = Post.objects.filter(member=member).lasting_beyond(day_of_effect(decision))
    decision.details["was"] = {
        "document": member.memberships.filter(until=None).values_list("document", flat=True).first() or "",
        "posts": [
            [key, until.isoformat() if until else None] for key, until in held.values_list("pk", "until")
        ],
    }
    return actions.leave(
        member=member,
        exit=decision.kind,
        on=day_of_effect(decision),
        document=decision.document,
        by=by,
    )


def _restrict(decision: MemberDecision, by: Actor) -> Member:
    """A sanction, a suspension of membership and one of rights end by decision: their last day is one of review."""
    member, is_exemption = _member(decision), decision.kind == DecisionKind.EXEMPT
    words = [GROUNDS[decision.kind].get(decision.ground, ""), decision.reason]
    decision.restriction = actions.restrict(
        member=member,
        kind=decision.kind,
        since=day_of_effect(decision),
        until=decision.until if is_exemption else None,
        review_on=decision.review_on or (None if is_exemption else decision.until),
        purpose=decision.purpose,
        reason="；".join(word for word in words if word)[:120],
        document=decision.document,
        by=by,
    )
    return member


def _end_restriction(decision: MemberDecision, by: Actor) -> Member:
    member = _member(decision)
    key = decision.restriction.pk if decision.restriction else 0
    restriction = Restriction.objects.select_related("member__organization").filter(pk=key).get()
    decision.details["was"] = {"until": restriction.until.isoformat() if restriction.until else None}
    actions.lift(restriction=restriction, until=day_of_effect(decision), by=by)
    return member


def _take_back(decision: MemberDecision, by: Actor) -> Member:
    return undo(decision, day_of_effect(decision), by)


_WRITERS: dict[str, Callable[[MemberDecision, Actor], Any]] = {
    **dict.fromkeys(ENTRIES, _enter),
    **dict.fromkeys(EXITS, _exit),
    **dict.fromkeys(LIMITS, _restrict),
    **dict.fromkeys(ENDINGS, _end_restriction),
    DecisionKind.CONVERSION: _confirm,
    DecisionKind.EXTENSION: _extend,
    DecisionKind.POSTPONED: _postpone,
    DecisionKind.TAKEN_BACK: _take_back,
}
