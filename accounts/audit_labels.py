"""Chinese labels of the audit entries of accounts and signing in."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "登录": {
            "session.start": "登录",
            "session.end": "退出",
            "session.failed": "登录失败",
            "session.locked": "账号锁定",
            "second_factor.pass": "两步验证通过",
            "second_factor.fail": "两步验证输错",
        },
        "账号和授权": {
            "account.open": "开账号",
            "account.password": "改密码",
            "account.wrong_password": "改密码时旧密码不对",
            "account.reset": "重设密码",
            "account.close": "停用账号",
            "account.reopen": "恢复账号",
            "account.unlock": "解除锁定",
            "account.vouch": "核实账号",
            "account.type": "换字号",
            "second_factor.enrol": "绑定两步验证",
            "second_factor.reset": "解除两步验证",
            "account.slip": "发领用单",
            "account.print": "印领用单",
            "account.void": "作废领用单",
            "account.activate": "本人启用账号",
            "account.mismatch": "领用单对错",
        },
    },
    fields={
        "username": "账号",
        "account": "账号",
        "batch": "批次",
        "tries": "对错次数",
        "wrong_codes": "输错次数",
        "recovery_codes": "剩余恢复码",
        "second_factor_at": "绑定时间",
    },
)
