"""Password validators beyond Django's own (GB/T 22239-2019 8.1.4.1, R-SEC-08), the digest of a slip's code, and codes of
the second factor (RFC 6238)."""

import base64
import datetime as dt
import hashlib
import secrets
import unicodedata
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from accounts.models import User

REMEMBERED = 5
STEP_SECONDS = 30
"""How long a code of an authenticator app stands; the one before and the one after are taken as well."""
RECOVERY_CODES = 10
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of what people read and type: none that reads like another."""


class LongEnough(MinimumLengthValidator):
    """Django's rule in words that say how many."""

    def get_error_message(self) -> str:
        return f"密码至少要{self.min_length}位。"


class NotLikeTheAccount(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码和账号太像，请换一个。"


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个密码太常见，请换一个。"


class ThreeOfFourClasses:
    """At least three of: lower case, upper case, digit, other sign."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        classes = (
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
        if sum(classes) < 3:
            raise ValidationError("密码要有大写字母、小写字母、数字、符号中的三种。", code="too_few_classes")


class NotUsedRecently:
    """None of the last five."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        if user is None or user.pk is None:
            return
        used = [
            user.password,
            *user.used_passwords.order_by("-pk").values_list("password", flat=True)[:REMEMBERED],
        ]
        if any(check_password(password, old) for old in used if old):
            raise ValidationError("最近5次用过的密码不能再用。", code="used_recently")


def slip_digest(username: str, code: str) -> str:
    """The keyed digest of a printed code; signs between its letters and their case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("accounts.slip", f"{username}:{plain}", algorithm="sha256").hexdigest()


def new_secret() -> str:
    """160 bits in Base32, as authenticator apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def in_groups(text: str) -> str:
    """In fours, to be read and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def authenticator_address(secret: str, username: str) -> str:
    """What the QR code says: otpauth://totp/…"""
    return _totp(secret).get_provisioning_uri(username, "组织生活")


def step_of(secret: str, code: str, now: dt.datetime) -> int | None:
    """The half minute this code belongs to: the present one or one of its neighbours; None for a wrong code."""
    step = int(now.timestamp()) // STEP_SECONDS
    for each in (step, step - 1, step + 1):
        try:
            _totp(secret).verify(code.encode(), each * STEP_SECONDS)
        except InvalidToken:
            continue
        return each
    return None


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP_SECONDS)


def new_recovery_codes() -> list[str]:
    """Ten codes of fifty bits, each to be used once: 7K4MX-92QXP."""
    texts = ["".join(secrets.choice(SIGNS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{text[:5]}-{text[5:]}" for text in texts]


def plain_code(typed: str) -> str:
    """A code as it was typed: blanks, hyphens, case and full width do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def recovery_digest(code: str) -> str:
    return hashlib.sha256(plain_code(code).encode()).hexdigest()
