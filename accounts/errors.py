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


class PasswordKnown(RuleBroken):
    code = "password_known"
    rule = "R-SEC-01"
    sentence = "“{name}”的密码经过您的手，授权、关联请由另一位安全管理员来做。"


class NotAwaiting(RuleBroken):
    code = "account_not_awaiting"
    sentence = "“{name}”的账号不用核实，已经能用。"


class WrongPassword(RuleBroken):
    code = "wrong_password"
    rule = "R-SEC-06"
    sentence = "现在的密码不对，请重新输入。再错{left}次，{minutes}分钟内不能再试。"


class PasswordLocked(RuleBroken):
    code = "password_locked"
    rule = "R-SEC-06"
    sentence = "现在的密码输错太多，{minutes}分钟内不能改密码。"


class PasswordTooWeak(RuleBroken):
    code = "password_too_weak"
    rule = "R-SEC-08"
    sentence = "{reasons}"


class OpenedBySlip(RuleBroken):
    code = "opened_by_slip"
    sentence = "“{name}”的账号凭领用单启用，初始密码谁也不能给。请重新发一张领用单，由本人设密码。"


class SlipMismatch(RuleBroken):
    code = "slip_mismatch"
    sentence = "有一样对不上，还能试{left}次。码在领用单上；党员编号、电话问支部组织委员。电话换过的，请先让街道改名册。"


class SlipLocked(RuleBroken):
    code = "slip_locked"
    sentence = "对错5次，这张领用单已锁。请当面找发单的人重新发一张。"


class SlipExpired(RuleBroken):
    code = "slip_expired"
    sentence = "这张领用单{until}过期了。请找发单的人重新发一张。"


class SlipUsed(RuleBroken):
    code = "slip_used"
    sentence = "“{name}”的领用单已经用过或者作废。"


class WrongCode(RuleBroken):
    code = "wrong_code"
    rule = "R-SEC-06"
    sentence = "验证码不对，请看手机上现在的6位数字。再错{left}次将锁定{minutes}分钟。"


class WrongFirstCode(RuleBroken):
    code = "wrong_first_code"
    sentence = "验证码不对。请扫上面的二维码，再输入手机上现在的6位数字；手机的时间要准。"


class CodeLocked(RuleBroken):
    code = "code_locked"
    rule = "R-SEC-06"
    sentence = "验证码输错太多，{minutes}分钟内不能再试。"


class NoSecondFactor(RuleBroken):
    code = "no_second_factor"
    sentence = "“{name}”没有绑定两步验证，不用解除。"


class SecondFactorResetByYou(RuleBroken):
    code = "second_factor_reset_by_you"
    rule = "R-SEC-01"
    sentence = "“{name}”的两步验证是您解除的，密码请由另一位安全管理员重设。"
