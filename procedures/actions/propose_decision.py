"""Propose a decision about a member or a new person, and take a proposal back."""

from copy import copy
from typing import Any
from uuid import uuid4

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import SYSTEM, Actor
from branches.workflow.approval import ask
from branches.workflow.transition import transition
from core.document_numbers import EXAMPLE, normalize_number
from core.errors import RuleBroken
from members.actions.enroll_member import identity_taken_refusal
from members.actions.identity_refusals import telling_nothing
from members.personal_data import names
from procedures import errors
from procedures.actions.carry_out import rehearse
from procedures.actions.hold_meeting import hold_meeting, let_go
from procedures.models import MemberDecision
from procedures.rules.proposal import DETAILS, Proposal
from procedures.rules.requirements import permitted_grounds, require
from procedures.selectors.decision_facts import facts_of, resolution_words, seal_person
from procedures.states import DECISION_MOVES, ENTRIES, DecisionKind


def propose(*, proposal: Proposal, by: Actor) -> MemberDecision:
    """Propose it in the name of the branch or of an office above; nothing else is written before it is approved.

    Everything is refused that carrying it out today would refuse, so that nobody waits for what cannot be. Number, day
    and body of the decision may come later, with the approval, except for letters of transfer.

    Raises NotYours, AlreadyProposed, the refusals of procedures.rules.requirements, and those of the action of members.
    """
    by.must(Capability.MANAGE_MEMBERS, proposal.organization)
    if proposal.takes_back:
        DECISION_MOVES.require(proposal.takes_back, "take_back")
        if proposal.member is None or proposal.takes_back.kind == DecisionKind.TAKEN_BACK:
            raise errors.NotTakenBack
    decision = _decision(proposal)
    require(facts_of(decision, is_final=False))
    number = str(proposal.person.get("identity", "")).strip().upper()
    with telling_nothing(number, by):
        if refusal := identity_taken_refusal(number, by):
            raise refusal
        _rehearse(decision)
        ask(decision, by, already=lambda: _already(decision))
        hold_meeting(decision)
        chain.record(
            "decision.propose",
            by=by,
            subject=decision,
            where=decision.organization,
            after=_audit_facts(decision),
            note=decision.reason,
        )
    return decision


@transaction.atomic
def withdraw(*, decision: MemberDecision, by: Actor) -> MemberDecision:
    """Take a proposal back while it waits: who proposed it, or whoever keeps the roll of the branch.

    Raises NotYours, DecisionTaken.
    """
    by.must(Capability.MANAGE_MEMBERS, decision.organization)
    done: MemberDecision = transition(decision, DECISION_MOVES, "withdraw", by, after={"name": decision.name})
    let_go(decision)
    return done


def _decision(proposal: Proposal) -> MemberDecision:
    """The row, not yet stored."""
    person = {name: value for name, value in proposal.person.items() if value not in (None, "")}
    if proposal.kind in ENTRIES and not (person.get("name") and person.get("joined_on")):
        missing = [name for name in ("name", "joined_on") if not person.get(name)]
        refusal = errors.FactsMissing(what="姓名和入党日期")
        refusal.fields = {name: "请填写。" for name in missing}
        raise refusal
    grounds = permitted_grounds(proposal.kind, proposal.purpose)
    details: dict[str, Any] = {
        name: on.isoformat() for name in DETAILS if (on := getattr(proposal, name)) is not None
    }
    if proposal.searches:
        details["searches"] = [{"on": one.on.isoformat(), "way": one.way} for one in proposal.searches]
    if proposal.suspension_document:
        details["suspension_document"] = normalize_number(proposal.suspension_document)
    return MemberDecision(
        kind=proposal.kind,
        organization=proposal.organization,
        member=proposal.member,
        name=proposal.member.name if proposal.member else names.normalize_name(person["name"]),
        uuid=(uuid := uuid4()),
        person_sealed=seal_person(person, uuid),
        group=proposal.group,
        restriction=proposal.restriction,
        takes_back=proposal.takes_back,
        resolution=proposal.resolution,
        resolution_words=resolution_words(proposal.resolution),
        document=normalize_number(proposal.document),
        decided_on=proposal.decided_on,
        body=proposal.body.strip(),
        effective_on=proposal.effective_on,
        until=proposal.until,
        review_on=proposal.review_on,
        ground=proposal.ground or (next(iter(grounds)) if len(grounds) == 1 else ""),
        purpose=proposal.purpose,
        reason=proposal.reason.strip(),
        details=details,
    )


def _rehearse(decision: MemberDecision) -> None:
    """A number that is missing until somebody decides is no reason to refuse the proposal."""
    shown = copy(decision)
    shown.document = decision.document or EXAMPLE
    rehearse(shown, SYSTEM)


def _already(decision: MemberDecision) -> RuleBroken:
    return errors.AlreadyProposed(name=decision.name, kind=decision.get_kind_display())


def _audit_facts(decision: MemberDecision) -> dict[str, Any]:
    facts = {
        "name": decision.name,
        "kind": decision.get_kind_display(),
        "ground": decision.ground_words,
        "resolution": decision.resolution_words,
        "document": decision.document,
        "decided_on": decision.decided_on,
        "body": decision.body,
        "effective_on": decision.effective_on,
        "until": decision.until,
        "review_on": decision.review_on,
    }
    return {name: value for name, value in facts.items() if value}
