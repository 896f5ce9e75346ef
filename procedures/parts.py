"""What procedures adds to pages of other apps: proposals on a member's page, what waits on the desks, looks of states."""

from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.parts import StateLook
from core.sealing import SealedTable
from members.models import Member
from procedures.actions.carry_decisions import DecisionsHolding
from procedures.models import MemberDecision
from procedures.selectors import decision_facts
from procedures.selectors.member_proposals import DEEDS, offered_deeds, waiting_about

STATE_LOOKS = {
    "proposed": StateLook("待审批", "hourglass", "due_soon"),
    "approved": StateLook("已批准", "circle-check", "met"),
    "withdrawn": StateLook("已撤回", "circle-minus", "not_applicable"),
}


SEALED_DECISIONS = SealedTable(MemberDecision, decision_facts.TABLE, ("person_sealed",))
DECISIONS_HELD = DecisionsHolding()


def waiting_for_me(row: Any, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """How many decisions about people wait for the actor; nothing where none does. One query for whoever decides."""
    if not by.reach.has(Capability.DECIDE_ON_MEMBERS):
        return None
    waiting = MemberDecision.objects.waiting_for(by).count()
    return ("procedures/_waiting_for_me.html", {"waiting": waiting}) if waiting else None


def member_proposals(member: Member, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """What waits about the member, and what may be proposed."""
    deeds = {slug: DEEDS[slug] for slug in offered_deeds(member, by)}
    waiting = waiting_about(member, by)
    if not deeds and not waiting:
        return None
    return "procedures/_member_proposals.html", {"member": member, "deeds": deeds, "waiting": waiting}
