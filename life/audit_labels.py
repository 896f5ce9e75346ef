"""Chinese labels of the audit entries of appraisals and talks."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "签到、请假和补学": {"make_up.enter": "登记补学"},
        "民主评议和谈心谈话": {
            "life.export_year": "导出年度组织生活",
            "talk.register": "记谈心谈话",
            "talk.strike": "删谈心谈话",
            "talk.put_back": "找回谈心谈话",
            "appraisal.begin": "开始民主评议",
            "appraisal.join": "评议按名册补人",
            "appraisal.write": "写自评和互评",
            "appraisal.assess_oneself": "写个人自评",
            "appraisal.advance": "进入评议下一步",
            "appraisal.tally": "填测评票数",
            "appraisal.conclude": "评定等次",
            "appraisal.open_grading": "开始测评投票",
            "appraisal.close_grading": "结束测评投票",
            "appraisal.withdraw_grading": "撤回测评投票",
            "disposal.decide": "定不合格党员的处置",
            "disposal.conclude": "不合格党员处置作结论",
        },
    },
)
