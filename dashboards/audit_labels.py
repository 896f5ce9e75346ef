"""Chinese labels of the audit entries of the hand-over list, of records to review and of the lists behind the dashboard."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "meeting.export_review": "导出待审核的名单",
        },
        "文书": {
            "paper.handover": "导出交接清单",
        },
        "月报和制度": {
            "report.export_rows": "导出总览的清单",
        },
    },
)
