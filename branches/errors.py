"""Refusals of actions on organizations, terms, mandates and holidays."""

from core.document_numbers import EXAMPLE
from core.errors import Gone, NotPermitted, RuleBroken
from core.instruments import FZ22_APPROVAL, GB22239, XJ3, ZB4, ZB5, ZB6, ZB7, ZB8


class NotYours(NotPermitted):
    code = "not_permitted"
    sentence = "您在“{organization}”没有做这件事的权限。需要时请联系上级党组织。"


class NotAPerson(NotPermitted):
    code = "not_a_person"
    sentence = "这一步要由人来做，接口账号不能代替。请本人登录以后再做。"


class NotForMachines(RuleBroken):
    code = "not_for_machines"
    rule = "R-SEC-01"
    basis = GB22239
    sentence = "接口账号不能做{role}，请另选角色。"


class VouchedByTheSame(RuleBroken):
    code = "vouched_by_the_same"
    rule = "R-SEC-01"
    basis = GB22239
    sentence = "这个账号的密码或者密钥经过您的手，请由另一位安全管理员核实。"


class ResetByTheSame(RuleBroken):
    code = "second_factor_reset_by_the_same"
    rule = "R-SEC-01"
    basis = GB22239
    sentence = "自己的两步验证，或者密码经过您手的账号，请由另一位安全管理员解除。"


class MayNotStandThere(RuleBroken):
    code = "may_not_stand_there"
    sentence = "{kind}不能设在{parent_kind}下面。"


class WouldCircle(RuleBroken):
    code = "would_circle"
    sentence = "“{organization}”不能移到它自己的下级里去。"


class StillHasPeopleOrUnits(RuleBroken):
    code = "not_empty"
    sentence = "“{organization}”下面还有{count}个没有撤销的党组织，先安排好它们再撤销。"


class DissolutionDocumentMissing(RuleBroken):
    code = "document_missing"
    rule = "R-ORG-18"
    basis = ZB7
    sentence = "撤销“{organization}”要写上级同意撤销的{missing}。"


class NothingToCallOff(RuleBroken):
    code = "nothing_to_call_off"
    sentence = "“{organization}”没有定下以后要撤销，没有可以收回的。"


class CallOffReasonMissing(RuleBroken):
    code = "reason_missing"
    sentence = "写一下原因。"


class AlreadyDissolved(RuleBroken):
    code = "already_dissolved"
    sentence = "“{organization}”{when}{on}撤销。"


class EstablishmentDocumentMissing(RuleBroken):
    code = "document_missing"
    rule = "R-ORG-18"
    basis = ZB6
    sentence = "成立{kind}要有上级党组织的批复，请填{missing}。"


class NoPaperNumber(RuleBroken):
    code = "no_document_number"
    rule = "R-DOC-03"
    sentence = f"“{{number}}”不是文号。请照文件填写，例如“{EXAMPLE}”。"


class ApprovedTooLate(RuleBroken):
    code = "approved_too_late"
    sentence = "批复日期{on}晚于{what}{day}，请核对。"


class AppliedAfterApproval(RuleBroken):
    code = "applied_after_approval"
    rule = "R-ORG-18"
    sentence = "申请日期{on}晚于批复日期{approved_on}，请核对。"


class PowerUnfit(RuleBroken):
    code = "power_unfit"
    rule = "R-ORG-17"
    basis = FZ22_APPROVAL
    sentence = "审批预备党员的权限授予党委、党工委，凭授权文件的文号和日期：{why}。"


class TooFewFullMembers(RuleBroken):
    code = "too_few_full_members"
    rule = "R-ORG-01"
    basis = ZB4
    sentence = "成立党支部至少要有3名正式党员，现在是{count}名。可以和邻近单位成立联合党支部。"


class TooFewTogether(RuleBroken):
    code = "too_few_full_members"
    rule = "R-ORG-01"
    basis = ZB5
    sentence = "联合党支部的各单位合起来至少要有3名正式党员，现在是{count}名。"


class FullMembersMissing(RuleBroken):
    code = "full_members_missing"
    rule = "R-ORG-01"
    basis = ZB4
    sentence = "请填正式党员数，成立{kind}至少要有3名正式党员。"


class UnitsMissing(RuleBroken):
    code = "units_missing"
    rule = "R-ORG-01"
    basis = ZB5
    sentence = "联合党支部由几个单位联合成立，请逐个写明单位名称，至少两个。"


class UnitsNotJoint(RuleBroken):
    code = "units_not_joint"
    sentence = "只有联合党支部写联合的单位。"


class UnitsWrong(RuleBroken):
    code = "units_wrong"
    sentence = "单位名称{wrong}，请核对。"


class AdministratorsApart(RuleBroken):
    code = "administrators_apart"
    rule = "R-SEC-01"
    basis = GB22239
    sentence = "系统、安全、审计三种管理员不能由一个人兼任。“{name}”已经是{role}。"


class RunsTheSystemOnly(RuleBroken):
    code = "runs_the_system_only"
    rule = "R-SEC-01"
    basis = GB22239
    sentence = (
        "系统管理员不看党员资料。“{name}”已经是{held}，不能再做{sought}，请另选一人，或者先收回原来的授权。"
    )


class CodeTaken(RuleBroken):
    code = "code_taken"
    sentence = "编号{taken}已经用过，请换一个。"


class CodeMalformed(RuleBroken):
    code = "code_malformed"
    sentence = "编号只用字母、数字、点、横线，最多32个字。"


class AlreadyUnderThisParent(RuleBroken):
    code = "already_there"
    sentence = "“{organization}”已经在这个上级下面。"


class NoRoom(RuleBroken):
    code = "no_room"
    sentence = "“{parent}”下面放不下了：一个上级最多9998个下级，全树最多29层。"


class NotYet(RuleBroken):
    """What is entered takes effect at once: a day that has not come is a slip of the pen."""

    code = "date_ahead"
    sentence = "{on}还没有到，请核对日期。到了那一天再登记。"


class TooEarly(RuleBroken):
    code = "too_early"
    sentence = "这个党组织{on}才成立，日期不能早于这一天。"


class TermOverlaps(RuleBroken):
    code = "term_overlaps"
    sentence = "上一届从{since}开始，新一届要在它之后。"


class TermOver(RuleBroken):
    code = "term_over"
    sentence = "这一届已经结束，不能再延期。"


class NotTemporary(RuleBroken):
    code = "not_temporary"
    rule = "R-ORG-13"
    basis = ZB8
    sentence = "只有临时党支部写计划结束日期。"


class ProvisionNotTemporary(RuleBroken):
    code = "provision_not_temporary"
    rule = "R-ORG-12"
    basis = ZB8
    sentence = "只有临时党支部写另有规定或批准。"


class TemporaryMayNot(RuleBroken):
    code = "temporary_may_not"
    rule = "R-ORG-12"
    basis = ZB8
    sentence = "临时党支部{what}。另有规定或者经批准的，先在党组织页的基本情况里写明规定名称或批准文号。"


class TemporaryElects(RuleBroken):
    code = "temporary_elects"
    rule = "R-ORG-12"
    basis = ZB8
    sentence = "临时党支部不换届，支部委员会由批准它成立的党组织指定。"


class GroupHasNoCommittee(RuleBroken):
    code = "no_committee_here"
    sentence = "党小组不设支委会，只设组长。"


class NoTermToExtend(RuleBroken):
    code = "no_term_to_extend"
    sentence = "“{organization}”不换届，没有届满日期，不用延期。"


class ExtensionNotLater(RuleBroken):
    code = "extension_not_later"
    rule = "R-ORG-11"
    basis = XJ3
    sentence = "这一届{ends}届满，延期要延到那以后。"


class ExtensionTooLong(RuleBroken):
    """More than a year is warned of; longer than a term of its own is a slip of the pen."""

    code = "extension_too_long"
    rule = "R-ORG-11"
    basis = XJ3
    sentence = "延期一般不超过1年：这一届{due}届满，延到{until}比一整届还长，请核对日期。"


class ExtensionNeedsDocument(RuleBroken):
    code = "extension_needs_document"
    rule = "R-ORG-11"
    basis = XJ3
    sentence = "延期换届要有上级党组织的批复，请填{missing}。"


class EarlyNeedsDocument(RuleBroken):
    code = "early_needs_document"
    rule = "R-ORG-11"
    basis = XJ3
    sentence = "上一届{due}届满，提前换届要有上级党组织的批复，请填{missing}。"


class LateNeedsDocument(RuleBroken):
    code = "late_needs_document"
    rule = "R-ORG-11"
    basis = XJ3
    sentence = "上一届{due}届满，推迟换届要有上级党组织的批复，请填{missing}。"


class NotToYourself(RuleBroken):
    code = "not_to_yourself"
    sentence = "不能给自己授权。请由另一位安全管理员来做。"


class AlreadyMandated(RuleBroken):
    code = "already_mandated"
    sentence = "“{name}”在这段时间里已经是“{organization}”的{role}。"


class EndsBeforeItBegins(RuleBroken):
    code = "ends_before_it_begins"
    sentence = "结束日期不能早于开始日期。"


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


class StillHolds(RuleBroken):
    code = "still_holds"
    rule = "R-ORG-18"
    basis = ZB7
    sentence = "“{organization}”撤销不了：还有{what}在里面。写明去哪个支部，或者办“合并”。"


class FrozenDay(RuleBroken):
    code = "frozen_day"
    rule = "R-RPT-04"
    sentence = "{day}不行：{month}的数字已经冻结，最早{first}。决定的日子确实更早的，写明决定的文号和日期，作为更正。"


class CorrectionPaperMissing(RuleBroken):
    code = "decision_incomplete"
    rule = "R-RPT-04"
    sentence = "作为更正，要写决定的{missing}。"


class NothingToCorrect(RuleBroken):
    code = "nothing_to_correct"
    sentence = "{day}还没有冻结，不是更正，决定的文号和日期不用写。"


class MergerDocumentMissing(RuleBroken):
    code = "document_missing"
    rule = "R-ORG-18"
    basis = ZB7
    sentence = "{deed}要有上级党组织的批复，请填{missing}。"


class OnlyBetweenBranches(RuleBroken):
    code = "not_a_branch"
    sentence = "“{organization}”是{kind}，{deed}只在党支部之间办。"


class IntoItself(RuleBroken):
    code = "into_itself"
    sentence = "“{organization}”就是要{deed}的这个，请另选一个。"


class NobodyGoes(RuleBroken):
    code = "nobody_goes"
    sentence = "选好去新支部的党员，才能分设。"


class NotOfThisBranch(RuleBroken):
    code = "not_on_its_roll"
    sentence = "选的人里有{count}名不在“{organization}”，请重新选。"


class TooFewForSplit(RuleBroken):
    code = "too_few_full_members"
    rule = "R-ORG-01"
    basis = ZB4
    sentence = "分设不了：{which}正式党员{count}名，要3名。再调整人选，或者和邻近的单位成立联合党支部。"


class CameLater(RuleBroken):
    code = "came_later"
    sentence = "{names}{on}才来，{deed}的日子要晚于这一天。"


class TakenBackTooLate(RuleBroken):
    code = "taken_back_too_late"
    rule = "R-RPT-04"
    sentence = "不能撤回了：{month}的数字已经冻结。要改回来，另办一件，最早{first}起。"


class DeedUsed(RuleBroken):
    code = "deed_used"
    sentence = "撤回不了：{what}。"


class TakeBackReasonMissing(RuleBroken):
    code = "reason_missing"
    sentence = "写一下为什么撤回。"


class DifferentNow(RuleBroken):
    code = "different_now"
    sentence = "您看的时候和现在不一样了，下面是现在的样子，请再看一遍。"


class RenamedLater(RuleBroken):
    code = "renamed_later"
    sentence = "“{organization}”{on}更过名，这一次要晚于那一天。"
