"""Refusals of rules, waivers and confirmations taken back."""

from core.errors import NotPermitted, RuleBroken


class MidPeriod(RuleBroken):
    code = "mid_period"
    sentence = "制度要从周期的第一天起改，否则这一期没法计算。可以从{next}起。"


class RuleDayFrozen(RuleBroken):
    code = "rule_day_frozen"
    rule = "R-RPT-04"
    sentence = "不能从{day}起：{month}的数字已经冻结。最早{next}。"


class RuleChangedMeanwhile(RuleBroken):
    """What is made is what was shown."""

    code = "different_now"
    sentence = "您看的时候和现在不一样了，下面是现在的样子，请再看一遍。"


class NotAfterTheLast(RuleBroken):
    code = "not_after_the_last"
    sentence = "“{name}”现在的规定从{since}起执行，新的规定要晚于这一天。"


class RuleIncomplete(RuleBroken):
    code = "rule_incomplete"
    sentence = "新制度还缺：{missing}。"


class AsksLess(RuleBroken):
    code = "asks_less"
    rule = "R-MEET-12"
    sentence = "上级规定{above}，下级可以要求得更多，不能更少，也不能少于上级的周期。"


class AnotherDuty(RuleBroken):
    code = "another_duty"
    sentence = "编号{code}在{name}是另一项制度（会议类型或适用不同），请换一个编号。"


class WaiverNotForThem(RuleBroken):
    code = "waiver_not_for_them"
    sentence = "没有编号为{code}的制度。"


class ExplainedByTheirOwn(RuleBroken):
    code = "explained_by_their_own"
    rule = "R-SEC-01"
    sentence = "您在这个党支部里负责记录，情况说明要由别的工作人员来登。"


class WaiverUpsideDown(RuleBroken):
    code = "waiver_upside_down"
    sentence = "情况说明的止期早于起期。"


class NothingToWaive(RuleBroken):
    code = "nothing_to_waive"
    rule = "R-RPT-04"
    sentence = "{month}的月报已经冻结，情况说明不能往回追。可以从{next}起。"


class WaiverTooLong(RuleBroken):
    code = "waiver_too_long"
    sentence = "情况说明一次最长一年，这一项最晚到{last}。到期还开不成的，再说明一次。"


class WaiverOver(RuleBroken):
    code = "waiver_over"
    sentence = "这一项的情况说明到{until}为止。"


class WaiverFrozen(RuleBroken):
    code = "waiver_frozen"
    rule = "R-RPT-04"
    sentence = "{month}的月报已经冻结，那时的情况说明不再改。可以从{next}起撤回。"


class NotWhoConfirmed(NotPermitted):
    code = "not_who_confirmed"
    sentence = "{who}{when}确认的，只有本人能撤回。"


class ConfirmedEarlier(RuleBroken):
    code = "confirmed_earlier"
    sentence = "{on}确认的，当天24:00以后不能撤回。要改，请支部申请更正。"


class ConfirmationFrozen(RuleBroken):
    code = "confirmation_frozen"
    rule = "R-RPT-04"
    sentence = "{month}的数字已经冻结，不能撤回确认。要改，请支部申请更正。"


class AmendedSince(RuleBroken):
    code = "amended_since"
    sentence = "确认以后已经申请过更正，不能撤回确认。"
