"""Approve a proposal about a person, which carries it out, or return it with a reason."""

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.approval import decide, must_be_another
from core.document_numbers import normalize_number
from members.actions.places import must_be_about_another
from members.models import Member
from procedures import errors
from procedures.actions.carry_out import carry_out, day_of_effect
from procedures.actions.hold_meeting import hold_meeting, let_go
from procedures.models import MemberDecision
from procedures.rules.requirements import LEAST_REASON, require
from procedures.selectors.decision_facts import facts_of, resolution_words
from procedures.states import DECISION_MOVES


@transaction.atomic
def approve_decision(
    *,
    decision: MemberDecision,
    document: str = "",
    decided_on: dt.date | None = None,
    body: str = "",
    effective_on: dt.date | None = None,
    comment: str = "",
    version: int | None = None,
    by: Actor,
) -> MemberDecision:
    """Enter the decision and carry it out in the same transaction. What is left empty stays as it was proposed.

    Raises NotYours, OwnProposal, DecidedByTheConcerned, DecisionTaken, Gone, the refusals of
    procedures.rules.requirements, and those of the action of members; nothing is written then.
    """
    _authorise(decision, by)
    given: dict[str, Any] = {
        "document": normalize_number(document) or decision.document,
        "decided_on": decided_on or decision.decided_on,
        "body": body.strip() or decision.body,
        "effective_on": effective_on or decision.effective_on,
    }
    _require_paper(decision, given)
    with decide(
        decision, DECISION_MOVES, "approve", by, comment=comment.strip()[:300], version=version, **given
    ) as entry:
        hold_meeting(decision)
        require(facts_of(decision, is_final=True))
        decision.member = carry_out(decision, by)
        decision.effective_on = day_of_effect(decision)
        decision.resolution_words = resolution_words(decision.resolution)
        decision.save(update_fields=["member", "restriction", "details", "effective_on", "resolution_words"])
        entry.after |= {
            "name": decision.name,
            "kind": decision.get_kind_display(),
            "effective_on": decision.effective_on,
        }
        entry.after |= {name: value for name, value in given.items() if value and name != "effective_on"}
        entry.note = comment
    return decision


def return_decision(
    *, decision: MemberDecision, comment: str, version: int | None = None, by: Actor
) -> MemberDecision:
    """Return it to who proposed it, with the reason.

    Raises NotYours, OwnProposal, DecidedByTheConcerned, ReturnReasonMissing, DecisionTaken, Gone.
    """
    _authorise(decision, by)
    comment = comment.strip()[:300]
    if len(comment) < LEAST_REASON:
        raise errors.ReturnReasonMissing.at("comment")
    with decide(decision, DECISION_MOVES, "return", by, comment=comment, version=version) as entry:
        let_go(decision)
        entry.after |= {"name": decision.name, "kind": decision.get_kind_display()}
        entry.note = comment
    return decision


def _authorise(decision: MemberDecision, by: Actor) -> None:
    """Another person of the office decides: neither who proposed it, with whatever account, nor whom it concerns."""
    by.must(Capability.DECIDE_ON_MEMBERS, decision.organization)
    must_be_another(decision, by)
    must_be_about_another(decision.member or Member(name=decision.name), by, errors.DecidedByTheConcerned)


def _require_paper(decision: MemberDecision, given: dict[str, Any]) -> None:
    """Refuse what is missing before the row is written, which a constraint would stop without a sentence."""
    DECISION_MOVES.require(decision, "approve")
    completed = copy(decision)
    for name, value in given.items():
        setattr(completed, name, value)
    require(facts_of(completed, is_final=True))
