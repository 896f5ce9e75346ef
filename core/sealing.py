"""Sealing with DATA_KEY: AES-GCM for what must not be read in the database, a keyed digest to find it again.

What is sealed says by which key (`v1.<key id>.<…>`) and is bound to its place: the column of one row, the name of one file. Put
anywhere else it does not open. PREVIOUS_DATA_KEY names the keys that still open what the one in use has not sealed anew. Keys
come from them by HKDF.
"""

import base64
import binascii
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Model

from core.errors import RuleBroken

NONCE, TAG, KEY_ID = 12, 16, 4
MARK = b"zz1"
"""With this, and the key's id, begins every sealed file."""
FILE_OVERHEAD = len(MARK) + KEY_ID + NONCE + TAG
UNREADABLE = "无法读取"
"""Stands where a value was sealed with a key that is not known, for another place, or was damaged."""


class CannotUnseal(RuleBroken):
    """Sealed with another key or for another place, or damaged. A refusal, so that the door that needs it says why."""

    code = "unreadable"
    sentence = "这一项无法读取：加密时用的是另一把密钥，或者内容已损坏、不在了。请重新登记或重新上传，并请管理员核对DATA_KEY。"


@dataclass(frozen=True)
class SealedTable:
    """The sealed columns of a table, and of some the columns with their digest and that of the last four digits.

    `name` and `key`, the columns that say which row it is, bind a value to its place. An app lists its own under SEALED_TABLES
    in config.parts, so that changing the key forgets none.
    """

    model: type[Model]
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("uuid",)
    digests: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def place(self, row: Any, column: str) -> str:
        return place(self.name, column, *(getattr(row, name) for name in self.key))


def place(table: str, column: str, *key: Any) -> str:
    """The one place where a value opens."""
    return "/".join([table, column, *map(str, key)])


@lru_cache(maxsize=32)
def _key(purpose: str, data_key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"zuzhi", info=purpose.encode()).derive(data_key.encode())


def derived_key(purpose: str, data_key: str = "") -> bytes:
    """32 bytes for another purpose than sealing, from the key in use or one that is named."""
    return _key(purpose, data_key or settings.DATA_KEY)


def fingerprint() -> str:
    """What tells two keys apart and gives nothing of either away."""
    return _key("fingerprint", settings.DATA_KEY).hex()[:16]


@lru_cache(maxsize=8)
def _cipher(data_key: str) -> AESGCM:
    return AESGCM(_key("seal", data_key))


@lru_cache(maxsize=8)
def _digester(data_key: str) -> HMAC:
    """Copied for each number: a roster has tens of thousands, and beginning anew takes twice as long."""
    return HMAC(_key("digest", data_key), SHA256())


def _id(data_key: str) -> bytes:
    return _key("fingerprint", data_key)[:KEY_ID]


def accepted_keys() -> tuple[str, ...]:
    """The key in use first, then those it replaces: PREVIOUS_DATA_KEY names one, or several with spaces between."""
    return (settings.DATA_KEY, *settings.PREVIOUS_DATA_KEY.split())


def seal(plain: str, place: str) -> str:
    """`v1.<key id>.<base64 of nonce and sealed text>`; empty stays empty. Never the same twice."""
    if not plain:
        return ""
    sealed = _encrypt(plain.encode(), place)
    return f"v1.{sealed[:KEY_ID].hex()}.{base64.b64encode(sealed[KEY_ID:]).decode()}"


def unseal(sealed: str, place: str, keys: Iterable[str] = ()) -> str:
    """What was sealed for this place with one of the keys, by default any accepted one. Raises CannotUnseal."""
    if not sealed:
        return ""
    try:
        version, key_id, rest = sealed.split(".")
        content = bytes.fromhex(key_id) + base64.b64decode(rest, validate=True)
        if version != "v1":
            raise CannotUnseal
        return _decrypt(content, place, keys).decode()
    except (binascii.Error, ValueError) as damaged:
        raise CannotUnseal from damaged


def seal_file(plain: bytes, name: str) -> bytes:
    """For the files of the default storage, each bound to its name."""
    return MARK + _encrypt(plain, f"file/{name}")


def unseal_file(sealed: bytes, name: str, keys: Iterable[str] = ()) -> bytes:
    """Raises CannotUnseal."""
    if not sealed.startswith(MARK):
        raise CannotUnseal
    return _decrypt(sealed[len(MARK) :], f"file/{name}", keys)


def _encrypt(plain: bytes, place: str) -> bytes:
    """Key id, nonce, sealed."""
    nonce, key = os.urandom(NONCE), settings.DATA_KEY
    return _id(key) + nonce + _cipher(key).encrypt(nonce, plain, place.encode())


def _decrypt(sealed: bytes, place: str, keys: Iterable[str]) -> bytes:
    key_id, nonce, content = sealed[:KEY_ID], sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
    for key in keys or accepted_keys():
        if _id(key) == key_id:
            try:
                return _cipher(key).decrypt(nonce, content, place.encode())
            except (InvalidTag, ValueError):  # ValueError: too short to be anything sealed
                continue
    raise CannotUnseal


def unseal_or_mark(sealed: str, place: str) -> str:
    """For whatever is shown or compared: one value that cannot be read says so in its place and spoils nothing else."""
    try:
        return unseal(sealed, place)
    except CannotUnseal:
        return UNREADABLE


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


def is_sealed_with(sealed: str, place: str, key: str) -> bool:
    try:
        unseal(sealed, place, (key,))
    except CannotUnseal:
        return False
    return True


def digest(plain: str, key: str = "") -> str:
    """Keyed digest (HMAC-SHA256, hex) of a whole number; empty stays empty."""
    if not plain:
        return ""
    found = _digester(key or settings.DATA_KEY).copy()
    found.update(plain.upper().encode())
    return found.finalize().hex()


def digests(plain: str) -> list[str]:
    """The digests under which a number may stand: with the key in use and with those it replaces."""
    return [digest(plain, key) for key in accepted_keys()]


def tail(plain: str, column: str) -> str:
    """The last four digits as they are digested: those of a telephone are never equal to those of an identity number."""
    return f"{column}:{plain[-4:]}" if plain else ""


def is_former(sealed: str) -> bool:
    """Whether a build before key ids and places sealed it."""
    return bool(sealed) and not sealed.startswith("v1.")


def open_former(sealed: bytes) -> bytes:
    """What such a build sealed. Only for bringing a database up to this one: nothing binds it. Raises CannotUnseal."""
    for key in accepted_keys():
        try:
            return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except (InvalidTag, ValueError):
            continue
    raise CannotUnseal


def open_former_text(sealed: str) -> str:
    """Raises CannotUnseal."""
    try:
        return open_former(base64.b64decode(sealed, validate=True)).decode()
    except (binascii.Error, UnicodeError) as damaged:
        raise CannotUnseal from damaged


def reseal_columns(row: Any, table: SealedTable, *, former: bool = False) -> tuple[list[str], list[str]]:
    """Seal anew, on the row in hand, what only a former key opens, or what a former build sealed. Returns the changed columns
    and the unreadable ones.
    """
    changed: list[str] = []
    unreadable: list[str] = []
    for column in table.columns:
        sealed, where = getattr(row, column), table.place(row, column)
        if not sealed or is_sealed_with(sealed, where, settings.DATA_KEY):
            continue
        try:
            plain = open_former_text(sealed) if former and is_former(sealed) else unseal(sealed, where)
        except CannotUnseal:
            unreadable.append(column)
            continue
        setattr(row, column, seal(plain, where))
        changed.append(column)
        if column in table.digests:
            whole, last = table.digests[column]
            setattr(row, whole, digest(plain))
            setattr(row, last, digest(tail(plain, column)))
            changed += [whole, last]
    return changed, unreadable
