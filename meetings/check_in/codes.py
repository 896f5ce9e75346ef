"""Codes of check-in: what stands on the screen for thirty seconds, and what a phone may still send.

Pure but for the installation's key. A code is an HMAC over the nonce of the opening, the meeting and the slot of time,
so it can be made for no other meeting, no other opening and no later moment. Six digits are the same HMAC shortened;
who guesses them is bound by tries a minute (meetings.actions.check_in_members).
"""

import base64
import datetime as dt
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from meetings import errors

SLOT_SECONDS = 30
SLOTS_BACK = 2  # the slot now and the two before it are taken
SLOTS_KNOWN = 20  # how far back an old code is still told from a wrong one
SALT = "meetings.check_in.codes"
TOKEN_BYTES = 18


def slot_at(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // SLOT_SECONDS


def seconds_left(moment: dt.datetime) -> int:
    """Until the screen changes: 30 to 1."""
    return SLOT_SECONDS - int(moment.timestamp()) % SLOT_SECONDS


def token(nonce: str, meeting: UUID, slot: int) -> str:
    """What the QR code carries: 24 characters."""
    return base64.urlsafe_b64encode(_digest(nonce, meeting, slot)[:TOKEN_BYTES]).decode()


def digits(nonce: str, meeting: UUID, slot: int) -> str:
    """What is read aloud: six digits, from the other end of the same HMAC."""
    return f"{int.from_bytes(_digest(nonce, meeting, slot)[TOKEN_BYTES:]) % 10**6:06d}"


def check_token(nonce: str, meeting: UUID, slot: int, sent: str, now: int) -> None:
    """Raises CodeWrong for what was never on the screen, CodeTooOld for what has left it."""
    if slot > now or not constant_time_compare(token(nonce, meeting, slot), sent):
        raise errors.CodeWrong.at("code")
    if slot < now - SLOTS_BACK:
        raise errors.CodeTooOld.at("code")


def check_digits(nonce: str, meeting: UUID, sent: str, now: int) -> None:
    """Six digits say no slot: every one still taken is compared. Raises as check_token."""
    fits = [
        slot
        for slot in range(now - SLOTS_KNOWN, now + 1)
        if constant_time_compare(digits(nonce, meeting, slot), sent)
    ]
    if not fits:
        raise errors.CodeWrong.at("code")
    if max(fits) < now - SLOTS_BACK:
        raise errors.CodeTooOld.at("code")


def _digest(nonce: str, meeting: UUID, slot: int) -> bytes:
    return salted_hmac(SALT, f"{nonce}|{meeting}|{slot}", algorithm="sha256").digest()
