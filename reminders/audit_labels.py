"""Chinese labels of the audit entries of reminders, channels and the calendar."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "calendar.open": "开通日历订阅",
            "calendar.close": "停用日历订阅",
        },
        "提醒": {
            "reminder.build": "生成提醒",
            "reminder.send": "发送提醒",
            "reminder.branch": "提醒支部",
            "reminder.read": "看过上级的提醒",
            "reminder.answer": "答复上级的提醒",
            "reminder.phones": "打开带电话的名单",
            "reminder.file": "导出未完成的支部名单",
            "reminder.quiet": "改个人不打扰时间",
            "channel.set": "设提醒方式",
            "channel.ask": "发确认邮件",
            "channel.confirm": "确认提醒邮箱",
            "channel.switch": "启停提醒方式",
            "channel.remove": "删提醒方式",
        },
    },
    tasks={
        "reports.tasks.build_digests": "生成提醒",
    },
)
