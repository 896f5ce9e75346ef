"""Password validators beyond Django's own (GB/T 22239-2019 8.1.4.1, R-SEC-08), and the digest of a slip's code."""

from typing import TYPE_CHECKING

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
