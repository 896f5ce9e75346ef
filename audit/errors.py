"""Refusals of reading or exporting the audit, and of replacing the key."""

from core.errors import NotPermitted, RuleBroken


class NotAnAuditor(NotPermitted):
    sentence = "审计记录只有审计管理员能看。"


class ExportReasonNeeded(RuleBroken):
    code = "reason_needed"
    rule = "R-SEC-05"
    sentence = "一次导出{count}条，超过{limit}条要写明理由。"


class KeysNotNamed(RuleBroken):
    code = "keys_not_named"
    sentence = "更换密钥要同时给出两把：DATA_KEY是新的，PREVIOUS_DATA_KEY是现在用的，两把不能相同。"


class KeyBeingReplaced(RuleBroken):
    code = "key_being_replaced"
    sentence = "系统正在更换加密密钥，花名册暂时不能导入。请过几分钟再来。"
