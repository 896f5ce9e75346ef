"""Refusals of the actions on proposals about people. The basis of several is the article of the kind of decision."""

from core.errors import RuleBroken
from core.instruments import (
    FZ22_APPROVAL,
    FZ25_TIME_LIMIT,
    FZ31_PROBATION,
    FZ32_CONVERSION,
    FZ35_POSTPONEMENT,
    JY24,
    LOCAL,
)


class DecisionTaken(RuleBroken):
    code = "decision_taken"
    sentence = "这件事现在是“{status}”，不能再{deed}。请刷新后再看。"


class OwnProposal(RuleBroken):
    code = "decided_by_the_same"
    rule = "R-SEC-14"
    sentence = "自己提出的，要由另一个人审批。"


class DecidedByTheConcerned(RuleBroken):
    code = "decided_by_the_concerned"
    rule = "R-SEC-14"
    sentence = "关于本人的事，要由另一个人审批。"


class AlreadyProposed(RuleBroken):
    code = "already_proposed"
    sentence = "{name}的“{kind}”已经提出，正在等待审批。"


class MovedMeanwhile(RuleBroken):
    code = "moved_meanwhile"
    sentence = "{name}已经不在“{organization}”，这件事请退回，由现在的党支部提出。"


class ReturnReasonMissing(RuleBroken):
    code = "return_reason_missing"
    sentence = "请写明退回的原因，至少两个字。"


class ResolutionMissing(RuleBroken):
    code = "resolution_missing"
    rule = "R-STA-02"
    sentence = "{way}请选支部党员大会通过的决议（事项为“{matter}”、表决对象为{name}）。"


class NotThatResolution(RuleBroken):
    code = "not_that_resolution"
    rule = "R-STA-02"
    sentence = "这项决议不能作为依据：{why}。"


class ResolutionUsed(RuleBroken):
    code = "resolution_used"
    rule = "R-STA-02"
    sentence = "这项决议已经作过“{kind}”的依据，不能再用。"


class DecisionIncomplete(RuleBroken):
    code = "decision_incomplete"
    rule = "R-STA-12"
    sentence = "{way}请填写批准机关、文号和日期。"


class DecisionDayWrong(RuleBroken):
    code = "decision_day_wrong"
    rule = "R-STA-12"
    sentence = "批准日期{on}{why}，请核对。"


class BeforeTheDecision(RuleBroken):
    code = "before_the_decision"
    rule = "R-STA-13"
    sentence = "生效日期{on}早于批准日期{decided_on}。要从{on}起，须有当日或者更早的批准文件。"


class BackdatedWithoutDecision(RuleBroken):
    code = "backdated_without_decision"
    rule = "R-STA-13"
    sentence = "生效日期{on}早于今天，要填写批准日期，并且不晚于生效日期。"


class BodyMayNotDecide(RuleBroken):
    code = "body_may_not_decide"
    rule = "R-DEV-16"
    basis = FZ22_APPROVAL
    sentence = "“{body}”不能审批{kind}：{why}。"


class NotItsDecision(RuleBroken):
    code = "not_its_decision"
    rule = "R-STA-12"
    sentence = "“{body}”不能决定{kind}：{why}。"


class LetterExpired(RuleBroken):
    code = "letter_expired"
    rule = "R-REL-01"
    basis = LOCAL
    sentence = "介绍信{on}开出，有效期{days}天，到{last}已经失效。请对方重新开具，用新的编号。"


class GroundMissing(RuleBroken):
    code = "ground_missing"
    sentence = "请选择{kind}的情形：{grounds}。"


class NotItsGround(RuleBroken):
    code = "not_its_ground"
    sentence = "“{ground}”不是{kind}的情形。可选：{grounds}。"


class EndMissing(RuleBroken):
    code = "end_missing"
    rule = "R-STA-13"
    sentence = "{kind}要写明结束日期或者复核日期。"


class ProbationTermWrong(RuleBroken):
    code = "probation_term_wrong"
    sentence = "留党察看的期限是一年或者二年：从{since}起，到{one}或者{two}。"


class LostTooShort(RuleBroken):
    code = "lost_too_short"
    rule = "R-STA-03"
    basis = JY24
    sentence = "失去联系满六个月才能停止党籍：{since}起失联，满六个月是{earliest}。"


class SearchesMissing(RuleBroken):
    code = "searches_missing"
    rule = "R-STA-03"
    basis = JY24
    sentence = "停止党籍前要多方查找，至少用{least}种方式查找，写明日期，现在有{count}种。"


class SearchWrong(RuleBroken):
    code = "search_wrong"
    rule = "R-STA-03"
    sentence = "查找日期{on}{why}，请核对。"


class ConversionUnprepared(RuleBroken):
    code = "conversion_unprepared"
    rule = "R-DEV-32"
    basis = FZ32_CONVERSION
    sentence = "转正要有本人书面申请，听取党小组、党员和群众意见，经支委会审查。请填写{missing}。"


class ConversionStepWrong(RuleBroken):
    code = "conversion_step_wrong"
    rule = "R-DEV-21"
    sentence = "{what}{on}要在{before}以前，请核对。"


class VotedBeforeTheEnd(RuleBroken):
    code = "voted_before_the_end"
    rule = "R-DEV-18"
    basis = FZ31_PROBATION
    sentence = "预备期到{end}才满，支部党员大会{held_on}讨论得太早。"


class NotTransferredIn(RuleBroken):
    code = "not_transferred_in"
    rule = "R-DEV-27"
    basis = FZ35_POSTPONEMENT
    sentence = (
        "只有转入的预备党员可以推迟讨论转正，{name}不是；需要继续考察的，由支部党员大会讨论延长预备期。"
    )


class PostponedBefore(RuleBroken):
    code = "postponed_before"
    rule = "R-DEV-27"
    basis = FZ35_POSTPONEMENT
    sentence = "{name}已经推迟到{until}讨论转正，不能再推迟。"


class PostponedTooLong(RuleBroken):
    code = "postponed_too_long"
    rule = "R-DEV-27"
    basis = FZ35_POSTPONEMENT
    sentence = "预备期到{end}满，推迟讨论不超过六个月，写{end}以后、到{last}为止的日期。"


class AdmissionDayWrong(RuleBroken):
    code = "admission_day_wrong"
    rule = "R-DEV-17"
    basis = FZ31_PROBATION
    sentence = "预备期从支部党员大会通过之日算起，入党日期应为{held_on}。"


class AdmittedAsFull(RuleBroken):
    code = "admitted_as_full"
    rule = "R-DEV-17"
    basis = FZ31_PROBATION
    sentence = "新接收的是预备党员，转正日期要等转正时才有。"


class AdmissionTooOld(RuleBroken):
    code = "approved_too_late"
    rule = "R-DEV-15"
    basis = FZ25_TIME_LIMIT
    sentence = "支部党员大会{held_on}通过，到{on}已超过六个月，请重新履行手续。"


class SuspensionUnknown(RuleBroken):
    code = "suspension_unknown"
    rule = "R-STA-09"
    basis = JY24
    sentence = "恢复党籍只适用于按程序停止党籍的人。请填写停止党籍的日期和文号。"


class SuspensionDayWrong(RuleBroken):
    code = "suspension_day_wrong"
    rule = "R-STA-09"
    basis = JY24
    sentence = "停止党籍日期{on}{why}，请核对。"


class FactsMissing(RuleBroken):
    code = "facts_missing"
    sentence = "请填写{what}。"


class NotTheBodyThatDecided(RuleBroken):
    code = "not_the_body_that_decided"
    rule = "R-STA-12"
    sentence = "原决定由“{decided}”作出，由它撤销，不能由“{body}”撤销。"


class NumberOfTheOriginal(RuleBroken):
    code = "number_of_the_original"
    rule = "R-STA-12"
    sentence = "“{number}”是原决定的文号，撤销要另发文件。"


class NotTakenBack(RuleBroken):
    code = "not_taken_back"
    sentence = "撤销不能再撤销。原来的决定要恢复，请重新提出。"


class UndoFirst(RuleBroken):
    code = "undo_first"
    rule = "R-STA-12"
    sentence = "撤销{name}的“{kind}”以前，要先{first}。"


class DecidedUpon(RuleBroken):
    code = "decided_upon"
    rule = "R-STA-02"
    sentence = "{name}的“{kind}”以这次会议的决议为依据，{status}，会议不能取消，记录不能退回，决议的事项、表决对象、结果和日期不能更改。"
