"""Chinese labels of the audit entries of decisions about people."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "党员": {
            "decision.propose": "提出党员事项",
            "decision.approve": "批准党员事项",
            "decision.return": "退回党员事项",
            "decision.withdraw": "撤回党员事项",
            "decision.take_back": "撤销党员事项",
        },
    },
    fields={
        "ground": "情形",
        "resolution": "支部党员大会决议",
        "decided_on": "批准日期",
        "body": "批准机关",
        "effective_on": "生效日期",
    },
)
