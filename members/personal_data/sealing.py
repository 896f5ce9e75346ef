"""Personal data at rest and on display: the columns a number is kept in, and the masks under which it is shown.

Sealing and digests are core.sealing. The digest finds an exact number and its last digits without opening anything.
"""

from typing import Any

from core.sealing import (
    UNREADABLE,
    CannotUnseal,
    digest,
    digests,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
    unseal_or_mark,
)

__all__ = [
    "UNREADABLE",
    "CannotUnseal",
    "digest",
    "digests",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
    "unseal_or_mark",
]


def mask_identity(plain: str) -> str:
    """330***********4418: first three and last four (R-SEC-04)."""
    if plain == UNREADABLE:
        return plain
    return f"{plain[:3]}{'*' * (len(plain) - 7)}{plain[-4:]}" if len(plain) > 7 else "*" * len(plain)


def mask_phone(plain: str) -> str:
    """138****1234"""
    if plain == UNREADABLE:
        return plain
    return f"{plain[:3]}****{plain[-4:]}" if len(plain) > 7 else "*" * len(plain)


def identity_columns(plain: str) -> dict[str, str | None]:
    """The three columns an identity number is kept in; a blank number frees its place in the unique digest."""
    return {
        "identity_sealed": seal(plain),
        "identity_digest": digest(plain) or None,
        "identity_tail": digest(plain[-4:]),
    }


def phone_columns(plain: str) -> dict[str, str]:
    return {"phone_sealed": seal(plain), "phone_digest": digest(plain), "phone_tail": digest(plain[-4:])}


def mask_value(field: str, value: Any) -> Any:
    """A fact as the audit and any reader may see it: numbers masked, of an address only whether there is one."""
    if field == "identity":
        return mask_identity(value or "")
    if field == "phone":
        return mask_phone(value or "")
    if field == "address":
        return "已登记" if value else ""
    return value
