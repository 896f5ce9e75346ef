"""Refusals of check-in and leave."""

from core.errors import Gone, RuleBroken


class NotAMember(RuleBroken):
    code = "not_a_member"
    sentence = "您的账号没有对应的党员，不能办这件事。请支部书记核对您的账号。"


class NotExpectedHere(RuleBroken):
    code = "not_expected_here"
    sentence = "这次会议的应到名单上没有您，不能签到。来列席的，请找记录人登记。"


class WindowNotOpen(RuleBroken):
    code = "window_not_open"
    sentence = "这次会议{why}，不能签到。没签上的，请找记录人登记。"


class WindowTooEarly(RuleBroken):
    code = "window_too_early"
    sentence = "{when}起才能开始签到（会前{minutes}分钟）。"


class CodeTooOld(RuleBroken):
    code = "code_too_old"
    sentence = "这个签到码已经换了，请对着屏幕重新扫，或者输入现在的6位数字。"


class CodeWrong(RuleBroken):
    code = "code_wrong"
    sentence = "签到码不对，请对着屏幕再看一遍。"


class TooManyTries(RuleBroken):
    code = "too_many_tries"
    sentence = "一分钟里试了{most}次，请等一分钟再输，或者扫屏幕上的二维码。"


class AlreadyIn(RuleBroken):
    code = "already_in"
    sentence = "您{at}已经签到，不用再签。"


class KeyTaken(RuleBroken):
    code = "key_taken"
    sentence = "这次签到的编号用过了，请刷新页面再签。"


class AlreadyAsked(RuleBroken):
    code = "already_asked"
    sentence = "这次会议您已经请过假（{status}）。"


class AskedAfterTheStart(RuleBroken):
    code = "asked_after_the_start"
    rule = "R-ATT-06"
    sentence = "会已经开始，请告诉记录人。"


class DecidedByTheSame(RuleBroken):
    code = "decided_by_the_same"
    rule = "R-ATT-02"
    sentence = "自己请的假由另一位能记会的人批；没有别人的，记会时写明请假和原因。"


class NotAsked(Gone):
    code = "leave_moved"
    sentence = "这份请假现在是“{status}”，不能再{deed}。请刷新后再看。"


class LeaveNeedsReason(RuleBroken):
    code = "leave_needs_reason"
    rule = "R-REC-04"
    sentence = "选一个请假原因；选“其他”时写明是什么事，至少2个字。"
