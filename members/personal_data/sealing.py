"""Personal data at rest and on display: the columns a fact is kept in, and the masks under which it is shown.

Sealing and digests are core.sealing; each sealed column of a member opens in that member's file alone. The digest finds an
exact number and its last digits without opening anything.
"""

from typing import Any
from uuid import UUID

from core import sealing
from core.sealing import UNREADABLE, CannotUnseal, digest, digests, mask_identity, mask_phone

__all__ = ["UNREADABLE", "CannotUnseal", "digest", "digests", "mask_identity", "mask_phone"]

TABLE = "member"


def _place(field: str, member: UUID | str) -> str:
    return sealing.place(TABLE, f"{field}_sealed", member)


def seal_fact(field: str, plain: str, member: UUID | str) -> str:
    """The column of identity, phone or address."""
    return sealing.seal(plain, _place(field, member))


def open_fact(field: str, sealed: str, member: UUID) -> str:
    """Raises CannotUnseal."""
    return sealing.unseal(sealed, _place(field, member))


def open_fact_or_mark(field: str, sealed: str, member: UUID) -> str:
    return sealing.unseal_or_mark(sealed, _place(field, member))


def tail_digest(field: str, plain: str) -> str:
    return digest(sealing.tail(plain, f"{field}_sealed"))


def tail_digests(field: str, plain: str) -> list[str]:
    return digests(sealing.tail(plain, f"{field}_sealed"))


def identity_columns(plain: str, member: UUID) -> dict[str, str | None]:
    """The three columns an identity number is kept in; a blank number frees its place in the unique digest."""
    return {
        "identity_sealed": seal_fact("identity", plain, member),
        "identity_digest": digest(plain) or None,
        "identity_tail": tail_digest("identity", plain),
    }


def phone_columns(plain: str, member: UUID) -> dict[str, str]:
    return {
        "phone_sealed": seal_fact("phone", plain, member),
        "phone_digest": digest(plain),
        "phone_tail": tail_digest("phone", plain),
    }


def mask_value(field: str, value: Any) -> Any:
    """A fact as the audit and any reader may see it: numbers masked, of an address only whether there is one."""
    if field == "identity":
        return mask_identity(value or "")
    if field == "phone":
        return mask_phone(value or "")
    if field == "address":
        return "已登记" if value else ""
    return value
