"""Who made a bundle: each installation signs with an Ed25519 key of its own, and believes the keys it was told of.

The key comes from DATA_KEY, so there is none to keep; what it signed under the key being replaced is still its own.
"""

import json
from collections.abc import Collection
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from core import sealing

ALGORITHM = "Ed25519"
FORMER_ALGORITHM = "HMAC-SHA256"  # a key shared by all who could check it: believed no more


def sign(manifest: dict[str, Any]) -> dict[str, str]:
    """The signature of a manifest, to stand in it."""
    value = _private_key().sign(_signed_bytes(manifest)).hex()
    return {"algorithm": ALGORITHM, "key": public_key(), "value": value}


def public_key(data_key: str = "") -> str:
    """This installation's public key in hex, for others to name in their BUNDLE_TRUSTED_KEYS."""
    return _private_key(data_key).public_key().public_bytes_raw().hex()


def believed_keys() -> list[str]:
    """The public keys of the installations that are believed: this one's and those it was told of."""
    own = {public_key(each) for each in sealing.accepted_keys()}
    return sorted(own | {each.strip().lower() for each in settings.BUNDLE_TRUSTED_KEYS})


def is_believed(manifest: dict[str, Any], believed: Collection[str]) -> bool:
    """Whether one of these keys signed it; False without a signature or by a key nobody named.

    Raises InvalidSignature where such a key stands there and the signature is wrong.
    """
    claimed = manifest.get("signature")
    if not claimed or claimed["algorithm"] != ALGORITHM or claimed["key"] not in believed:
        return False
    try:
        value, key = bytes.fromhex(claimed["value"]), bytes.fromhex(claimed["key"])
        Ed25519PublicKey.from_public_bytes(key).verify(value, _signed_bytes(manifest))
    except ValueError as malformed:
        raise InvalidSignature from malformed
    return True


def _private_key(data_key: str = "") -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sealing.derived_key("bundle signature", data_key))


def _signed_bytes(manifest: dict[str, Any]) -> bytes:
    signed = {name: value for name, value in manifest.items() if name != "signature"}
    return json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
