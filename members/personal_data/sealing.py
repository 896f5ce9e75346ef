"""Encryption of personal data: AES-GCM at rest (sealed), a keyed digest for look-up, masks for display.

The digest finds an exact number and its last digits without opening anything. Keys come from DATA_KEY by HKDF.
"""

import base64
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


@lru_cache(maxsize=8)
def _key(purpose: str, data_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"zuzhi", info=purpose.encode()).derive(data_key.encode())


@lru_cache(maxsize=2)
def _cipher(data_key: str) -> AESGCM:
    return AESGCM(_key("seal", data_key))


def seal(plain: str) -> str:
    """Base64 of nonce and sealed text; empty stays empty. Never the same twice."""
    return base64.b64encode(seal_bytes(plain.encode())).decode() if plain else ""


def seal_bytes(plain: bytes) -> bytes:
    """For files: the same sealing without base64."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.DATA_KEY).encrypt(nonce, plain, None)


def unseal_bytes(sealed: bytes) -> bytes:
    """Raises ValueError when the key is not the one it was sealed with."""
    try:
        return _cipher(settings.DATA_KEY).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag as wrong:
        raise ValueError("sealed with another DATA_KEY") from wrong


def unseal(sealed: str) -> str:
    """Raises ValueError when the key is not the one it was sealed with."""
    return unseal_bytes(base64.b64decode(sealed)).decode() if sealed else ""


def digest(plain: str) -> str:
    """Keyed digest (HMAC-SHA256, hex) of a whole number or of its last four digits; empty stays empty."""
    if not plain:
        return ""
    return hmac.digest(_key("digest", settings.DATA_KEY), plain.upper().encode(), "sha256").hex()


def mask_identity(plain: str) -> str:
    """330***********4418: first three and last four (R-SEC-04)."""
    return f"{plain[:3]}{'*' * (len(plain) - 7)}{plain[-4:]}" if len(plain) > 7 else "*" * len(plain)


def mask_phone(plain: str) -> str:
    """138****1234"""
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
