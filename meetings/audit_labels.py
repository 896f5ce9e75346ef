"""Chinese labels of the audit entries of meetings, attendance and leave."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "meeting.plan": "计划会议",
            "meeting.record": "记录会议",
            "meeting.submit": "提交记录",
            "meeting.return_for_revision": "退回记录",
            "meeting.confirm": "确认记录",
            "meeting.take_back": "撤回确认",
            "meeting.amend": "申请更正",
            "meeting.sign_amendment": "签字更正",
            "meeting.refuse_amendment": "不同意更正",
            "meeting.withdraw_amendment": "撤回更正",
            "meeting.follow_up": "登记落实",
            "meeting.open_poll": "开始表决",
            "meeting.cast": "投票",
            "meeting.close_poll": "结束表决",
            "meeting.drop_poll": "作废表决",
            "meeting.cancel": "取消会议",
            "meeting.attach": "上传附件",
            "meeting.detach": "移除附件",
            "meeting.prepare_life": "准备组织生活会",
            "meeting.plan_rectification": "补写整改措施",
            "meeting.answer_hints": "答提交前的提示",
            "meeting.rectify": "整改完成",
            "meeting.add_outcome": "记会后落实",
            "meeting.strike_outcome": "删会后落实",
        },
        "签到、请假和补学": {
            "check_in.open": "开始签到",
            "check_in.close": "结束签到",
            "check_in.take": "签到",
            "check_in.by_hand": "手工补签",
            "leave.ask": "请假",
            "leave.withdraw": "撤回请假",
            "leave.approve": "批准请假",
            "leave.refuse": "不批准请假",
            "stand_in.give": "交托考勤",
            "stand_in.revoke": "收回代为考勤",
            "stand_in.take": "代为考勤",
        },
    },
    fields={
        "expected": "应到",
        "present": "实到",
        "on_leave": "请假",
        "absent": "缺席",
        "undecided": "待定",
    },
)
