"""Refusals of what follows a meeting, and of a ballot."""

from core.errors import RuleBroken


class NotInAppraisal(RuleBroken):
    code = "not_in_appraisal"
    sentence = "有人不在这次评议的名单上，请刷新后再填。"


class AlreadyVoted(RuleBroken):
    code = "already_voted"
    sentence = "您已经投过了，一人投一次，不能改。"
