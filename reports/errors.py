"""Refusals of reports, rules and waivers."""

from core.errors import RuleBroken


class NoReportHere(RuleBroken):
    code = "no_report_here"
    sentence = "月报由党委、党工委编制。“{organization}”是{kind}，它的数字在上级的月报里。"


class MonthNotBegun(RuleBroken):
    code = "month_not_begun"
    sentence = "{month}还没有到，到了才能生成月报。"


class NotThereThatMonth(RuleBroken):
    code = "not_there_that_month"
    sentence = (
        "“{organization}”{month}还没有成立或者已经撤销，没有这个月的月报。下级当时已经在的，可以单独生成。"
    )


class ReportFrozen(RuleBroken):
    code = "report_frozen"
    rule = "R-RPT-04"
    sentence = "“{organization}”{month}的月报已经冻结，不能重新生成。之后的变化列在“冻结后的更正”里。"


class TooEarlyToFreeze(RuleBroken):
    code = "too_early_to_freeze"
    sentence = "{month}的月报统计到{until}，过了这个时间才能冻结。"


class NotYetFrozen(RuleBroken):
    code = "not_yet_frozen"
    sentence = "这份月报还是初稿，统计到{until}，冻结以后才能公布。"


class AlreadyPublished(RuleBroken):
    code = "already_published"
    sentence = "这份月报已于{on}公布，不用再公布。"


class SumsDisagree(RuleBroken):
    code = "sums_disagree"
    rule = "R-RPT-01"
    sentence = "有{count}行的下级合计与本级不一致，月报没有生成。请再生成一次；还不行，请联系管理员。"


class MoreHeldThanRecorded(RuleBroken):
    code = "more_held_than_recorded"
    rule = "R-RPT-02"
    sentence = (
        "“{name}”已开{held}次，会议记录只有{recorded}次，月报没有生成。请再生成一次；还不行，请联系管理员。"
    )


class MidPeriod(RuleBroken):
    code = "mid_period"
    sentence = "制度要从周期的第一天起改，否则这一期没法计算。可以从{next}起。"


class NotAfterTheLast(RuleBroken):
    code = "not_after_the_last"
    sentence = "“{name}”现在的规定从{since}起执行，新的规定要晚于这一天。"


class RuleIncomplete(RuleBroken):
    code = "rule_incomplete"
    sentence = "新制度还缺：{missing}。"


class WaiverNotForThem(RuleBroken):
    code = "waiver_not_for_them"
    sentence = "没有编号为{code}的制度。"


class WaiverUpsideDown(RuleBroken):
    code = "waiver_upside_down"
    sentence = "免开的止期早于起期。"


class NothingToWaive(RuleBroken):
    code = "nothing_to_waive"
    rule = "R-RPT-04"
    sentence = "{month}的月报已经冻结，免开不能往回追。可以从{next}起。"


class WaiverTooLong(RuleBroken):
    code = "waiver_too_long"
    sentence = "免开一次最长两年，这一项最晚到{last}。到期还需要的，再办一次。"


class WaiverOver(RuleBroken):
    code = "waiver_over"
    sentence = "这一项免开到{until}为止，那以后本来就要开。"


class WaiverFrozen(RuleBroken):
    code = "waiver_frozen"
    rule = "R-RPT-04"
    sentence = "{month}的月报已经冻结，那时的免开不再改。可以从{next}起恢复应开。"


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
