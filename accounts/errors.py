"""Refusals of actions on sign-in accounts."""

from core.errors import NotPermitted, RuleBroken


class NotYourAccount(NotPermitted):
    sentence = "您不能管理“{name}”的账号。需要时请联系上级党组织的安全管理员。"


class UsernameTaken(RuleBroken):
    code = "username_taken"
    sentence = "账号“{username}”已经有人用了，请换一个。"


class AlreadyClosed(RuleBroken):
    code = "account_already_closed"
    sentence = "“{name}”的账号已经停用。"


class StillOpen(RuleBroken):
    code = "account_still_open"
    sentence = "“{name}”的账号没有停用，不用再启用。"


class NotLocked(RuleBroken):
    code = "account_not_locked"
    rule = "R-SEC-06"
    sentence = "“{name}”的账号没有锁定，现在就能登录。"


class WrongPassword(RuleBroken):
    code = "wrong_password"
    sentence = "现在的密码不对，请重新输入。"


class PasswordTooWeak(RuleBroken):
    code = "password_too_weak"
    rule = "R-SEC-08"
    sentence = "{reasons}"
