"""Refusals of what is decided for many records at once."""

from core.errors import RuleBroken


class HintsToRead(RuleBroken):
    code = "hints_to_read"
    sentence = "有{count}条提示，请打开看过再确认。"


class HintsUnknown(HintsToRead):
    sentence = "提交时没有留下提示，请打开看过再确认。"
