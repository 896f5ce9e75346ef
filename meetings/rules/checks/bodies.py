"""What a body may hold and decide: kinds of its own (R-MEET-13), and what a temporary branch may not (R-ORG-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from branches.errors import TemporaryMayNot
from branches.rules.temporary import temporary_refusal
from branches.states import Kind as OrganizationKind
from core.errors import RuleBroken
from meetings import errors
from meetings.errors.findings import Finding
from meetings.record.schema import MeetingRecord
from meetings.states import ON_MEMBERSHIP, OWN_MEETINGS, Kind, Matter, kinds_held


@dataclass(frozen=True)
class Body:
    """The organization of a record. `special_provision` is what lets a temporary branch do more."""

    kind: str
    name: str = "这个党组织"
    special_provision: str = ""

    @classmethod
    def of(cls, organization: Any) -> "Body":
        return cls(organization.kind, organization.short_name, organization.special_provision)


def kinds_of_other_bodies(body: Body, record: MeetingRecord) -> Iterator[Finding]:
    """R-MEET-13: no body holds another's kind; what is its own is recorded as 其他, by its name."""
    own = OWN_MEETINGS.get(OrganizationKind(body.kind), "")
    for kind in record.kinds:
        if kind in kinds_held(body.kind, body.special_provision):
            continue
        if body.kind == OrganizationKind.TEMPORARY_BRANCH and kind == Kind.APPRAISAL:
            yield _stop(TemporaryMayNot, "kinds", what="不开展民主评议党员")
            continue
        hint = "党小组会由党小组来记，请选党小组。" if kind == Kind.GROUP else ""
        if own:
            hint = f"{own}请选“其他”，在主题里写上会议名称。"
        facts = {"organization": body.name, "kind": Kind(kind).label, "hint": hint}
        yield _stop(errors.MayNotHold, "kinds", **facts)
    if own and Kind.OTHER in record.kinds and not record.theme.strip():
        yield _stop(errors.MeetingUnnamed, "theme", own=own)


def matter_refusal(body: Body, matter: str) -> RuleBroken | None:
    """The refusal if it is a temporary branch that decides on membership, without a provision named."""
    if matter not in ON_MEMBERSHIP:
        return None
    return temporary_refusal(body, f"不表决{Matter(matter).label}")


def matters_of_temporary_branches(body: Body, record: MeetingRecord) -> Iterator[Finding]:
    """R-ORG-12: it neither admits nor converts, disposes of or disciplines anybody."""
    for number, item in enumerate(record.agenda):
        refused = matter_refusal(body, item.decision.kind) if item.decision else None
        if refused:
            at = f"agenda-{number}-kind"
            yield Finding("stop", refused.rule, refused.sentence, refused.basis, at, TemporaryMayNot)


def _stop(error: type[RuleBroken], at: str, **facts: str) -> Finding:
    return Finding("stop", error.rule, error.sentence.format(**facts), error.basis, at, error)
