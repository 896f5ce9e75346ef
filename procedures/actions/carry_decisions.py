"""What a deed of the tree carries of decisions about people: proposals that wait go with the branch."""

from typing import Any

from django.db.models import F, QuerySet

from branches.selectors.actors import Actor
from branches.states import DeedKind, GroupsGo
from branches.workflow.holdings import Holding, PlannedDeed
from procedures.models import MemberDecision
from procedures.states import DecisionStatus


class DecisionsHolding:
    """党员事项: those that wait are decided for the receiver; a resolution of the branch that went in counts there."""

    code = "decisions"

    def line(self, deed: PlannedDeed) -> Holding:
        count = self._waiting(deed).count()
        now = f"{count}项待审批" if count else "没有"
        if not count:
            return Holding("党员事项", 0, now, "—")
        if deed.kind == DeedKind.MOVED:
            return Holding("党员事项", count, now, "新的上级审批")
        if deed.receiver is None:
            if deed.kind == DeedKind.SPLIT:
                return Holding("党员事项", count, now, "去的人的跟着走")
            return Holding("党员事项", count, now, "没有去处", "", f"{count}项待审批的党员事项")
        return Holding("党员事项", count, now, f"按{deed.receiver}的审批", "支部党员大会的决议仍然有效")

    def _waiting(self, deed: PlannedDeed) -> "QuerySet[MemberDecision]":
        found = MemberDecision.objects.filter(organization=deed.organization, status=DecisionStatus.PROPOSED)
        if deed.kind == DeedKind.SPLIT and deed.people:
            return found.filter(member__uuid__in=deed.people)
        return found

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        if deed.receiver is None or deed.kind == DeedKind.MOVED:
            return None
        waiting = self._waiting(deed)
        kept = [[key, group] for key, group in waiting.values_list("pk", "group")]
        rows = MemberDecision.objects.filter(pk__in=[key for key, _ in kept])
        rows.update(organization=deed.receiver, version=F("version") + 1)
        if deed.kind == DeedKind.SPLIT or deed.groups == GroupsGo.DISSOLVED:
            rows.update(group=None)
        return kept or None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        for key, group in kept:
            MemberDecision.objects.filter(pk=key, status=DecisionStatus.PROPOSED).update(
                organization=deed.organization, group=group, version=F("version") + 1
            )
