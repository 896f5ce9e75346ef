"""Django forms for signing in and for changing a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.selectors import lock_minutes, tries_left

CONTROL = {"class": "form-control"}


def password_field(label: str, autocomplete: str, **facts: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs=CONTROL | {"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, **facts)


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label="账号",
        max_length=64,
        help_text="姓名拼音或手机号",
        error_messages={"required": "请输入账号。", "max_length": "账号没有这么长。"},
        widget=forms.TextInput(attrs=CONTROL | {"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(
        "密码",
        "current-password",
        error_messages={"required": "请输入密码。", "max_length": "密码没有这么长。"},
    )

    def confirm_login_allowed(self, user: Any) -> None:
        """Said only to who knows the password."""
        super().confirm_login_allowed(user)
        if user.is_awaiting:
            raise ValidationError(
                "这个账号还要由另一位安全管理员核实以后才能登录，请联系上级党组织。", code="awaits_vouching"
            )

    def get_invalid_login_error(self) -> ValidationError:
        """The same words for a wrong password, an unknown account and a closed one."""
        left = tries_left(self.request, self.cleaned_data["username"])
        return ValidationError(
            f"账号或密码不对，请重新输入。再错{left}次将锁定{lock_minutes()}分钟。", code="invalid_login"
        )


class NewPasswordForm(forms.Form):
    """A first password, chosen by who will use it."""

    new = password_field(
        "新密码",
        "new-password",
        help_text="至少10位，大写字母、小写字母、数字、符号中至少三种，不与最近5次相同。",
    )
    again = password_field("再输一遍新密码", "new-password")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", "两遍新密码不一样，请再输一遍。")
        return found


class PasswordForm(NewPasswordForm):
    old = password_field("现在的密码", "current-password")
    field_order = ("old",)


def code_field(label: str, **facts: Any) -> forms.CharField:
    """Digits of an app, filled in by telephones that know it."""
    widget = forms.TextInput(
        attrs=CONTROL | {"autocomplete": "one-time-code", "autocapitalize": "characters"}
    )
    return forms.CharField(label=label, max_length=20, widget=widget, **facts)


class SecondStepForm(forms.Form):
    """The second step of signing in."""

    code = code_field(
        "验证码",
        help_text="手机验证器上的6位数字；手机不在手边，用一个恢复码。",
        error_messages={"required": "请输入验证码。"},
    )


class SecondFactorForm(forms.Form):
    """Binding a telephone; in place of another one with a code of that."""

    current = code_field("原来手机上的验证码", help_text="原来的手机没有了，用一个恢复码。")
    code = code_field(
        "新扫的验证码", help_text="手机上现在的6位数字。", error_messages={"required": "请输入验证码。"}
    )

    def __init__(self, *given: Any, is_first: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if is_first:
            del self.fields["current"]
            self.fields["code"].label = "验证码"
