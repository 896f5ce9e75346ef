"""Chinese labels of the audit entries of the audit and of jobs."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "登录": {
            "access.refused": "被拒绝",
            "machine.sign_in": "接口账号登录",
            "machine.failed": "接口账号登录失败",
        },
        "系统": {
            "audit.export": "导出审计记录",
            "audit.verify": "核对审计链",
            "files.throw_away_lost": "清理没有归属的文件",
            "job.start": "开始任务",
            "key.replace_begin": "开始更换密钥",
            "key.replace": "更换密钥",
        },
    },
    fields={
        "task": "任务",
        "params": "参数",
        "method": "方式",
        "address": "地址",
        "user": "账号",
        "reason": "理由",
        "wrong": "不符",
        "first": "不符之处",
        "since": "起",
        "on": "日期",
        "name": "名称",
        "kind": "种类",
        "until": "止",
        "at": "时间",
        "status": "状态",
        "digest": "校验码",
        "note": "说明",
        "action": "何事",
        "who": "何人",
        "subject": "对象",
        "place": "组织",
        "request_id": "请求号",
        "rows": "行数",
        "files": "文件数",
        "unreadable": "打不开的",
    },
    tasks={
        "audit.tasks.verify_chain": "核对审计链",
    },
)
