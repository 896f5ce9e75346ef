"""Unmask one sealed number of a member for a stated purpose."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from members import errors
from members.models import Member
from members.personal_data import sealing

FIELDS = {"identity": "身份证号", "phone": "手机号", "address": "家庭住址"}


@transaction.atomic
def unmask(*, member: Member, field: str, purpose: str, by: Actor) -> str:
    """The plain text of identity, phone or address. The audit keeps who, whose, which and why, never the text.

    Members may unmask their own numbers without VIEW_PRIVATE; that is recorded too.

    Raises NotYours, UnknownFields, PurposeMissing, CannotUnseal, NothingKept.
    """
    own = by.user is not None and by.user.pk == member.user_id
    if not own:
        by.must(Capability.VIEW_PRIVATE, member.organization)
    if field not in FIELDS:
        raise errors.UnknownFields(names=field)
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise errors.PurposeMissing.at("purpose")
    plain = sealing.open_fact(field, getattr(member, f"{field}_sealed"), member.uuid)
    if not plain:
        raise errors.NothingKept(name=member.name, what=FIELDS[field])
    chain.record(
        "member.unmask",
        by=by,
        subject=member,
        where=member.organization,
        after={"field": FIELDS[field]},
        note=purpose,
    )
    return plain
