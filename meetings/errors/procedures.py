"""Refusals of the kinds with their own procedure: organizational life, appraisal, talks, outcomes."""

from core.errors import Gone, RuleBroken


class NotOfKind(RuleBroken):
    code = "not_of_kind"
    sentence = "这次会议不是{kind}，没有这一部分。先在记录里选上{kind}。"


class NotHappened(RuleBroken):
    code = "not_happened"
    sentence = "这次会议现在是“{status}”，开过并记录以后才能写会后的事。"


class OutcomeNeeded(RuleBroken):
    code = "outcome_needed"
    sentence = "写明做了什么，至少2个字。"


class MeasureNeeded(RuleBroken):
    code = "measure_needed"
    rule = "R-LIFE-02"
    sentence = "整改措施至少写2个字，并写明责任人和期限。"


class DayAhead(RuleBroken):
    code = "day_ahead"
    sentence = "日期还没到，请写今天或以前的日子。"


class BeforeTheMeeting(RuleBroken):
    code = "before_the_meeting"
    sentence = "日期不能早于会议当天（{day}）。"


class AlreadyRectified(Gone):
    code = "already_rectified"
    rule = "R-LIFE-03"
    sentence = "这一条已经记过完成了，请刷新后再看。"


class NotInAppraisal(RuleBroken):
    code = "not_in_appraisal"
    sentence = "有人不在这次评议的名单上，请刷新后再填。"


class GradingClosed(RuleBroken):
    code = "grading_closed"
    sentence = "测评已经结束，不能再投。"


class AlreadyVoted(RuleBroken):
    code = "already_voted"
    sentence = "您已经投过了，一人投一次，不能改。"
