"""Refusals of organizational life, appraisals, talks, votes on phones and standing in."""

from core.errors import Gone, NotPermitted, RuleBroken
from core.instruments import CZ, CZ3, JY30, JY31, LOCAL, XJ5, ZB18, ZB19


class NobodyToTalkWith(RuleBroken):
    code = "nobody_to_talk_with"
    rule = "R-LIFE-09"
    basis = ZB19
    sentence = "选和谁谈的，至少一个人，不能是自己。"


class NotOfTheBranch(RuleBroken):
    code = "not_of_the_branch"
    sentence = "{names}那天不在{organization}，请去掉或者换一天。"


class SecretaryTalks(RuleBroken):
    code = "secretary_talks"
    rule = "R-LIFE-16"
    basis = ZB19
    sentence = "“{occasion}”由书记谈，谈话的两个人里要有{day}任书记的人。"


class TalkAlreadyRegistered(Gone):
    code = "talk_there"
    sentence = "{one}和{names}在{on}的谈话已经记过了，不用再记。"


class OnlyBranches(RuleBroken):
    code = "only_branches"
    sentence = "民主评议由党支部开展，{organization}不是党支部。"


class WrongYear(RuleBroken):
    code = "wrong_year"
    sentence = "年度写{first}或{last}。"


class AppraisalAlreadyBegun(Gone):
    code = "appraisal_there"
    sentence = "{year}年度的民主评议已经开始了，请接着做。"


class NobodyHere(RuleBroken):
    code = "nobody_here"
    sentence = "名册上没有可以参加的党员，请先登记党员。"


class OutOfOrder(RuleBroken):
    code = "out_of_order"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "现在是“{status}”，还不能{deed}。次序是自评、互评、测评、评定。"


class NobodyJoins(RuleBroken):
    code = "nobody_joins"
    sentence = "名册上的人都在这次评议里了，没有要补的。"


class NothingWritten(RuleBroken):
    code = "nothing_written"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "{what}还差{count}人：{names}。写几句，或者标明书面、口头；没到会的标未到会。"


class MeetingNeeded(RuleBroken):
    code = "meeting_needed"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "选一次本支部这个年度的民主评议会；没有就先计划一次，类型选“民主评议”。"


class MeetingNotHeld(RuleBroken):
    code = "meeting_not_held"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "民主评议会还没开，开过并记录以后再评定。"


class PollStillOpen(RuleBroken):
    code = "poll_still_open"
    rule = "R-LIFE-05"
    sentence = "测评还开着，先结束测评再评定。"


class TallyMissing(RuleBroken):
    code = "tally_missing"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "{names}还没有测评票数，填了再评定。"


class NobodyGraded(RuleBroken):
    code = "nobody_graded"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "这次测评没有人投票，重新测评以后再评定。"


class GradeMissing(RuleBroken):
    code = "grade_missing"
    sentence = "{names}还没有评定等次，评了再完成。"


class TalliedByBallot(RuleBroken):
    code = "tallied_by_ballot"
    sentence = "这次用手机测评，票数由系统统计，不能手填。纸质票在结束测评时填，填错了就重新测评。"


class TallyExceedsVoters(RuleBroken):
    code = "tally_exceeds_voters"
    sentence = "{name}的票数合计{total}，投票的只有{voters}人，票数不能超过{voters}。"


class ProbationaryGraded(RuleBroken):
    code = "preparatory_graded"
    rule = "R-LIFE-07"
    sentence = "{names}是预备党员，参加评议，不评等次，请去掉。"


class TooManyExcellent(RuleBroken):
    code = "too_many_excellent"
    rule = "R-LIFE-06"
    sentence = "优秀{excellent}人，超过{base}人的三分之一（最多{most}人）。减少几人，或者写明理由。"


class GradingAlreadyOpen(Gone):
    code = "grading_there"
    sentence = "测评已经开过了，请刷新后再看。"


class BallotIncomplete(RuleBroken):
    code = "ballot_incomplete"
    rule = "R-VOT-04"
    sentence = "还有{count}人没评。每个人都评，或者点“其余{count}人弃权”。"


class TooFewBallots(RuleBroken):
    code = "too_few_ballots"
    rule = "R-VOT-05"
    basis = LOCAL
    sentence = (
        "还不能结束：有表决权应到{entitled}人，至少{least}人投票才有效，已投{cast}人，还差{missing}人。"
    )


class GradeContradictsTally(RuleBroken):
    code = "grade_contradicts_tally"
    rule = "R-VOT-05"
    sentence = "{name}测评里{leading}{votes}票最多，评定为{grade}要写理由。"


class NothingGraded(RuleBroken):
    code = "nothing_graded"
    sentence = "至少给一名党员选一个等次。"


class GradedHere(RuleBroken):
    """The meeting of a vote stays: its result would hang on a meeting that never was."""

    code = "graded_here"
    sentence = "{year}年度民主评议的测评在这次会议上，不能取消。"


class DisposalConcluded(Gone):
    code = "disposal_concluded"
    rule = "R-LIFE-08"
    sentence = "这件处置现在是“{status}”，不能{deed}。请刷新后再看。"


class TermUnfit(RuleBroken):
    """A term of correction that ends before it begins, begins before the grade, or lasts more than a year."""

    code = "term_unfit"
    rule = "R-STA-15"
    basis = JY30
    sentence = "限期改正从{first}以后起算，一般六个月，最长一年，写到{last}以前。"


class TermUndecided(RuleBroken):
    """Not the recorder but the branch sets a term of correction."""

    code = "term_undecided"
    rule = "R-STA-06"
    basis = CZ
    sentence = "限期改正由党支部决定：选一条{since}以后支部党员大会表决通过、关于{name}的“组织处置”决议；延长的，要有新的决议。"


class TermReasonNeeded(RuleBroken):
    code = "term_reason_needed"
    rule = "R-STA-15"
    basis = CZ
    sentence = "限期改正一般六个月，到{usual}；再长要写明理由。"


class DisposalDayUnfit(RuleBroken):
    code = "disposal_day_unfit"
    rule = "R-LIFE-08"
    basis = CZ
    sentence = "期限写{first}或以后的日子。"


class ConclusionNeeded(RuleBroken):
    """A term of correction ends with a general meeting, persuasion and removal with the member's leaving."""

    code = "conclusion_needed"
    rule = "R-STA-08"
    basis = JY31
    sentence = "限期改正由支部党员大会作结论：选一条{since}以后表决通过的“组织处置”决议。"


class StillOnRoll(RuleBroken):
    code = "still_on_roll"
    rule = "R-STA-12"
    basis = JY31
    sentence = "{kind}经支部党员大会表决、上级党组织批准以后才算办结；{name}还在名册上，先到党员页面提出。"


class NotDisposedOf(RuleBroken):
    code = "not_disposed_of"
    rule = "R-STA-06"
    basis = CZ3
    sentence = "先定怎么处置：限期改正、劝其退党或者除名。"


class DisposedOfHere(RuleBroken):
    """The meeting of a conclusion stays."""

    code = "disposed_of_here"
    sentence = "{name}的处置在这次会议上作了结论，不能取消。"


class NothingToMakeUp(RuleBroken):
    code = "nothing_to_make_up"
    sentence = "{name}在这次会议没有要补的课：只有请假没到、还没补学的才要补。"


class MakeUpIncomplete(RuleBroken):
    code = "make_up_incomplete"
    sentence = "写一句学了什么，至少2个字；完成日期要在会议当天到今天之间。"


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


class AlreadyRectified(Gone):
    code = "already_rectified"
    rule = "R-LIFE-03"
    sentence = "这一条已经记过完成了，请刷新后再看。"


class QuestionNeeded(RuleBroken):
    code = "question_needed"
    sentence = "写明表决什么，至少2个字。"


class NoChoice(RuleBroken):
    code = "no_choice"
    sentence = "选赞成、反对或弃权。"


class NotEntitled(NotPermitted):
    code = "not_entitled"
    rule = "R-MEET-10"
    basis = XJ5
    sentence = "这项表决的名单上没有您：预备党员、留党察看和中止党员权利的人没有表决权。"


class PollClosed(Gone):
    code = "poll_closed"
    sentence = "这项表决已经结束，不能再投。"


class GradingClosed(RuleBroken):
    code = "grading_closed"
    sentence = "测评已经结束，不能再投。"


class StandInNeeds(RuleBroken):
    code = "stand_in_needs"
    sentence = "写明交给谁；有效时间要晚于现在，最晚到{latest}。"


class StandInOver(RuleBroken):
    code = "stand_in_over"
    sentence = "这个考勤链接{why}，不能再用。请联系支部书记。"


class DayAhead(RuleBroken):
    code = "day_ahead"
    sentence = "日期还没到，请写今天或以前的日子。"


class BeforeTheMeeting(RuleBroken):
    code = "before_the_meeting"
    sentence = "日期不能早于会议当天（{day}）。"
