"""Chinese labels of the audit entries of the hand-over list and of records to review."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "meeting.export_review": "导出待审核的名单",
        },
        "文书": {
            "paper.handover": "导出交接清单",
        },
    },
)
