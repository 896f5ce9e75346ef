"""Chinese labels of the audit entries of themes and year plans."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "theme.publish": "发布主题方案",
            "theme.adopt": "采用主题方案",
            "theme.withdraw": "撤回主题方案",
            "meeting.plan_year": "计划全年会议",
        },
    },
)
