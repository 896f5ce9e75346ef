"""What a deed of the tree carries of people: their memberships and party groups."""

import datetime as dt
from collections.abc import Collection
from itertools import count as count_from
from typing import Any

from django.db.models import F, QuerySet

from audit import chain
from branches import actions as branches_actions
from branches.actions.tree_places import put_under
from branches.errors import CameLater, DeedUsed, NotOfThisBranch, TooFewForSplit
from branches.models import Organization, TreeDeed
from branches.querysets import OrganizationQuerySet
from branches.selectors.actors import Actor
from branches.states import DeedKind, GroupsGo
from branches.workflow.holdings import Holding, PlannedDeed
from core import clock
from core.dates_zh import full_date
from core.numbers import numeral
from members.models import Member, Membership
from members.states import EntryKind, ExitKind

LEAST_FULL = 3  # R-ORG-01


def memberships_of(deed: PlannedDeed) -> "QuerySet[Membership]":
    """The open memberships of those whom the deed carries; of a move nobody's."""
    found = Membership.objects.filter(until__isnull=True)
    if deed.kind == DeedKind.MOVED:
        return found.none()
    if deed.organization.is_group:
        return found.filter(group=deed.organization)
    found = found.filter(organization=deed.organization)
    return found.filter(member__uuid__in=deed.people) if deed.kind == DeedKind.SPLIT else found


class MembersHolding:
    """党员: each gets a membership of the receiver from the day on; those of a dissolved group stay in the branch."""

    code = "members"

    def line(self, deed: PlannedDeed) -> Holding:
        is_open = deed.kind == DeedKind.MOVED or (deed.kind == DeedKind.SPLIT and not deed.people)
        rows = _all_below(deed.organization) if is_open else memberships_of(deed)
        people = Member.objects.filter(pk__in=rows.values("member")).counted_on(clock.today())
        count, full = rows.count(), people.full(clock.today()).count()
        now = f"{count}人，正式{full}、预备{people.count() - full}" if count else "没有"
        goes, note, stops = self._goes(deed, count)
        return Holding("党员", count, now, goes, note, stops)

    def _goes(self, deed: PlannedDeed, count: int) -> tuple[str, str, str]:
        if deed.kind == DeedKind.MOVED:
            return "跟着走", "", ""
        if deed.kind == DeedKind.SPLIT:
            return deed.receiver.short_name if deed.receiver else "选了的去新支部", "其余留下", ""
        if deed.receiver is not None:
            return deed.receiver.short_name, "预备党员的预备期接着算", ""
        if deed.kind == DeedKind.MERGED:
            return "并入的支部", "预备党员的预备期接着算", ""
        if deed.organization.is_group:
            is_ahead = deed.effective_on > clock.today()
            return "到那天前编入别的党小组" if is_ahead else "留在党支部，暂不分组", "", ""
        return "没有去处" if count else "—", "", f"{count}名党员" if count else ""

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        rows = list(
            memberships_of(deed).select_for_update(of=("self",)).select_related("member").order_by("pk")
        )
        if deed.kind == DeedKind.SPLIT:
            self._must_be_enough(deed, rows)
        if not rows or (deed.organization.is_group and deed.effective_on > clock.today()):
            return None
        if deed.organization.is_group:
            return self._regroup(deed, rows, by)
        self._must_have_come(deed, [row for row in rows if row.since >= deed.effective_on])
        receiver, kept_groups = deed.receiver, self._groups_that_go(deed, rows)
        Membership.objects.filter(pk__in=[row.pk for row in rows]).update(until=deed.eve, exit=ExitKind.MOVED)
        made = Membership.objects.bulk_create(
            [
                Membership(
                    member=row.member,
                    organization=receiver,
                    group_id=row.group_id if row.group_id in kept_groups else None,
                    since=deed.effective_on,
                    entry=EntryKind.MOVED,
                    document=deed.document[:60],
                )
                for row in rows
            ]
        )
        members = Member.objects.filter(pk__in=[row.member_id for row in rows])
        members.exclude(group__in=kept_groups).update(group=None)
        members.update(organization=receiver, version=F("version") + 1)
        self._write_entries(deed, rows, by)
        return [[old.pk, new.pk] for old, new in zip(rows, made, strict=True)]

    def _regroup(self, deed: PlannedDeed, rows: list[Membership], by: Actor) -> Any:
        """Those of a dissolved group, from that day on in the receiving group or in none; who came that day, at once."""
        self._must_have_come(deed, [row for row in rows if row.since > deed.effective_on])
        later = [row for row in rows if row.since < deed.effective_on]
        at_once = [row for row in rows if row.since == deed.effective_on]
        Membership.objects.filter(pk__in=[row.pk for row in at_once]).update(group=deed.receiver)
        Membership.objects.filter(pk__in=[row.pk for row in later]).update(
            until=deed.eve, exit=ExitKind.REGROUPED
        )
        made = Membership.objects.bulk_create(
            [
                Membership(
                    member=row.member,
                    organization_id=row.organization_id,
                    group=deed.receiver,
                    since=deed.effective_on,
                    entry=EntryKind.MOVED,
                )
                for row in later
            ]
        )
        Member.objects.filter(pk__in=[row.member_id for row in rows]).update(
            group=deed.receiver, version=F("version") + 1
        )
        self._write_entries(deed, rows, by)
        pairs = [[old.pk, new.pk] for old, new in zip(later, made, strict=True)]
        return pairs + [[row.pk, row.pk] for row in at_once]

    def _groups_that_go(self, deed: PlannedDeed, rows: list[Membership]) -> set[int]:
        """The groups that keep their members in the receiver: all of a merger, of a split those of which everybody goes."""
        if deed.kind != DeedKind.SPLIT:
            return (
                {row.group_id for row in rows if row.group_id} if deed.groups == GroupsGo.CARRIED else set()
            )
        staying = (
            Membership.objects.filter(organization=deed.organization, until__isnull=True, group__isnull=False)
            .exclude(pk__in=[row.pk for row in rows])
            .values_list("group_id", flat=True)
        )
        return {row.group_id for row in rows if row.group_id} - {key for key in staying if key}

    def _must_have_come(self, deed: PlannedDeed, late: list[Membership]) -> None:
        if late:
            day = max(row.since for row in late)
            names = "、".join(row.member.name for row in late[:5])
            raise CameLater.at("effective_on", names=names, on=full_date(day), deed=deed.kind.label)

    def _must_be_enough(self, deed: PlannedDeed, rows: list[Membership]) -> None:
        if missing := len(deed.people) - len(rows):
            raise NotOfThisBranch.at("members", count=missing, organization=deed.organization.short_name)
        full = Member.objects.counted_on(deed.effective_on).full(deed.effective_on)
        going = full.filter(pk__in=[row.member_id for row in rows]).count()
        staying = (
            full.belonging(clock.today(), organization=deed.organization)
            .exclude(pk__in=[row.member_id for row in rows])
            .count()
        )
        for which, count in (("新支部", going), ("原支部", staying)):
            if count < LEAST_FULL:
                raise TooFewForSplit.at("members", which=which, count=count)

    def _write_entries(self, deed: PlannedDeed, rows: list[Membership], by: Actor) -> None:
        old, new = deed.organization, deed.receiver
        action = "member.regroup" if old.is_group else "member.transfer"
        key = "group" if old.is_group else "organization"
        chain.record_all(
            [
                chain.entry(
                    action,
                    by=by,
                    subject=row.member,
                    where=new or old,
                    before={key: old.name},
                    after={key: new.name if new else "", "on": deed.effective_on, "from_path": old.path},
                    note=deed.note,
                )
                for row in rows
            ]
        )

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        pairs = dict(kept)
        open_still = Membership.objects.filter(pk__in=pairs.values(), until__isnull=True)
        gone = Membership.objects.filter(pk__in=pairs.values()).exclude(pk__in=open_still.values("pk"))
        if names := list(gone.values_list("member__name", flat=True)[:5]):
            raise DeedUsed(what=f"{'、'.join(names)}已经又转走了")
        Membership.objects.filter(pk__in=[new for old, new in pairs.items() if old != new]).delete()
        Membership.objects.filter(pk__in=pairs).update(until=None, exit="")
        if deed.organization.is_group:
            Membership.objects.filter(pk__in=pairs).update(group=deed.organization)
        rows = list(Membership.objects.filter(pk__in=pairs).only("member", "organization", "group"))
        for organization, group in {(row.organization_id, row.group_id) for row in rows}:
            there = [
                row.member_id for row in rows if (row.organization_id, row.group_id) == (organization, group)
            ]
            Member.objects.filter(pk__in=there).update(
                organization=organization, group=group, version=F("version") + 1
            )


class GroupsHolding:
    """党小组: carried to the receiver under the next free number, or dissolved; of a split those of which everybody went."""

    code = "groups"

    def line(self, deed: PlannedDeed) -> Holding:
        count = _groups(deed.organization, deed.effective_on).count()
        now = f"{count}个" if count else "没有"
        if not count:
            return Holding("党小组", 0, now, "—")
        if deed.kind == DeedKind.MOVED:
            return Holding("党小组", count, now, "跟着走")
        if deed.kind == DeedKind.SPLIT:
            return Holding("党小组", count, now, "全组都去的跟着走", "其余留下")
        if deed.groups == GroupsGo.DISSOLVED:
            return Holding("党小组", count, now, "撤销", "党员暂不分组", choice="groups")
        goes = f"编为{deed.receiver}的党小组" if deed.receiver else "没有去处"
        return Holding("党小组", count, now, goes, "同名的接着编号", choice="groups")

    def carry(self, deed: PlannedDeed, by: Actor) -> Any:
        if not (deed.takes_all or deed.kind == DeedKind.SPLIT) or deed.receiver is None:
            return None
        groups = list(_groups(deed.organization, deed.effective_on).order_by("path"))
        if deed.kind == DeedKind.SPLIT:
            groups = [each for each in groups if self._went(each, deed)]
        elif deed.groups == GroupsGo.DISSOLVED:
            for each in groups:
                branches_actions.dissolve(organization=each, effective_on=deed.effective_on, by=by)
            return {"dissolved": [each.pk for each in groups]} if groups else None
        taken = set(_groups(deed.receiver, deed.effective_on).values_list("short_name", flat=True))
        kept = []
        for each in groups:
            kept.append([each.pk, each.name, each.short_name])
            put_under(each, deed.receiver, deed.effective_on, deed.document, by)
            if each.short_name in taken:
                short = next_group_name(taken)
                branches_actions.rename(
                    organization=each,
                    name=f"{deed.receiver.name}{short}",
                    short_name=short,
                    effective_on=deed.effective_on,
                    document=deed.document,
                    by=by,
                )
                each.short_name = short
            taken.add(each.short_name)
        return {"carried": kept} if kept else None

    def _went(self, group: Organization, deed: PlannedDeed) -> bool:
        there = Membership.objects.filter(group=group, until__isnull=True)
        places_now = set(there.values_list("organization_id", flat=True))
        return deed.receiver is not None and places_now == {deed.receiver.pk}

    def give_back(self, deed: PlannedDeed, kept: Any, by: Actor) -> None:
        for key in kept.get("dissolved", ()):
            row = TreeDeed.objects.filter(organization=key, taken_back_at=None).latest("pk")
            branches_actions.take_back(deed=row, reason=deed.note, by=by)
        for key, name, short_name in kept.get("carried", ()):
            group = Organization.objects.select_for_update().get(pk=key)
            put_under(group, deed.organization, deed.effective_on, "", by)
            if group.short_name != short_name:
                branches_actions.rename(
                    organization=group,
                    name=name,
                    short_name=short_name,
                    effective_on=deed.effective_on,
                    by=by,
                )


def _groups(organization: Organization, on: dt.date) -> OrganizationQuerySet:
    return Organization.objects.filter(parent=organization, kind="group").standing(on)


def _all_below(organization: Organization) -> "QuerySet[Membership]":
    """Everybody on a roll at and below it."""
    within = Organization.objects.within(organization).values("pk")
    return Membership.objects.filter(until__isnull=True, organization__in=within)


def next_group_name(taken: Collection[str]) -> str:
    """The first name with a number that no group has: 第三党小组."""
    return next(name for n in count_from(1) if (name := f"第{numeral(n)}党小组") not in taken)
