"""Refusals of what a reviewer decides, for one record or many at once, and of a search for a whole number."""

from core.errors import RuleBroken
from core.personal_numbers import NO_WHOLE_NUMBER


class HintsToRead(RuleBroken):
    code = "hints_to_read"
    sentence = "有{count}条提示，请打开看过再确认。"


class HintsUnknown(HintsToRead):
    sentence = "提交时没有留下提示，请打开看过再确认。"


class ConfirmOrReturn(RuleBroken):
    code = "confirm_or_return"
    sentence = "写了意见：按意见退回，还是带意见确认？"


class WholeNumberSought(RuleBroken):
    """R-SEC-04: a search stands in addresses and logs."""

    code = "whole_number"
    sentence = NO_WHOLE_NUMBER
