"""The facts of a proposal for procedures.rules.requirements, the facts of a new person, and resolutions to choose from."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from branches.models import Organization, TreeDeed
from branches.states import DeedKind
from core import clock, sealing
from core.dates_zh import full_date
from core.parsing import parse_day
from meetings.models import Meeting, MeetingKind, Resolution
from meetings.states import COUNTED, Kind
from members.personal_data import identity, names
from members.rules import membership
from members.states import EntryKind
from procedures.models import MemberDecision
from procedures.rules.kinds import RULES
from procedures.rules.power import lacks_power, not_its_decision
from procedures.rules.requirements import BodyFacts, OriginalFacts, ProposalFacts, ResolutionFacts
from procedures.states import DecisionKind, DecisionStatus

TABLE = "decision"
DATES_OF_A_PERSON = ("birth_on", "joined_on", "full_on", "applied_on")


def facts_of(decision: MemberDecision, *, is_final: bool) -> ProposalFacts:
    """The facts of a proposal as it stands, with what its resolution and its body are today."""
    member, details = decision.member, decision.details
    person = person_of(decision) if member is None else {}
    return ProposalFacts(
        kind=decision.kind,
        name=decision.name,
        today=clock.today(),
        is_final=is_final,
        entered_on=timezone.localdate(decision.asked_at),
        effective_on=decision.effective_on,
        until=decision.until,
        review_on=decision.review_on,
        ground=decision.ground,
        purpose=decision.purpose,
        number=decision.document,
        decided_on=decision.decided_on,
        body=decision.body,
        power=_power(decision),
        resolution=_resolution(decision),
        joined_on=member.joined_on if member else person.get("joined_on"),
        full_on=member.full_on if member else person.get("full_on"),
        probation_ends_on=member.probation_ends_on if member else None,
        lost_since=_day(details.get("lost_since")),
        searches=tuple(on for one in decision.searches if (on := _day(one["on"]))),
        ways=len({"".join(one["way"].split()) for one in decision.searches}),
        letter_days=settings.LETTER_VALID_DAYS,
        least_searches=settings.SEARCHES_BEFORE_SUSPENSION,
        applied_on=_day(details.get("applied_on")),
        opinions_on=_day(details.get("opinions_on")),
        reviewed_on=_day(details.get("reviewed_on")),
        suspended_on=_day(details.get("suspended_on")),
        suspension_document=details.get("suspension_document", ""),
        reason=decision.reason,
        original=_original(decision),
        **_postponement(decision),
    )


def _postponement(decision: MemberDecision) -> dict[str, Any]:
    """Whether the member was transferred in, and until when the discussion was postponed already (R-DEV-27)."""
    if decision.kind != DecisionKind.POSTPONED or decision.member is None:
        return {}
    came = decision.member.memberships.filter(entry=EntryKind.TRANSFERRED)
    before = MemberDecision.objects.postponed().filter(member=decision.member).exclude(pk=decision.pk)
    until = before.values_list("until", flat=True).first()
    return {"was_transferred_in": came.exists(), "postponed_until": until}


def _original(decision: MemberDecision) -> OriginalFacts | None:
    """A body is the same under its full name, its short name and its code."""
    original = decision.takes_back
    if original is None:
        return None
    names_of = [
        {one.name, one.short_name, one.code} for one in Organization.objects.above(decision.organization)
    ]
    is_same = not original.body or any(
        {original.body, decision.body} <= names for names in [*names_of, {original.body}]
    )
    return OriginalFacts(original.document, original.decided_on, original.body, is_same)


def seal_person(person: dict[str, Any], decision: UUID) -> str:
    """Of the decision with this uuid."""
    if not person:
        return ""
    written = json.dumps(person, cls=DjangoJSONEncoder, ensure_ascii=False)
    return sealing.seal(written, sealing.place(TABLE, "person_sealed", decision))


def person_of(decision: MemberDecision) -> dict[str, Any]:
    """The facts of a person who is not yet on a roll."""
    if not decision.person_sealed:
        return {}
    where = sealing.place(TABLE, "person_sealed", decision.uuid)
    person: dict[str, Any] = json.loads(sealing.unseal(decision.person_sealed, where))
    return person | {name: _day(person[name]) for name in DATES_OF_A_PERSON if name in person}


def person_warnings(decision: MemberDecision) -> dict[str, str]:
    """Field → what to look at again in the dates of a new person (members.rules.membership.warnings)."""
    try:
        person = person_of(decision)
    except sealing.CannotUnseal:
        return {}
    if not person.get("joined_on"):
        return {}
    birth_on = person.get("birth_on") or identity.birth_of(str(person.get("identity", "")))
    return membership.warnings(birth_on, person["joined_on"], person.get("full_on"))


def _day(written: str | None) -> dt.date | None:
    return parse_day(written) if written else None


def _power(decision: MemberDecision) -> BodyFacts | None:
    """The body among the organizations above the branch; None where none has that name."""
    if not (RULES[decision.kind].is_power and decision.body):
        return None
    above = list(Organization.objects.above(decision.organization))
    named = (one for one in above if decision.body in (one.name, one.short_name, one.code))
    body = next(named, None)
    on = decision.decided_on or clock.today()
    return BodyFacts(body.short_name, _reason_against(body, above, on)) if body else None


def _reason_against(body: Organization, above: Sequence[Organization], on: dt.date) -> str:
    """`above`: everything above the branch, the root first."""
    names = [one.name for one in above if len(one.path) < len(body.path)]
    return lacks_power(body.kind, body.get_kind_display(), names, body.name, body.power_granted_on, on)


def nearest_body(decision: MemberDecision) -> str:
    """The name of the body above that decides by default: for what takes the power, the nearest one that has it."""
    if decision.takes_back and decision.takes_back.body:
        return decision.takes_back.body
    above = list(Organization.objects.above(decision.organization))
    rule = decision.rule
    may = (
        one.name
        for one in reversed(above)
        if not (rule.is_power and _reason_against(one, above, clock.today()))
        and not not_its_decision(rule.deciding, one.name)
    )
    return next(may, "")


def _resolution(decision: MemberDecision) -> ResolutionFacts | None:
    resolution = decision.resolution
    if resolution is None:
        return None
    meeting: Meeting = resolution.item.meeting
    used = (
        MemberDecision.objects.filter(resolution=resolution, status=DecisionStatus.APPROVED)
        .exclude(pk=decision.pk)
        .first()
    )
    return ResolutionFacts(
        matter=resolution.kind,
        candidate=resolution.candidate,
        passed=resolution.passed,
        held_on=meeting.held_on,
        is_general=meeting.kinds.filter(kind=Kind.GENERAL).exists(),
        is_counted=meeting.status in COUNTED and not meeting.is_void,
        is_of_this_branch=_is_of_this_branch(meeting, decision),
        used_for=used.get_kind_display() if used and decision.rule.matter != "ordinary" else "",
    )


def _is_of_this_branch(meeting: Meeting, decision: MemberDecision) -> bool:
    """Its own general meeting, or that of a branch which went into it."""
    if meeting.organization_id == decision.organization_id:
        return True
    went_in = TreeDeed.objects.filter(receiver=decision.organization_id, taken_back_at=None)
    return went_in.exclude(kind=DeedKind.MOVED).filter(organization=meeting.organization_id).exists()


def resolution_words(resolution: Resolution | None) -> str:
    """2026年11月25日支部党员大会：同意接收…（通过，赞成8票）."""
    if resolution is None:
        return ""
    outcome = "通过" if resolution.passed else "未通过"
    day = full_date(resolution.item.meeting.held_on)
    return f"{day}支部党员大会{outcome}：{resolution.text}"[:200]


def usable_resolutions(organization: Organization, *matters: str, name: str = "") -> "QuerySet[Resolution]":
    """Passed resolutions on these matters of the branch's counted general meetings, about nobody else, on which nothing
    rests yet; newest first."""
    general = MeetingKind.objects.filter(meeting=OuterRef("item__meeting"), kind=Kind.GENERAL)
    used = MemberDecision.objects.filter(resolution=OuterRef("pk"), status=DecisionStatus.APPROVED)
    found = Resolution.objects.filter(
        Exists(general),
        item__meeting__organization=organization,
        item__meeting__status__in=COUNTED,
        item__meeting__is_void=False,
        kind__in=matters,
        passed=True,
    )
    found = found.filter(~Exists(used) | Q(kind="ordinary"))
    if name:
        found = found.filter(Q(kind="ordinary") | Q(candidate__in={name, names.normalize_name(name)}))
    return found.select_related("item__meeting").order_by("-item__meeting__held_on", "-pk")
