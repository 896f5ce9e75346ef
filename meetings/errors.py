"""Refusals of meetings: each with a stable code, a sentence for people and the article it rests on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.errors import Gone, NotPermitted, RuleBroken

if TYPE_CHECKING:
    from meetings.checks import Finding

ZB11 = "《支部工作条例》第十一条"
ZB12 = "《支部工作条例》第十二条"
ZB14 = "《支部工作条例》第十四条"
ZB16 = "《支部工作条例》第十六条"
ZB17 = "《支部工作条例》第十七条"
ZB18 = "《支部工作条例》第十八条"
ZB19 = "《支部工作条例》第十九条"
XJ5 = "《基层组织选举工作条例》第五条"
XJ24 = "《基层组织选举工作条例》第二十四条"
FZ20 = "《发展党员工作细则》第二十条"
FZ22 = "《发展党员工作细则》第二十二条"


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


class NotQuorateToAdmit(RuleBroken):
    code = "not_quorate_to_admit"
    rule = "R-DEV-11"
    basis = FZ20


class NotAdmitted(RuleBroken):
    code = "not_admitted"
    rule = "R-DEV-12"
    basis = FZ22


class CandidatesTogether(RuleBroken):
    code = "candidates_together"
    rule = "R-DEV-13"
    basis = FZ22


class WrittenByThosePresent(RuleBroken):
    code = "written_by_those_present"
    rule = "R-DEV-12"
    basis = FZ22


class DecisionFollowedUp(RuleBroken):
    code = "decision_followed_up"
    sentence = "决议“{text}”已经有落实情况，不能去掉；要改就改它的文字。"


class NoSuchDecision(RuleBroken):
    code = "no_such_decision"
    sentence = "要落实的决议不在这个党组织，或者已经办完，请刷新后再看。"


class SpeakerNotOnRoll(RuleBroken):
    code = "speaker_not_on_roll"
    sentence = "发言人不在应到名单上；不在名单上的人只写姓名。"


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


class AmendmentWaiting(RuleBroken):
    code = "amendment_waiting"
    rule = "R-REC-09"
    sentence = "这条记录已经有一项更正在等第二人签字，签好或撤回以后才能再提。"


class AmendmentDecided(Gone):
    code = "amendment_decided"
    rule = "R-REC-09"
    sentence = "这项更正已经有人处理过了，请刷新后再看。"


class SignedByTheSame(RuleBroken):
    code = "signed_by_the_same"
    rule = "R-REC-09"
    sentence = "自己提出的更正要由另一个人签字：本支部能记会的人，或者上级党组织审核的人。"


class NotTheProposer(NotPermitted):
    code = "not_the_proposer"
    sentence = "这项更正是{who}提出的，只有本人能撤回。"


class NoteNeeded(RuleBroken):
    code = "note_needed"
    sentence = "还没办完的，写一句办到哪里了。"


class NotTimeToVote(RuleBroken):
    code = "not_time_to_vote"
    sentence = "这次会议现在是“{status}”，不能表决。当天的会议签到以后，或者记录提交以前，才能开表决。"


class QuestionNeeded(RuleBroken):
    code = "question_needed"
    sentence = "写明表决什么，至少2个字。"


class PollUnderWay(RuleBroken):
    code = "poll_under_way"
    sentence = "这次会议还有一项表决没有结束，先结束它。"


class PollClosed(Gone):
    code = "poll_closed"
    sentence = "这项表决已经结束，不能再投。"


class NoChoice(RuleBroken):
    code = "no_choice"
    sentence = "选赞成、反对或弃权。"


class NotEntitled(NotPermitted):
    code = "not_entitled"
    rule = "R-MEET-10"
    basis = XJ5
    sentence = "这项表决的名单上没有您：预备党员、留党察看和中止权利的人没有表决权。"


class NotHere(RuleBroken):
    code = "not_here"
    rule = "R-ELE-07"
    basis = XJ24
    sentence = "到会的人才能投票，也不能请人代投。到了会场请先签到，或者请记录人点上。"


class NothingChanged(RuleBroken):
    code = "nothing_changed"
    sentence = "内容和原来一样，没有要更正的。"


class UnfitUpload(RuleBroken):
    code = "unfit_upload"
    sentence = "“{name}”不能用：{why}"


class TooManyAttachments(RuleBroken):
    code = "too_many_attachments"
    sentence = "一次会议最多{most}个附件，已经有{most}个了。先移除不要的。"


# ── check-in, leave, make-up, standing in ──


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


class NotAsked(Gone):
    code = "leave_moved"
    sentence = "这份请假现在是“{status}”，不能再{deed}。请刷新后再看。"


class LeaveNeedsReason(RuleBroken):
    code = "leave_needs_reason"
    rule = "R-REC-04"
    sentence = "选一个请假原因；选“其他”时写明是什么事，至少2个字。"


class NothingToMakeUp(RuleBroken):
    code = "nothing_to_make_up"
    sentence = "{name}在这次会议没有要补的课：只有请假没到、还没补学的才要补。"


class MakeUpIncomplete(RuleBroken):
    code = "make_up_incomplete"
    sentence = "写一句学了什么，至少2个字；完成日期要在会议当天到今天之间。"


class StandInOver(RuleBroken):
    code = "stand_in_over"
    sentence = "这个考勤链接{why}，不能再用。请联系支部书记。"


class StandInNeeds(RuleBroken):
    code = "stand_in_needs"
    sentence = "写明交给谁；有效时间要晚于现在，最晚到{latest}。"


class NotOfKind(RuleBroken):
    code = "not_of_kind"
    sentence = "这次会议不是{kind}，没有这一部分。先在记录里选上{kind}。"


class NotHappened(RuleBroken):
    code = "not_happened"
    sentence = "这次会议现在是“{status}”，开过并记录以后才能写会后的事。"


class OutcomeNeeded(RuleBroken):
    code = "outcome_needed"
    sentence = "写明做了什么，至少2个字。"


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


class HolidayUpsideDown(RuleBroken):
    code = "holiday_upside_down"
    sentence = "“到哪天”早于“从哪天”，请改过来。"


class HolidayTooLong(RuleBroken):
    code = "holiday_too_long"
    sentence = "一次最多登记{most}天，请分几次登记。"


class HolidayUnnamed(RuleBroken):
    code = "holiday_unnamed"
    sentence = "写上名称，例如“国庆节”或“国庆节调休上班”。"


class HolidayGone(Gone):
    code = "holiday_gone"
    sentence = "这一天已经不在表里，请刷新后再看。"


class PlanHasFaults(RuleBroken):
    """Some rows of a year's plan cannot stand; `fields` says which (their number) and why."""

    code = "plan_has_faults"
    sentence = "有{count}行要改，没有保存：{first}"


class ThemeUntitled(RuleBroken):
    code = "theme_untitled"
    sentence = "写上主题，至少2个字。"


class ThemeForNobody(RuleBroken):
    code = "theme_for_nobody"
    sentence = "主题方案由党（工）委发给下级支部，{organization}不能发。"


class ThemeTooLate(RuleBroken):
    code = "theme_too_late"
    sentence = "{month}已经过了，请选这个月或以后的月份。"


class ThemeWithdrawn(RuleBroken):
    code = "theme_withdrawn"
    sentence = "这个主题方案已经撤回，不能再采用。"


class ThemeNotForThem(RuleBroken):
    code = "theme_not_for_them"
    sentence = "{organization}不在这个主题方案的范围里，不能采用。"


class ThemeAdopted(Gone):
    code = "theme_adopted"
    sentence = "{organization}已经采用了这个主题，可以在计划里再改。"


class ThemeHeldAlready(RuleBroken):
    code = "theme_held_already"
    sentence = "{month}的{kind}已经在{on}开过，不能再采用这个主题。"


class NobodyToTalkWith(RuleBroken):
    code = "nobody_to_talk_with"
    rule = "R-LIFE-09"
    basis = ZB19
    sentence = "选和谁谈的，至少一个人，不能是自己。"


class NotOfTheBranch(RuleBroken):
    code = "not_of_the_branch"
    sentence = "{names}那天不在{organization}，请去掉或者换一天。"


class TalkThere(Gone):
    code = "talk_there"
    sentence = "{one}和{names}在{on}的谈话已经记过了，不用再记。"


class NotABundle(RuleBroken):
    code = "not_a_bundle"
    sentence = "这不是会议档案包，没有写入任何内容：{why}。请用导出的zip原件。"


class BundleTampered(RuleBroken):
    code = "bundle_tampered"
    sentence = "档案包里的{part}不对：{why}。没有写入任何内容，请向对方重新要一份。"


class PlaceNotFound(RuleBroken):
    code = "place_not_found"
    sentence = "您的范围内没有“{name}”。请在“党组织”里写上要放到哪里。"


class PeopleNotMatched(RuleBroken):
    code = "people_not_matched"
    rule = "R-REC-03"
    sentence = "名单上有{count}人在这里没有对上：{names}。先把他们编入名册，再导入；没有写入任何内容。"


class BundleDoesNotAddUp(RuleBroken):
    code = "bundle_does_not_add_up"
    rule = "R-REC-02"
    sentence = "档案包里的人数或票数前后对不上，没有写入任何内容。请请对方核对后重新导出。"


class TooManyRows(RuleBroken):
    code = "too_many_rows"
    sentence = "表里有{count}行，一次最多{most}行。请按月或按支部分开上传。"


class NoColumns(RuleBroken):
    code = "no_columns"
    sentence = "至少选一列。"


class NameNeeded(RuleBroken):
    code = "name_needed"
    sentence = "给这组列起个名字，2到60个字。"


class ReasonForExport(RuleBroken):
    code = "reason_for_export"
    rule = "R-SEC-05"
    sentence = "要导出{count}次会议，超过{most}次，请写明理由。"


class TooManyToExport(RuleBroken):
    code = "too_many_to_export"
    sentence = "要导出{count}次会议，一次最多{most}次，请缩短时间或范围。"


class OnlyBranches(RuleBroken):
    code = "only_branches"
    sentence = "民主评议由党支部开展，{organization}不是党支部。"


class WrongYear(RuleBroken):
    code = "wrong_year"
    sentence = "年度写{first}或{last}。"


class AppraisalThere(Gone):
    code = "appraisal_there"
    sentence = "{year}年度的民主评议已经开始了，请接着做。"


class NobodyHere(RuleBroken):
    code = "nobody_here"
    sentence = "名册上没有可以参加的党员，请先登记党员。"


class OutOfOrder(RuleBroken):
    code = "out_of_order"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "现在是“{stage}”，还不能{deed}。次序是自评、互评、测评、评定。"


class NothingWritten(RuleBroken):
    code = "nothing_written"
    rule = "R-LIFE-05"
    basis = ZB18
    sentence = "{what}一份都还没有，写了再进下一步。"


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


class GradeMissing(RuleBroken):
    code = "grade_missing"
    sentence = "{names}还没有评定等次，评了再完成。"


class TalliedByBallot(RuleBroken):
    code = "tallied_by_ballot"
    sentence = "这次用手机测评，票数由系统统计，不能手填。"


class TallyExceedsVoters(RuleBroken):
    code = "tally_exceeds_voters"
    sentence = "{name}的票数合计{total}，投票的只有{voters}人，票数不能超过{voters}。"


class PreparatoryGraded(RuleBroken):
    code = "preparatory_graded"
    rule = "R-LIFE-07"
    sentence = "{names}是预备党员，参加评议，不评等次，请去掉。"


class TooManyExcellent(RuleBroken):
    code = "too_many_excellent"
    rule = "R-LIFE-06"
    sentence = "优秀{excellent}人，超过{base}人的三分之一（最多{most}人）。减少几人，或者写明理由。"


class NotInAppraisal(RuleBroken):
    code = "not_in_appraisal"
    sentence = "有人不在这次评议的名单上，请刷新后再填。"


class GradingThere(Gone):
    code = "grading_there"
    sentence = "测评已经开过了，请刷新后再看。"


class GradingClosed(RuleBroken):
    code = "grading_closed"
    sentence = "测评已经结束，不能再投。"


class AlreadyVoted(RuleBroken):
    code = "already_voted"
    sentence = "您已经投过了，一人投一次，不能改。"


class NothingGraded(RuleBroken):
    code = "nothing_graded"
    sentence = "至少给一名党员选一个等次。"


class UnfitTemplate(RuleBroken):
    code = "unfit_template"
    sentence = "{kind}的模板不能用：{why}"


class NoWorkbookHere(RuleBroken):
    code = "no_workbook_here"
    sentence = "{organization}是{kind}，工作手册是党支部的。请选一个党支部。"


class YearOutOfRange(RuleBroken):
    code = "year_out_of_range"
    sentence = "{year}年没有可做的材料，请选{first}到{last}年。"


class PaperGone(RuleBroken):
    code = "paper_gone"
    sentence = "这份文件只留{days}天，已经清掉了，请重新生成。"


class NotHeldNothingToSign(RuleBroken):
    code = "nothing_to_sign"
    sentence = "这次会议“{status}”，还没有可签字的记录，开过会再上传。"


class NotAScan(RuleBroken):
    code = "not_a_scan"
    sentence = "“{name}”不是扫描件，请传PDF或照片（jpg、png、webp）。"
