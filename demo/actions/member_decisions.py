"""Writes decisions about people: those on which the restrictions of the demonstration rest, and some that still wait."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils import timezone

from branches.models import Organization
from branches.states import Kind as OrganizationKind
from core import clock
from demo.actions import accounts, votes
from demo.rules.chance import random_uuid
from meetings.models import Meeting, Resolution
from meetings.states import Kind, Matter, Status
from members.models import Member, Restriction
from members.states import Gender
from procedures.actions.hold_meeting import hold_meeting
from procedures.models import MemberDecision
from procedures.selectors.decision_facts import resolution_words, seal_person
from procedures.states import GROUNDS, DecisionKind, DecisionStatus

WAITING, OLD_ENOUGH, DECIDED_AFTER = 4, 70, 9
BODIES = {"海组复": "中共海云区委组织部", "海纪": "中共海云区纪律检查委员会", "海组": "中共海云区委组织部"}


def write(settled: int, keys: Mapping[str, int], now: dt.datetime, rng: Random) -> None:
    """`settled`: the branch of the demonstration's secretary; `keys`: its accounts by sign-in name."""
    rows = [_decided(each, keys["reviewer"]) for each in _restrictions()]
    rows += _waiting(settled, keys, now)
    rows += _admission(settled, keys, now)
    rows += _extension(settled, keys, timezone.localdate(now))
    for row in rows:
        row.uuid = random_uuid(rng)
        if row.kind == DecisionKind.ADMITTED:
            row.person_sealed = seal_person(_person(row), row.uuid)
    for row in MemberDecision.objects.bulk_create(rows):
        hold_meeting(row)


def _restrictions() -> list[Restriction]:
    rows = Restriction.objects.exclude(kind=DecisionKind.EXEMPT).select_related("member__organization")
    return list(rows.order_by("pk"))


def _decided(restriction: Restriction, reviewer: int) -> MemberDecision:
    member, grounds = restriction.member, GROUNDS[restriction.kind]
    asked_at = _at(restriction.since - dt.timedelta(days=9))
    ground = next(iter(grounds))
    details = {}
    if ground == "lost":
        lost_since = clock.months_later(restriction.since, -8)
        details = {"lost_since": lost_since.isoformat(), "searches": _searches(lost_since)}
    return MemberDecision(
        kind=restriction.kind,
        status=DecisionStatus.APPROVED,
        organization=member.organization,
        member=member,
        name=member.name,
        document=restriction.document,
        decided_on=restriction.since,
        body=BODIES[restriction.document.partition("〔")[0]],
        effective_on=restriction.since,
        until=restriction.review_on if restriction.kind == DecisionKind.PROBATION else None,
        review_on=None if restriction.kind == DecisionKind.PROBATION else restriction.review_on,
        ground=ground,
        details=details,
        asked_who=member.organization.short_name,
        asked_at=asked_at,
        decided_by_id=reviewer,
        decided_who=accounts.ACCOUNTS["reviewer"],
        decided_at=_at(restriction.since),
        version=2,
    )


def _searches(lost_since: dt.date) -> list[dict[str, str]]:
    ways = ("电话、微信联系", "到居住地走访，询问家属和邻居", "请户籍地党组织协助查找")
    return [
        {"on": clock.months_later(lost_since, 2 * n).isoformat(), "way": way} for n, way in enumerate(ways, 1)
    ]


def _waiting(settled: int, keys: Mapping[str, int], now: dt.datetime) -> list[MemberDecision]:
    """Exemptions of old members: one of the secretary's branch and some of its neighbours wait, one came back."""
    today = timezone.localdate(now)
    born_before = clock.months_later(today, -12 * OLD_ENOUGH)
    free = Member.objects.present().filter(birth_on__lte=born_before, full_on__lte=today, restrictions=None)
    own = list(
        free.filter(organization=settled).select_related("organization").order_by("birth_on", "pk")[:2]
    )
    near = free.filter(organization__parent__children=settled).exclude(organization=settled)
    others = list(near.select_related("organization").order_by("birth_on", "pk")[: WAITING - 1])
    rows = []
    for n, member in enumerate([*own, *others]):
        is_own = member.organization_id == settled
        row = MemberDecision(
            kind=DecisionKind.EXEMPT,
            organization=member.organization,
            member=member,
            name=member.name,
            until=clock.months_later(today, 12),
            purpose="attendance",
            ground="frail" if n % 2 == 0 else "ill",
            asked_by_id=keys["secretary"] if is_own else None,
            asked_who=accounts.ACCOUNTS["secretary"] if is_own else member.organization.short_name,
            asked_at=now - dt.timedelta(days=n + 1, hours=3),
        )
        if n == 1 and is_own:
            row.status, row.comment, row.version = DecisionStatus.RETURNED, "请先上门看望，核实情况再提出", 2
            row.decided_by_id, row.decided_who = keys["street"], accounts.ACCOUNTS["street"]
            row.decided_at = now - dt.timedelta(hours=20)
        rows.append(row)
    return rows


def _admission(settled: int, keys: Mapping[str, int], now: dt.datetime) -> list[MemberDecision]:
    """Who was voted on in the secretary's branch waits for the committee above."""
    found = Resolution.objects.filter(item__meeting__organization=settled, kind=Matter.ADMISSION, passed=True)
    resolution = found.select_related("item__meeting__organization").first()
    if resolution is None:
        return []
    held_on, place = resolution.item.meeting.held_on, resolution.item.meeting.organization
    return [
        MemberDecision(
            kind=DecisionKind.ADMITTED,
            organization=place,
            name=resolution.candidate,
            group=Organization.objects.filter(parent=place).order_by("path").first(),
            resolution=resolution,
            resolution_words=resolution_words(resolution),
            asked_by_id=keys["secretary"],
            asked_who=accounts.ACCOUNTS["secretary"],
            asked_at=min(_at(held_on + dt.timedelta(days=6)), now),
        )
    ]


def _person(decision: MemberDecision) -> dict[str, Any]:
    """Who was voted on."""
    held_on = decision.resolution.item.meeting.held_on
    return {
        "name": decision.name,
        "gender": Gender.FEMALE,
        "birth_on": clock.months_later(held_on, -12 * 29),
        "joined_on": held_on,
        "applied_on": clock.months_later(held_on, -32),
        "phone": "13900000017",
        "education": "大学本科",
        "workplace": "社区网格员",
    }


def _extension(settled: int, keys: Mapping[str, int], today: dt.date) -> list[MemberDecision]:
    """Somebody of the street whose year was over: the probation goes on for half a year."""
    ended = Member.objects.present().filter(full_on=None, joined_on__lt=clock.months_later(today, -12))
    rows = ended.filter(restrictions=None).exclude(organization=settled).select_related("organization")
    for member in rows.order_by("joined_on", "pk"):
        end, street = member.probation_ends_on, _street_above(member.organization)
        meetings = Meeting.objects.filter(
            organization=member.organization,
            status=Status.CONFIRMED,
            kinds__kind=Kind.GENERAL,
            held_on__range=(end, today - dt.timedelta(days=DECIDED_AFTER)),
        )
        for meeting in meetings.order_by("held_on", "pk"):
            if street and (resolution := votes.extend(meeting, member.name)):
                return [_extended(member, resolution, street, keys["street"])]
    return []


def _street_above(branch: Organization) -> Organization | None:
    return Organization.objects.above(branch).filter(kind=OrganizationKind.WORKING_COMMITTEE).first()


def _extended(member: Member, resolution: Resolution, above: Organization, street: int) -> MemberDecision:
    held_on, until = resolution.item.meeting.held_on, clock.months_later(member.probation_ends_on, 6)
    decided_on = held_on + dt.timedelta(days=DECIDED_AFTER)
    Member.objects.filter(pk=member.pk).update(extended_until=until)
    return MemberDecision(
        kind=DecisionKind.EXTENSION,
        status=DecisionStatus.APPROVED,
        organization=member.organization,
        member=member,
        name=member.name,
        resolution=resolution,
        resolution_words=resolution_words(resolution),
        document=f"海街工委〔{decided_on.year}〕{decided_on.timetuple().tm_yday // 9 + 1}号",
        decided_on=decided_on,
        body=above.name,
        effective_on=decided_on,
        until=until,
        asked_who=member.organization.short_name,
        asked_at=_at(held_on + dt.timedelta(days=3)),
        decided_by_id=street,
        decided_who=accounts.ACCOUNTS["street"],
        decided_at=_at(decided_on),
        version=2,
    )


def _at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
