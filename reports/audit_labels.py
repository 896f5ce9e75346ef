"""Chinese labels of the audit entries of supervision reports."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "月报和制度": {
            "report.build": "生成月报",
            "report.freeze": "冻结月报",
            "report.publish": "公布月报",
            "report.withdraw": "撤下月报",
            "report.read": "已阅月报",
            "report.amend": "更正月报",
        },
    },
    fields={
        "month": "月份",
        "year": "年份",
        "version": "版本",
        "required": "应开",
        "held": "已开",
        "late_records": "逾期补录",
        "issuer": "签发单位",
        "document": "依据",
    },
    tasks={
        "reports.tasks.draw_up_reports": "生成月报",
        "reports.tasks.freeze_reports": "冻结月报",
    },
)
