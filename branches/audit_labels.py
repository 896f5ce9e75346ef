"""Chinese labels of the audit entries of organizations, terms, mandates and days off."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "账号和授权": {
            "client.open": "开接口账号",
            "client.close": "停用接口账号",
            "mandate.grant": "授权",
            "mandate.revoke": "收回授权",
        },
        "党组织": {
            "organization.establish": "成立党组织",
            "organization.rename": "党组织更名",
            "organization.move": "变更隶属",
            "organization.dissolve": "撤销党组织",
            "organization.merge": "合并党支部",
            "organization.split": "分设党支部",
            "organization.take_back": "撤回组织调整",
            "organization.take_back_import": "撤销导入的党组织",
            "organization.call_off_dissolution": "取消撤销计划",
            "organization.describe": "改党组织信息",
            "organization.rebuild_paths": "重算组织路径",
            "term.begin": "开始任期",
            "term.extend": "延长任期",
        },
        "会议": {
            "holiday.set": "设节假日",
            "holiday.remove": "删节假日",
        },
    },
    fields={
        "client_id": "接口编号",
        "path": "组织路径",
        "effective_on": "从哪天起",
        "due_on": "届满日期",
        "extended_until": "批准延期至",
        "full_members": "正式党员",
        "document": "文号",
        "approved_on": "批复日期",
        "approved_by": "批复机关",
        "applied_on": "申请日期",
        "power_document": "审批权限文号",
        "power_granted_on": "审批权限授予日期",
        "overdue_days": "逾期天数",
        "units": "联合的单位",
        "special_provision": "另有规定或批准",
        "extension_document": "延期批复文号",
        "extension_approved_on": "延期批复日期",
        "extension_approved_by": "延期批复机关",
        "parent": "上级党组织",
        "receiver": "去处",
        "deed": "组织调整",
        "decision_document": "决定文号",
        "organization": "党组织",
        "role": "角色",
    },
)
