"""Refusals of templates, workbooks of the year and signed scans."""

from core.errors import ContentTooLarge, RuleBroken


class UnfitTemplate(RuleBroken):
    code = "unfit_template"
    sentence = "{kind}的模板不能用：{why}"


class OversizedTemplate(UnfitTemplate, ContentTooLarge):
    """Of the same code: pages tell them alike."""


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


class NothingForPaper(RuleBroken):
    code = "nothing_for_paper"
    sentence = "做不了{paper}：{why}"
