"""Sealing with DATA_KEY: AES-GCM for what must not be read in the database, a keyed digest to find it again.

While a key is being replaced PREVIOUS_DATA_KEY opens what the new one does not yet. Keys come from them by HKDF.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Model

from core.errors import RuleBroken

NONCE = 12
UNREADABLE = "无法读取"
"""Stands where a value was sealed with a key that is not known, or was damaged."""


class CannotUnseal(RuleBroken):
    """Sealed with another key, or damaged. A refusal, so that the door that needs this one value says why."""

    code = "unreadable"
    sentence = "这一项无法读取：加密时用的是另一把密钥，或者内容已损坏。请重新登记或重新上传，并请管理员核对DATA_KEY。"


@dataclass(frozen=True)
class SealedTable:
    """The sealed columns of a table, and of some the columns with their digest and that of the last four digits.

    An app lists its own under SEALED_TABLES in config.parts, so that changing the key forgets none.
    """

    model: type[Model]
    columns: tuple[str, ...]
    digests: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SealedFiles:
    """The names, in the default storage, of the sealed files an app keeps."""

    names: Callable[[], Iterable[str]]


@lru_cache(maxsize=8)
def _key(purpose: str, data_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"zuzhi", info=purpose.encode()).derive(data_key.encode())


def derived_key(purpose: str, data_key: str = "") -> bytes:
    """32 bytes for another purpose than sealing, from the key in use or one that is named."""
    return _key(purpose, data_key or settings.DATA_KEY)


def fingerprint() -> str:
    """What tells two keys apart and gives nothing of either away."""
    return _key("fingerprint", settings.DATA_KEY).hex()[:16]


@lru_cache(maxsize=4)
def _cipher(data_key: str) -> AESGCM:
    return AESGCM(_key("seal", data_key))


def accepted_keys() -> tuple[str, ...]:
    """The key in use first, then the one it replaces."""
    previous = settings.PREVIOUS_DATA_KEY
    return (settings.DATA_KEY, previous) if previous else (settings.DATA_KEY,)


def seal(plain: str) -> str:
    """Base64 of nonce and sealed text; empty stays empty. Never the same twice."""
    return base64.b64encode(seal_bytes(plain.encode())).decode() if plain else ""


def seal_bytes(plain: bytes) -> bytes:
    """For files: the same sealing without base64."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.DATA_KEY).encrypt(nonce, plain, None)


def unseal_bytes(sealed: bytes, keys: Iterable[str] = ()) -> bytes:
    """What was sealed with one of the keys, by default any accepted one. Raises CannotUnseal."""
    for key in keys or accepted_keys():
        try:
            return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except (InvalidTag, ValueError):  # ValueError: too short to be anything sealed
            continue
    raise CannotUnseal


def unseal(sealed: str, keys: Iterable[str] = ()) -> str:
    """Raises CannotUnseal when the key is not the one it was sealed with."""
    if not sealed:
        return ""
    try:
        return unseal_bytes(base64.b64decode(sealed, validate=True), keys).decode()
    except (binascii.Error, UnicodeError) as damaged:
        raise CannotUnseal from damaged


def unseal_or_mark(sealed: str) -> str:
    """For whatever is shown or compared: one value that cannot be read says so in its place and spoils nothing else."""
    try:
        return unseal(sealed)
    except CannotUnseal:
        return UNREADABLE


def is_sealed_with(sealed: str, key: str) -> bool:
    try:
        unseal(sealed, (key,))
    except CannotUnseal:
        return False
    return True


def digest(plain: str, key: str = "") -> str:
    """Keyed digest (HMAC-SHA256, hex) of a whole number or of its last four digits; empty stays empty."""
    if not plain:
        return ""
    return hmac.digest(_key("digest", key or settings.DATA_KEY), plain.upper().encode(), "sha256").hex()


def digests(plain: str) -> list[str]:
    """The digests under which a number may stand: with the key in use and with the one it replaces."""
    return [digest(plain, key) for key in accepted_keys()]


def reseal_columns(row: Any, table: SealedTable, old: str) -> tuple[list[str], list[str]]:
    """Seal anew, on the row in hand, what only the old key opens. Returns the changed columns and the unreadable ones."""
    changed: list[str] = []
    unreadable: list[str] = []
    for column in table.columns:
        sealed = getattr(row, column)
        if not sealed or is_sealed_with(sealed, settings.DATA_KEY):
            continue
        try:
            plain = unseal(sealed, (old,))
        except CannotUnseal:
            unreadable.append(column)
            continue
        setattr(row, column, seal(plain))
        changed.append(column)
        if column in table.digests:
            whole, tail = table.digests[column]
            setattr(row, whole, digest(plain))
            setattr(row, tail, digest(plain[-4:]))
            changed += [whole, tail]
    return changed, unreadable
