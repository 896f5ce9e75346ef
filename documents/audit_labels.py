"""Chinese labels of the audit entries of papers and their templates."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "meeting.export": "导出会议",
            "meeting.attach_signed": "上传签字扫描件",
        },
        "文书": {
            "paper.export": "导出文书",
            "paper.sign_in": "导出签到表",
            "paper.member_year": "导出个人年度记录",
            "paper.statistics": "导出统计表",
            "paper.workbook": "制作工作手册",
            "paper.collect": "下载工作手册",
            "paper.throw_away": "清理过期文件",
            "template.upload": "上传文书模板",
            "template.retire": "停用文书模板",
        },
        "月报和制度": {
            "report.export": "导出月报",
        },
    },
    fields={
        "form": "格式",
        "paper": "文书",
        "check_code": "校验码",
    },
    values={
        "form": {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"},
    },
    tasks={
        "meetings.tasks.make_workbook": "制作工作手册",
    },
)
