"""The key of the digests of entries: made with the chain, kept sealed beside its end.

Whoever can write the database but has no DATA_KEY can change no entry unnoticed: its digest cannot be reckoned anew. Replacing
DATA_KEY seals this key anew and changes no entry.
"""

import json
import os
from typing import NamedTuple

from core import sealing

FIRST = "0" * 64


class EntryKey(NamedTuple):
    """The key of the entries after number `since`. A build before had none: of its entries `digest` is the last one's."""

    key: bytes
    since: int
    digest: str


NONE = EntryKey(b"", 0, FIRST)


def make_entry_key(since: int = 0, digest: str = FIRST) -> str:
    """A new key, sealed."""
    return sealing.seal(json.dumps([os.urandom(32).hex(), since, digest]), place())


def open_entry_key(sealed: str) -> EntryKey | None:
    """None where there is none, or none that opens."""
    try:
        key, since, digest = json.loads(sealing.unseal(sealed, place()))
    except (sealing.CannotUnseal, ValueError):
        return None
    return EntryKey(bytes.fromhex(key), since, digest)


def place() -> str:
    """Where it opens (audit.parts.SEALED_HEAD)."""
    return sealing.place("head", "entry_key", 1)
