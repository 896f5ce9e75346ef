"""Chinese labels of the audit entries of people and posts."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "党组织": {
            "post.appoint": "任职",
            "post.relieve": "免职",
        },
        "党员": {
            "member.enroll": "录入党员",
            "member.update": "改党员信息",
            "member.turn_full": "转正",
            "member.extend_probation": "延长预备期",
            "member.transfer": "转接组织关系",
            "member.regroup": "调整党小组",
            "member.leave": "离开",
            "member.restrict": "限制权利",
            "member.lift": "解除限制",
            "member.take_back_full": "撤销转正",
            "member.take_back_extension": "撤销延长预备期",
            "member.take_back_restriction": "撤销限制",
            "member.take_back_lift": "撤销解除限制",
            "member.come_back": "撤销离开",
            "member.link": "关联账号",
            "member.open": "查看党员信息",
            "member.unmask": "查看完整号码",
            "member.refused": "号码不能编入",
            "member.look_up": "按完整号码查找",
        },
    },
    fields={
        "entry": "进入方式",
        "group": "党小组",
        "member": "党员",
        "title": "职务",
        "exit": "怎样离开",
        "extended_until": "预备期延长至",
        "review_on": "复核日期",
    },
    values={
        "entry": {
            "admitted": "新发展党员",
            "transferred": "转入",
            "imported": "花名册导入",
            "restored": "恢复党籍",
            "moved": "组织调整",
        },
        "status": {"full": "正式党员", "probationary": "预备党员"},
    },
    tasks={"members.tasks.open_accounts": "成批开账号"},
)
