"""Correct the facts in a member's file."""

from typing import Any

from django.db import IntegrityError

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock, typed_numbers
from members import errors
from members.actions import places
from members.actions.enroll_member import (
    PLAIN,
    SEALED,
    identity_taken_refusal,
    member_columns,
    refuse_unknown_fields,
)
from members.actions.identity_refusals import telling_nothing
from members.models import Member
from members.personal_data import names, sealing
from members.rules import membership
from members.states import MEMBER_MOVES

CHANGEABLE = PLAIN | SEALED | {"name", "joined_on", "full_on"}
DATES = frozenset({"joined_on", "full_on"})
"""They decide who has a vote at meetings of any day: the branch alone does not change them."""
CLEANED = {
    "name": names.normalize_name,
    "identity": typed_numbers.clean_identity,
    "phone": typed_numbers.clean_phone,
    "address": str.strip,
}


def present_value(member: Member, name: str) -> Any:
    if name not in SEALED:
        return getattr(member, name)
    return sealing.open_fact_or_mark(name, getattr(member, f"{name}_sealed"), member.uuid)


def update(*, member: Member, version: int | None = None, by: Actor, **changes: Any) -> Member:
    """Change facts of a member. Equal values are left out; without any change nothing is written.

    `version` is the one the form was filled from.

    Raises Gone if the file was changed since, NotYours, HasLeft, UnknownFields, IdentityWrong, IdentityTaken, PhoneWrong, JoinedTooYoung, FullTooEarly,
    DatesByOffice, StatusByDecision where the correction would make a probationary member full, or the other way round (R-SEC-14).
    """
    by.must(Capability.MANAGE_MEMBERS, member.organization)
    refuse_unknown_fields(changes, CHANGEABLE)
    places.must_be_present(member)
    for name, clean in CLEANED.items():
        if name in changes:
            changes[name] = clean(changes[name])
    before = {name: present_value(member, name) for name in changes}
    changes = {name: value for name, value in changes.items() if value != before[name]}
    if not changes:
        return member
    if (dates := DATES & changes.keys()) and not by.may(Capability.DECIDE_ON_MEMBERS, member.organization):
        raise errors.DatesByOffice.at(min(dates))
    if dates:
        places.must_be_about_another(member, by)
    if _is_full(changes, member) != member.is_full:
        raise errors.StatusByDecision.at("full_on")
    after = {name: changes.get(name, getattr(member, name)) for name in ("birth_on", "joined_on", "full_on")}
    membership.check_facts(
        identity_number=changes.get("identity", ""), phone=changes.get("phone", ""), **after
    )
    with telling_nothing(changes.get("identity", ""), by):
        if changes.get("identity") and (refusal := identity_taken_refusal(changes["identity"], by)):
            raise refusal
        try:
            with claim(
                member,
                MEMBER_MOVES,
                "update",
                by,
                version=version or member.version,
                **member_columns(changes, member.uuid),
            ) as entry:
                entry.before = {name: sealing.mask_value(name, before[name]) for name in changes}
                entry.after = {name: sealing.mask_value(name, value) for name, value in changes.items()}
        except IntegrityError as clash:
            raise identity_taken_refusal(changes.get("identity", ""), by) or errors.IdentityTaken(
                where="另一个党支部"
            ) from clash
    return member


def _is_full(changes: dict[str, Any], member: Member) -> bool:
    """Whether the member would be a full one with these changes."""
    full_on = changes.get("full_on", member.full_on)
    return full_on is not None and full_on <= clock.today()
