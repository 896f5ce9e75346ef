"""Refusals of the supervision reports."""

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


class NotPublished(RuleBroken):
    code = "not_published"
    sentence = "这份月报现在是“{status}”，只有已公布的才能撤下。"


class NothingToRead(RuleBroken):
    code = "nothing_to_read"
    sentence = "这份月报现在是“{status}”，已公布的才算已阅。"


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
