"""Refusals of meetings: each with a stable code, a sentence for people and the article it rests on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import Gone, RuleBroken

if TYPE_CHECKING:
    from meetings.checks import Finding

ZB11 = "《支部工作条例》第十一条"
ZB12 = "《支部工作条例》第十二条"
ZB14 = "《支部工作条例》第十四条"
ZB16 = "《支部工作条例》第十六条"
XJ5 = "《基层组织选举工作条例》第五条"


class NoKind(RuleBroken):
    code = "no_kind"
    rule = "R-REC-01"
    sentence = "选一种会议类型。"


class MayNotHold(RuleBroken):
    code = "may_not_hold"
    sentence = "{organization}不开{kind}。{hint}"


class NotHeldYet(RuleBroken):
    code = "not_held_yet"
    sentence = "{on}还没到，会开过再记录；现在可以先计划。"


class AlreadyOver(RuleBroken):
    code = "already_over"
    sentence = "{on}已经过了，不用再计划，请直接记录。"


class DayAndTimeDiffer(RuleBroken):
    code = "day_and_time_differ"
    sentence = "开始时间不在{on}这一天，请改成同一天。"


class EndsBeforeItStarts(RuleBroken):
    code = "ends_before_it_starts"
    sentence = "结束要晚于开始（{starts}），请改结束时间。"


class NotOnRoll(RuleBroken):
    code = "not_on_roll"
    rule = "R-REC-03"
    sentence = "{names}在{on}不在应到名单上，请去掉后再保存。"


class AbsenceWithoutReason(RuleBroken):
    code = "absence_without_reason"
    rule = "R-REC-04"


class TallyExceedsPresent(RuleBroken):
    code = "tally_exceeds_present"
    rule = "R-MEET-07"
    basis = ZB11


class NotQuorate(RuleBroken):
    code = "not_quorate"
    rule = "R-MEET-06"
    basis = ZB11


class NotCarried(RuleBroken):
    code = "not_carried"
    rule = "R-MEET-07"
    basis = ZB11


class VotesWithoutRight(RuleBroken):
    code = "votes_without_right"
    rule = "R-MEET-10"
    basis = XJ5


class NotReady(RuleBroken):
    """Submitting stopped by the checks; `findings` holds them all."""

    findings: "Sequence[Finding]" = ()

    code = "not_ready"
    sentence = "还有{count}处要改：{first}"


class WrongMoment(RuleBroken):
    code = "wrong_moment"
    sentence = "这次会议现在是“{status}”，不能{deed}。"


class AlreadyThere(Gone):
    code = "already_there"
    sentence = "这次会议已经记过了（{status}），没有再记一遍。"


class CommentNeeded(RuleBroken):
    code = "comment_needed"
    sentence = "退回要写明哪里要改，至少2个字。"


class ReasonNeeded(RuleBroken):
    code = "reason_needed"
    rule = "R-REC-09"
    sentence = "更正要写明原因，至少2个字。"


class NothingChanged(RuleBroken):
    code = "nothing_changed"
    sentence = "内容和原来一样，没有要更正的。"


class UnfitUpload(RuleBroken):
    code = "unfit_upload"
    sentence = "“{name}”不能用：{why}"


class TooManyAttachments(RuleBroken):
    code = "too_many_attachments"
    sentence = "一次会议最多{most}个附件，已经有{most}个了。先移除不要的。"
