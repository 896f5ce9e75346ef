"""Chinese labels of the audit entries of the hand-over list."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "文书": {
            "paper.handover": "导出交接清单",
        },
    },
)
