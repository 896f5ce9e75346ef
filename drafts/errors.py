"""Refusals of files that come to unfinished work or to what it became."""

from core.errors import ContentTooLarge, RuleBroken


class UnfitUpload(RuleBroken):
    code = "unfit_upload"
    sentence = "“{name}”不能用：{why}"


class OversizedUpload(UnfitUpload, ContentTooLarge):
    """Of the same code: pages tell them alike."""


class TooManyFiles(RuleBroken):
    code = "too_many_attachments"
    sentence = "一次会议最多{most}个附件，已经有{most}个了。先移除不要的。"
