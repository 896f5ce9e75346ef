"""What a deed of the tree carries of planned meetings: they are cancelled with the organization or go where its people go."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet

from audit import chain
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import DeedKind, GroupsGo, PlansGo
from branches.workflow.holdings import Holding, PlannedDeed
from branches.workflow.transition import transition
from core.dates_zh import short_date
from meetings.models import Meeting
from meetings.states import MOVES, Status


def _places(deed: PlannedDeed) -> "QuerySet[Organization]":
    """The organization, and its groups where these do not go their own way."""
    if deed.kind == DeedKind.MOVED or deed.groups == GroupsGo.DISSOLVED or not deed.takes_all:
        return Organization.objects.within(deed.organization)
    return Organization.objects.filter(pk=deed.organization.pk)


class PlansHolding:
    """会议计划: of the days from the deed on; cancelled or carried. A dissolution without a receiver waits for them."""

    code = "plans"

    def line(self, deed: PlannedDeed) -> Holding:
        plans = self._plans(deed)
        days = [short_date(day) for day in plans.values_list("held_on", flat=True)]
        now = f"{len(days)}个，{'、'.join(days[:4])}{'等' if len(days) > 4 else ''}" if days else "没有"
        if not days:
            return Holding("会议计划", 0, now, "—")
        if deed.kind == DeedKind.MOVED:
            return Holding("会议计划", len(days), now, "不动")
        if deed.kind == DeedKind.SPLIT:
            return Holding("会议计划", len(days), now, "留在原支部", "新支部另排计划")
        if deed.receiver is None:
            stops = "" if deed.organization.is_group else f"{len(days)}个会议计划"
            goes = "没有去处" if stops else "取消"
            return Holding("会议计划", len(days), now, goes, "", stops, "plans")
        is_carried = deed.plans == PlansGo.CARRIED
        goes = f"带到{deed.receiver}" if is_carried else f"取消，参加{deed.receiver}的"
        return Holding("会议计划", len(days), now, goes, choice="plans")

    def _plans(self, deed: PlannedDeed) -> "QuerySet[Meeting]":
        return Meeting.objects.filter(
            organization__in=_places(deed), status=Status.PLANNED, held_on__gte=deed.effective_on
        ).order_by("held_on", "pk")

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        if not deed.ends_it:
            return None
        plans = list(self._plans(deed).select_related("organization").select_for_update(of=("self",)))
        if deed.receiver is not None and deed.plans == PlansGo.CARRIED:
            kept = [(meeting.pk, meeting.organization_id) for meeting in plans]
            _move(plans, deed.receiver, deed.note, by)
            return {"carried": kept} if kept else None
        for meeting in plans:
            transition(meeting, MOVES, "cancel", by, note=deed.note)
        return {"cancelled": [meeting.pk for meeting in plans]} if plans else None

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        cancelled = Meeting.objects.filter(pk__in=kept.get("cancelled", ()), status=Status.CANCELLED)
        for meeting in cancelled.select_related("organization"):
            transition(meeting, MOVES, "give_back", by, note=f"撤回{deed.note}")
        homes: dict[int, list[int]] = defaultdict(list)
        for key, organization in kept.get("carried", ()):
            homes[organization].append(key)
        for home in Organization.objects.filter(pk__in=homes):
            plans = Meeting.objects.filter(pk__in=homes[home.pk], status=Status.PLANNED)
            _move(list(plans.select_related("organization")), home, f"撤回{deed.note}", by)


def _move(plans: Sequence[Meeting], to: Organization, note: str, by: Actor) -> None:
    """Give planned meetings to another organization, with an entry for each."""
    keys = [meeting.pk for meeting in plans]
    Meeting.objects.filter(pk__in=keys).update(organization=to, version=F("version") + 1)
    chain.record_all(
        [
            chain.entry(
                "meeting.plan",
                by=by,
                subject=meeting,
                where=to,
                before={"organization": meeting.organization.name},
                after={"organization": to.name},
                note=note,
            )
            for meeting in plans
        ]
    )
