"""Chinese labels of the audit entries of rules and waivers."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "月报和制度": {
            "rule.set": "改制度",
            "rule.waive": "登记情况说明",
            "rule.end_waiver": "撤回情况说明",
        },
    },
    fields={
        "rule": "制度",
    },
)
