"""Refusals of reading or exporting the audit."""

from core.errors import NotPermitted, RuleBroken


class NotAnAuditor(NotPermitted):
    sentence = "审计记录只有审计管理员能看。"


class ExportReasonNeeded(RuleBroken):
    code = "reason_needed"
    rule = "R-SEC-05"
    sentence = "一次导出{count}条，超过{limit}条要写明理由。"
