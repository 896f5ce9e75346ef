"""The queryset of decisions about people: visible, waiting, waiting for somebody, for lists."""

from typing import TYPE_CHECKING

from django.db import models

from branches.access.roles import Capability
from branches.rules import tree
from procedures.states import DecisionKind, DecisionStatus

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


class MemberDecisionQuerySet(models.QuerySet):
    def visible_to(self, by: "Actor") -> "MemberDecisionQuerySet":
        """Those of organizations whose roll the actor keeps, or about whose members the actor decides."""
        reach = by.reach
        return self.filter(reach.q(Capability.MANAGE_MEMBERS) | reach.q(Capability.DECIDE_ON_MEMBERS))

    def within(self, organization: "Organization") -> "MemberDecisionQuerySet":
        return self.filter(tree.subtree(organization.path, "organization"))

    def waiting(self) -> "MemberDecisionQuerySet":
        return self.filter(status=DecisionStatus.PROPOSED)

    def postponed(self) -> "MemberDecisionQuerySet":
        """Those by which the discussion of a full membership was postponed (R-DEV-27)."""
        return self.filter(kind=DecisionKind.POSTPONED, status=DecisionStatus.APPROVED)

    def waiting_for(self, by: "Actor") -> "MemberDecisionQuerySet":
        """Those the actor may decide: proposed by another, over whose branch the actor decides on members."""
        if by.user is None:
            return self.none()
        return self.waiting().filter(by.reach.q(Capability.DECIDE_ON_MEMBERS)).exclude(asked_by=by.user)

    def for_list(self) -> "MemberDecisionQuerySet":
        return self.select_related(
            "organization",
            "member__organization",
            "asked_by",
            "decided_by",
            "resolution__item__meeting",
            "takes_back",
        )
