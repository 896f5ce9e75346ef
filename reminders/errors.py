"""Refusals of reminder channels and quiet hours, and of reminding a branch."""

from core.errors import RuleBroken


class NotAnAddress(RuleBroken):
    code = "not_an_address"
    sentence = "这不是一个邮箱地址，请再看一遍。"


class AddressNotAllowed(RuleBroken):
    code = "address_not_allowed"
    sentence = "只能用这些单位邮箱：{allowed}。"


class LinkOver(RuleBroken):
    code = "link_over"
    sentence = (
        "这个确认链接不完整、过了{hours}小时，或者邮箱已经换了。请在提醒方式里再保存一次邮箱，会重新发。"
    )


class AskedJustNow(RuleBroken):
    code = "asked_just_now"
    sentence = "确认邮件刚发到这个邮箱，先看看收件箱和垃圾邮件。没有收到，过{minutes}分钟再保存一次。"


class AskedTooOften(RuleBroken):
    code = "asked_too_often"
    sentence = "一天最多发{most}封确认邮件，已经发满了。邮箱核对好，明天再保存。"


class MailNotSent(RuleBroken):
    code = "mail_not_sent"
    sentence = "确认邮件没有发出：{why}。过一会儿再保存一次。"


class QuietHoursWrong(RuleBroken):
    code = "quiet_hours_wrong"
    sentence = "从几点、到几点都要写，而且不能相同；两个都空着就只按统一的时间。"


class QuietAllDay(RuleBroken):
    code = "quiet_all_day"
    sentence = (
        "这样一天只剩{left}分钟能提醒，至少留{least}分钟：每天{remind_at}提醒，{quiet_from}以后都不打扰。"
    )


class RemindedAlready(RuleBroken):
    code = "reminded_already"
    sentence = "{when}{who}提醒过，{again}以后可以再提醒，急事请打电话。"


class NobodyToRemind(RuleBroken):
    code = "nobody_to_remind"
    sentence = "没有能收的人：书记空缺，也没有别的委员或者账号。请先定一个代管的人。"


class NotBehind(RuleBroken):
    code = "not_behind"
    sentence = "现在没有缺的，不用提醒。"


class NoteTooLong(RuleBroken):
    code = "note_too_long"
    sentence = "最多写{most}个字。"


class NoAnswer(RuleBroken):
    code = "no_answer"
    sentence = "写一句答复，比如哪天开。"
