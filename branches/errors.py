"""Refusals of the tree, terms and mandates."""

from core.errors import NotPermitted, RuleBroken

ZB4 = "《支部工作条例》第四条"
ZB20 = "《支部工作条例》第二十条"
ZB21 = "《支部工作条例》第二十一条"


class NotYours(NotPermitted):
    code = "not_permitted"
    sentence = "您在“{organization}”没有做这件事的权限。需要时请联系上级党组织。"


class MayNotStandThere(RuleBroken):
    code = "may_not_stand_there"
    sentence = "{kind}不能设在{parent_kind}下面。"


class WouldCircle(RuleBroken):
    code = "would_circle"
    sentence = "“{organization}”不能移到它自己的下级里去。"


class StillHasPeopleOrUnits(RuleBroken):
    code = "not_empty"
    sentence = "“{organization}”下面还有{count}个没有撤销的党组织，先安排好它们再撤销。"


class AlreadyDissolved(RuleBroken):
    code = "already_dissolved"
    sentence = "“{organization}”已于{on}撤销。"


class TooFewFullMembers(RuleBroken):
    code = "too_few_full_members"
    rule = "R-ORG-01"
    basis = ZB4
    sentence = "成立党支部至少要有3名正式党员，现在是{count}名。可以和邻近单位成立联合党支部。"


class CommitteeOutOfSize(RuleBroken):
    code = "committee_out_of_size"
    rule = "R-ORG-06"
    basis = ZB20
    sentence = "支委会由3至5人组成，一般不超过7人，现在是{count}人。"


class AdministratorsApart(RuleBroken):
    code = "administrators_apart"
    rule = "R-SEC-01"
    basis = "GB/T 22239-2019 8.1.5"
    sentence = "系统、安全、审计三种管理员不能由一个人兼任。“{name}”已经是{role}。"


class CodeTaken(RuleBroken):
    code = "code_taken"
    sentence = "编号{taken}已经用过，请换一个。"
