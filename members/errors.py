"""Refusals of the actions on members: numbers and dates, memberships, restrictions, posts, accounts."""

from core.errors import RuleBroken
from core.instruments import DZ1, DZ7, DZ8, FZ31_PROBATION, FZ33_FULL_ON, GB11643, JY24, PI6, XJ5, ZB20


class IdentityWrong(RuleBroken):
    code = "identity_wrong"
    rule = "R-DATA-01"
    basis = GB11643
    sentence = "身份证号：{wrong}。"


class IdentityTaken(RuleBroken):
    code = "identity_taken"
    rule = "R-DATA-01"
    sentence = "这个身份证号的党员已经在{where}的花名册上。要换支部，请走组织关系转接。"


class IdentityUnclear(IdentityTaken):
    code = "identity_unclear"
    sentence = "这个号码不能编入，请向上级党组织核对。"


class NotHandedOn(IdentityTaken):
    """Of who has left elsewhere: the keeper of the file lets it go by a letter, or a body above both decides."""

    code = "not_handed_on"
    rule = "R-STA-12"
    sentence = "这个党员的档案在{where}，不能直接接着用。请按转出时的姓名和介绍信文号办理，或者请双方共同的上级办理。"


class TooManyRefusals(RuleBroken):
    code = "too_many_refusals"
    rule = "R-SEC-04"
    sentence = "一天里已有{most}个身份证号不能编入。请向上级党组织核对以后，明天再编入。"


class PhoneWrong(RuleBroken):
    code = "phone_wrong"
    sentence = "手机号应是11位数字，现在是{count}位。"


class JoinedTooYoung(RuleBroken):
    code = "joined_too_young"
    rule = "R-DATA-02"
    basis = DZ1
    sentence = "入党须年满18岁：按出生日期{birth_on}，入党日期不能早于{earliest}。"


class FullTooEarly(RuleBroken):
    code = "full_too_early"
    rule = "R-DATA-03"
    basis = DZ7
    sentence = "预备期为一年：{joined_on}入党，转正日期不能早于{earliest}。"


class DateAhead(RuleBroken):
    code = "date_ahead"
    sentence = "{what}{on}还没有到，请核对。"


class DatesReversed(RuleBroken):
    code = "dates_reversed"
    sentence = "{what}{on}早于{before}，请核对。"


class NotABranch(RuleBroken):
    code = "not_a_branch"
    rule = "R-ORG-16"
    basis = DZ8
    sentence = "党员要编入一个党支部，“{organization}”是{kind}。"


class BranchIsDissolved(RuleBroken):
    code = "branch_is_dissolved"
    sentence = "“{organization}”已于{on}撤销，不能再编入党员。"


class NotItsGroup(RuleBroken):
    code = "not_its_group"
    sentence = "“{group}”不是“{organization}”的党小组。"


class HasLeft(RuleBroken):
    code = "has_left"
    sentence = "{name}已于{on}离开，不能再这样修改。"


class FullOnAnotherDay(RuleBroken):
    code = "full_on_another_day"
    rule = "R-DEV-20"
    basis = FZ33_FULL_ON
    sentence = "转正日期是预备期满的{end}，不另填写。"


class ExtensionWrong(RuleBroken):
    code = "extension_wrong"
    rule = "R-DEV-19"
    basis = FZ31_PROBATION
    sentence = "预备期延长不少于半年、不超过一年：{end}期满，延长到{earliest}至{latest}之间。"


class AlreadyExtended(RuleBroken):
    code = "already_extended"
    rule = "R-DEV-19"
    basis = FZ31_PROBATION
    sentence = "{name}的预备期已经延长到{until}，只能延长一次。"


class DatesByOffice(RuleBroken):
    code = "dates_by_office"
    rule = "R-STA-12"
    sentence = "入党日期和转正日期决定谁有表决权，由上级党组织更正，党支部不能自己改。"


class StatusByDecision(RuleBroken):
    code = "status_by_decision"
    rule = "R-SEC-14"
    sentence = "预备党员转正要有支部党员大会决议、报上级党组织审批，不能改资料办理。请提出转正。"


class AlreadyFull(RuleBroken):
    code = "already_full"
    sentence = "{name}已于{on}转为正式党员。"


class AlreadyInBranch(RuleBroken):
    code = "already_there"
    sentence = "{name}已经在“{organization}”。"


class NotOnItsRoll(RuleBroken):
    code = "not_on_its_roll"
    sentence = "{name}不在“{organization}”的花名册上，不能在这里任职。"


class MayNotHoldPost(RuleBroken):
    code = "may_not_hold_post"
    rule = "R-ORG-15"
    basis = XJ5
    sentence = "{name}在{on}{why}，没有被选举权，不能任{title}。"


class SecretaryAlready(RuleBroken):
    code = "secretary_already"
    basis = ZB20
    sentence = "“{organization}”在{since}已有书记{name}，先免去再任命。"


class AlreadyHoldsPost(RuleBroken):
    code = "already_holds_post"
    sentence = "{name}已经是{title}。"


class NoCommitteeHere(RuleBroken):
    code = "no_committee_here"
    basis = ZB20
    sentence = "“{organization}”本届不设支委会，只设书记和1名副书记。"


class CommitteeTooLarge(RuleBroken):
    code = "committee_too_large"
    rule = "R-ORG-06"
    basis = ZB20
    sentence = "支委会最多7人，“{organization}”现在已有{count}人。"


class AccountTaken(RuleBroken):
    code = "account_taken"
    sentence = "这个账号已经关联了党员{name}。"


class HasAnAccount(RuleBroken):
    code = "has_an_account"
    sentence = "{name}已经关联了一个账号，先解除那一个，再关联新的。"


class ConcernsYourself(RuleBroken):
    code = "concerns_yourself"
    rule = "R-SEC-14"
    sentence = "这是关于您本人的事，要由另一个人来办。请上级党组织的另一位同事办理。"


class NotYourself(RuleBroken):
    code = "not_yourself"
    sentence = "自己的账号不能由自己关联或者解除。请由另一位安全管理员来做。"


class NothingKept(RuleBroken):
    code = "nothing_kept"
    sentence = "{name}没有登记{what}。"


class NumberNotWhole(RuleBroken):
    code = "number_not_whole"
    sentence = "请填写完整的身份证号或手机号。只记得末四位的，在名册里查找。"


class TooManyLookUps(RuleBroken):
    code = "too_many_look_ups"
    rule = "R-SEC-04"
    sentence = "按完整号码查找，一个人一小时最多{most}次。请过一会儿再查，或者用姓名、末四位查找。"


class PurposeMissing(RuleBroken):
    code = "purpose_missing"
    basis = PI6
    sentence = "请写明查看的用途，至少两个字，会记入审计。"


class UnknownFields(RuleBroken):
    code = "unknown_fields"
    sentence = "没有这些内容：{names}。"


class NotAnExit(RuleBroken):
    code = "not_an_exit"
    sentence = "换支部请用组织关系转接，换党小组请用调整党小组。"


class DocumentMissing(RuleBroken):
    code = "document_missing"
    rule = "R-STA-12"
    sentence = "{deed}要有文件依据，请填写文号，例如“{example}”。"


class NoDocumentNumber(RuleBroken):
    code = "no_document_number"
    rule = "R-STA-12"
    sentence = "“{number}”不是文号。请照文件填写，例如“{example}”。"


class OnlyProbationary(RuleBroken):
    code = "only_preparatory"
    basis = DZ7
    sentence = "{name}已是正式党员，不能取消预备党员资格。"


class MayNotComeBack(RuleBroken):
    code = "may_not_come_back"
    rule = "R-STA-09"
    basis = JY24
    sentence = "{name}{exit}后不能恢复党籍，可以重新申请入党：新的入党日期要在{left_on}之后。"


class AppliesTooSoon(RuleBroken):
    code = "applies_too_soon"
    rule = "R-STA-14"
    sentence = "{name}于{left_on}{exit}，五年内不能重新入党：入党日期不能早于{earliest}。"


class NeverSuspended(RuleBroken):
    code = "never_suspended"
    rule = "R-STA-04"
    basis = JY24
    sentence = "停止党籍满两年仍失去联系的，按自行脱党除名。{name}没有满两年的停止党籍。"


class AlreadyRestricted(RuleBroken):
    code = "already_restricted"
    sentence = "{name}从{since}起已经登记了{kind}，先结束那一条。"


class EndsSooner(RuleBroken):
    code = "ends_sooner"
    sentence = "这一条到{until}就结束，这里只能提前。要延长，请再登记一条。"


class NobodyElected(RuleBroken):
    code = "nobody_elected"
    sentence = "至少选一个人，写上他的职务。"


class NoTerm(RuleBroken):
    code = "no_term"
    sentence = "“{organization}”还没有登记本届，先在党组织页登记换届。"


class NobodyToOpen(RuleBroken):
    code = "nobody_to_open"
    sentence = "一个人也没有勾选。"


class AccountsNotOpened(RuleBroken):
    code = "accounts_not_opened"
    sentence = "没有开任何一个：{count}人开不了。{why}。"


class UsernamesTaken(RuleBroken):
    code = "usernames_taken"
    sentence = "{count}个用户名已经有人用了，或者这一批里写了两次，请看一眼再开。没有开任何一个。"


class NoMemberLinked(RuleBroken):
    code = "no_member_linked"
    sentence = "账号“{name}”没有关联党员，领用单没有东西可以对照。先关联党员。"


class NothingOnRoster(RuleBroken):
    code = "nothing_on_roster"
    sentence = "名册里{name}{lacking}，领用单开不了账号。请支部先补上名册。"


class OwnSlip(RuleBroken):
    code = "own_slip"
    sentence = "不能给自己发领用单。请由另一位安全管理员来做。"


class NothingToPrint(RuleBroken):
    code = "nothing_to_print"
    sentence = "{batch}里没有还能启用的领用单：都启用了，或者过期、作废、锁住了。要再发，请重新发。"
