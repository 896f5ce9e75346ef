"""Boxes for secret votes: what is put in is read again only by the key that was made with the box and is kept apart from it.

Whoever has the database and DATA_KEY, now or from a backup, reads no vote; and none at all once the key is deleted. Every vote
is as long as every other, and opens on the paper alone on which it was cast.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import RuleBroken

LENGTH = 32
"""Bytes of a vote with its padding, and of a key."""
NONCE = bytes(12)  # each message has a key of its own


class BoxLocked(RuleBroken):
    """The key is gone, as after a restore, or a paper was changed."""

    code = "ballots_unreadable"
    sentence = "手机上投的票打不开了：打开票的密钥不在这台服务器上（恢复过备份），或者票被改动过。请作废这次表决，重新投票。"


def make_box() -> tuple[str, bytes]:
    """The box, which may be known, and its key."""
    key = X25519PrivateKey.generate()
    return key.public_key().public_bytes_raw().hex(), key.private_bytes_raw()


def put_in(box: str, vote: str, paper: str) -> str:
    """The vote sealed for this paper."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(box)))
    padded = vote.encode().ljust(LENGTH, b"\0")
    sealed = _cipher(shared, paper).encrypt(NONCE, padded, None)
    return base64.b64encode(once.public_key().public_bytes_raw() + sealed).decode()


def take_out(key: bytes | None, sealed: str, paper: str) -> str:
    """Raises BoxLocked."""
    try:
        content = base64.b64decode(sealed, validate=True)
        shared = X25519PrivateKey.from_private_bytes(key or b"").exchange(
            X25519PublicKey.from_public_bytes(content[:LENGTH])
        )
        padded = _cipher(shared, paper).decrypt(NONCE, content[LENGTH:], None)
    except (InvalidTag, ValueError, binascii.Error) as locked:
        raise BoxLocked from locked
    return padded.rstrip(b"\0").decode()


def _cipher(shared: bytes, paper: str) -> AESGCM:
    info = f"vote/{paper}".encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=info).derive(shared))
