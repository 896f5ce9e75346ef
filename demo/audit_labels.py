"""Chinese labels of the audit entries of the demonstration."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "系统": {
            "demo.seed": "写入演示数据",
        },
    },
)
