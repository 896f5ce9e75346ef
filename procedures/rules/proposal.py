"""What is proposed about a person: one value that pages and API build and the action reads."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from branches.models import Organization
    from meetings.models import Resolution
    from members.models import Member, Restriction
    from procedures.models import MemberDecision


@dataclass(frozen=True)
class Search:
    """One attempt to find somebody lost."""

    on: dt.date
    way: str


@dataclass(frozen=True)
class Proposal:
    """A decision to be made about a member, or about the new person whose facts `person` holds.

    effective_on  from when on; empty: from the day of the decision
    until         the last day of a restriction, or what the probation is extended to
    review_on     when a restriction without a last day is looked at again
    decided_on    the day of the paper `document`, issued by `body`
    applied_on, opinions_on, reviewed_on  the steps before a conversion (R-DEV-32)
    suspended_on, suspension_document     what a restoration goes back to (R-STA-09)
    """

    kind: str
    organization: "Organization"
    member: "Member | None" = None
    person: dict[str, Any] = field(default_factory=dict)
    group: "Organization | None" = None
    restriction: "Restriction | None" = None
    takes_back: "MemberDecision | None" = None
    resolution: "Resolution | None" = None
    document: str = ""
    decided_on: dt.date | None = None
    body: str = ""
    effective_on: dt.date | None = None
    until: dt.date | None = None
    review_on: dt.date | None = None
    ground: str = ""
    purpose: str = ""
    reason: str = ""
    lost_since: dt.date | None = None
    searches: tuple[Search, ...] = ()
    applied_on: dt.date | None = None
    opinions_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    suspended_on: dt.date | None = None
    suspension_document: str = ""


DETAILS = ("lost_since", "applied_on", "opinions_on", "reviewed_on", "suspended_on")
"""Dates that are kept among the details of a decision."""


def taking_back(original: "MemberDecision", **facts: Any) -> Proposal:
    """The proposal to take an approved decision back; it stands where the member is now."""
    member = original.member
    given = {name: value for name, value in facts.items() if value not in (None, "")}
    organization = member.organization if member else original.organization
    return Proposal(kind="taken_back", organization=organization, member=member, takes_back=original, **given)
