"""The words for deeds: each action's Chinese label, and an entry's changes as old → new in the words of its table."""

import functools
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from audit.models import Entry

ACTIONS = {
    "session.start": "登录",
    "session.end": "退出",
    "session.failed": "登录失败",
    "session.locked": "账号锁定",
    "access.refused": "被拒绝",
    "account.open": "开账号",
    "account.password": "改密码",
    "account.reset": "重设密码",
    "account.close": "停用账号",
    "account.reopen": "恢复账号",
    "account.unlock": "解除锁定",
    "account.type": "换字号",
    "audit.export": "导出审计记录",
    "audit.verify": "核对审计链",
    "job.start": "开始任务",
    "client.open": "开接口账号",
    "client.close": "停用接口账号",
    "mandate.grant": "授权",
    "mandate.revoke": "收回授权",
    "organization.establish": "成立党组织",
    "organization.rename": "党组织更名",
    "organization.move": "变更隶属",
    "organization.dissolve": "撤销党组织",
    "organization.call_off_dissolution": "收回撤销",
    "organization.describe": "改党组织信息",
    "organization.rebuild_paths": "重算组织路径",
    "term.begin": "开始任期",
    "term.extend": "延长任期",
    "post.appoint": "任职",
    "post.relieve": "免职",
    "member.enroll": "录入党员",
    "member.update": "改党员信息",
    "member.turn_full": "转正",
    "member.transfer": "转接组织关系",
    "member.regroup": "调整党小组",
    "member.leave": "离开",
    "member.restrict": "限制权利",
    "member.lift": "解除限制",
    "member.link": "关联账号",
    "member.unmask": "查看完整号码",
    "member.export": "导出党员",
    "export.ask": "申请导出",
    "export.approve": "批准导出",
    "export.refuse": "不批准导出",
    "export.make": "做好导出文件",
    "export.throw_away": "清理导出文件",
    "import.throw_away": "清理上传文件",
    "import.upload": "上传表格",
    "import.confirm": "确认导入",
    "import.finish": "导入完成",
    "import.collect_failed": "下载错误行",
    "meeting.plan": "计划会议",
    "theme.publish": "发布主题方案",
    "theme.adopt": "采用主题方案",
    "theme.withdraw": "撤回主题方案",
    "holiday.set": "设节假日",
    "holiday.remove": "删节假日",
    "calendar.open": "开通日历订阅",
    "calendar.close": "停用日历订阅",
    "meeting.plan_year": "计划全年会议",
    "meeting.record": "记录会议",
    "meeting.submit": "提交记录",
    "meeting.return_for_revision": "退回记录",
    "meeting.confirm": "确认记录",
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
    "meeting.keep_draft": "存草稿",
    "meeting.discard_draft": "丢弃草稿",
    "meeting.export": "导出会议",
    "meeting.export_list": "导出会议表格",
    "meeting.bundle": "导出会议档案包",
    "meeting.import": "导入会议档案包",
    "columns.map": "存导出的列",
    "columns.drop": "删导出的列",
    "meeting.attach_signed": "上传签字扫描件",
    "paper.sign_in": "导出签到表",
    "paper.member_year": "导出个人年度记录",
    "paper.statistics": "导出统计表",
    "paper.workbook": "制作工作手册",
    "paper.collect": "下载工作手册",
    "paper.throw_away": "清理过期文件",
    "paper.handover": "导出交接清单",
    "template.upload": "上传文书模板",
    "template.retire": "停用文书模板",
    "meeting.prepare_life": "准备组织生活会",
    "meeting.rectify": "整改完成",
    "meeting.add_outcome": "记会后落实",
    "meeting.strike_outcome": "删会后落实",
    "talk.register": "记谈心谈话",
    "talk.strike": "删谈心谈话",
    "appraisal.begin": "开始民主评议",
    "appraisal.join": "评议按名册补人",
    "appraisal.write": "写自评和互评",
    "appraisal.assess_oneself": "写个人自评",
    "appraisal.advance": "进入评议下一步",
    "appraisal.tally": "填测评票数",
    "appraisal.conclude": "评定等次",
    "appraisal.open_grading": "开始测评投票",
    "appraisal.close_grading": "结束测评投票",
    "check_in.open": "开始签到",
    "check_in.close": "结束签到",
    "check_in.take": "签到",
    "check_in.by_hand": "手工补签",
    "leave.ask": "请假",
    "leave.withdraw": "撤回请假",
    "leave.approve": "批准请假",
    "leave.refuse": "不批准请假",
    "make_up.enter": "登记补学",
    "stand_in.give": "交托考勤",
    "stand_in.revoke": "收回代为考勤",
    "stand_in.take": "代为考勤",
    "report.build": "生成月报",
    "report.freeze": "冻结月报",
    "report.publish": "公布月报",
    "report.amend": "更正月报",
    "report.export": "导出月报",
    "rule.set": "改制度",
    "rule.waive": "免开",
    "rule.end_waiver": "恢复应开",
    "reminder.build": "生成提醒",
    "reminder.send": "发送提醒",
    "reminder.quiet": "改个人不打扰时间",
    "channel.set": "设提醒方式",
    "channel.ask": "发确认邮件",
    "channel.confirm": "确认提醒邮箱",
    "channel.switch": "启停提醒方式",
    "channel.remove": "删提醒方式",
    "demo.seed": "写入演示数据",
}

# What the page offers them under: the first part of each deed.
GROUPS = {
    "登录": ("session", "access"),
    "账号和授权": ("account", "client", "mandate"),
    "党组织": ("organization", "term", "post"),
    "党员": ("member", "export", "import"),
    "会议": ("meeting", "theme", "holiday", "calendar"),
    "签到、请假和补学": ("check_in", "leave", "make_up", "stand_in"),
    "民主评议和谈心谈话": ("appraisal", "talk"),
    "文书": ("paper", "template", "columns"),
    "月报和制度": ("report", "rule"),
    "提醒": ("reminder", "channel"),
    "系统": ("audit", "job", "demo"),
}
FIELDS = {
    "task": "任务",
    "params": "参数",
    "method": "方式",
    "address": "地址",
    "username": "账号",
    "user": "账号",
    "rows": "行数",
    "filters": "条件",
    "reason": "理由",
    "count": "条数",
    "wrong": "不符",
    "purpose": "用途",
    "field": "栏目",
    "first": "不符之处",
    "client_id": "接口编号",
    "at_once": "立即",
    "form": "格式",
    "full": "完整号码",
    "path": "组织路径",
    "rule": "制度",
    "month": "月份",
    "year": "年份",
    "version": "版本",
    "required": "应开",
    "held": "已开",
    "expected": "应到",
    "present": "实到",
    "on_leave": "请假",
    "absent": "缺席",
    "late_records": "逾期补录",
    "since": "起",
    "on": "日期",
    "entry": "进入方式",
    "effective_on": "从哪天起",
    "due_on": "届满日期",
    "extended_until": "批准延期至",
    "full_members": "正式党员",
    "document": "文号",
    "parent": "上级党组织",
    "organization": "党组织",
    "group": "党小组",
    "member": "党员",
    "title": "职务",
    "exit": "怎样离开",
    "account": "账号",
    "role": "角色",
    "name": "名称",
    "kind": "种类",
    "new": "新增",
    "changed": "更新",
    "unchanged": "不变",
    "warning": "警告",
    "error": "错误",
    "cells": "改动处数",
    "until": "止",
    "at": "时间",
    "status": "状态",
    "digest": "校验码",
    "note": "说明",
    "import": "导入",
    "q": "查找",
    "below": "党组织及其下级",
    "left": "已离开",
    "action": "何事",
    "who": "何人",
    "subject": "对象",
    "place": "组织",
    "request_id": "请求号",
}
OMITTED = {
    "from_path"
}  # a place in the tree as the machine writes it; 党组织 beside it says the same by name
VALUES: dict[str, dict[Any, str]] = {
    "entry": {
        "admitted": "新发展",
        "transferred": "转入",
        "imported": "花名册导入",
        "restored": "恢复党籍",
        "moved": "组织调整",
    },
    "form": {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"},
    "kind": {"roster": "花名册", "organizations": "党组织"},
    "status": {"full": "正式党员", "probationary": "预备党员"},
}


TASKS = {
    "audit.tasks.verify_chain": "核对审计链",
    "members.tasks.apply_import": "导入表格",
    "members.tasks.make_export": "制作导出文件",
    "meetings.tasks.make_workbook": "制作工作手册",
    "reports.tasks.draw_up_reports": "生成月报",
    "reports.tasks.freeze_reports": "冻结月报",
    "reports.tasks.build_digests": "生成提醒",
}


VALUES["task"] = TASKS


class Change(NamedTuple):
    label: str
    old: str
    new: str


def action_word(action: str) -> str:
    return ACTIONS.get(action, action)


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every deed once, under its group, as choices of a form."""
    return [
        (group, [(action, word) for action, word in ACTIONS.items() if action.partition(".")[0] in parts])
        for group, parts in GROUPS.items()
    ]


@functools.cache
def _moved_subjects() -> dict[str, type[Model]]:
    return {model.audit_subject: model for model in apps.get_models() if hasattr(model, "audit_subject")}


def subject_model(label: str) -> type[Model]:
    """The table an entry's subject stands in. Raises LookupError, ValueError."""
    return _moved_subjects().get(label) or apps.get_model(label)


def subject_word(label: str) -> str:
    """党员 for members.member; the label itself when the table is no more."""
    try:
        return str(subject_model(label)._meta.verbose_name) if label else ""
    except LookupError:
        return label


def plain(values: Any) -> str:
    """For a cell: the JSON as it was written."""
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)


def changes(entry: Entry) -> list[Change]:
    """What the deed changed, field by field; what stayed as it was is left out."""
    before, after = entry.before or {}, entry.after or {}
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return [Change("", _text(entry.before), _text(entry.after))]
    found = []
    for name in [*before, *(name for name in after if name not in before)]:
        if name in OMITTED or (name in before and name in after and before[name] == after[name]):
            continue
        label, choices = _field(entry.subject, name)
        old, new = before.get(name), after.get(name)
        found.append(Change(label, _text(old, choices), _text(new, choices)))
    return found


def _field(subject: str, name: str) -> tuple[str, dict[Any, Any]]:
    try:
        field: Any = subject_model(subject)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return FIELDS.get(name, name), VALUES.get(name, {})
    choices = dict(getattr(field, "flatchoices", ())) or VALUES.get(name, {})
    return str(getattr(field, "verbose_name", name)), choices


def _text(value: Any, choices: dict[Any, Any] | None = None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        said = (f"{FIELDS.get(key, key)}：{_text(each, VALUES.get(key))}" for key, each in value.items())
        return "，".join(said)[:300]
    if isinstance(value, list):
        return "、".join(_text(each) for each in value)[:300]
    return str((choices or {}).get(value, value))[:300]


def sheet(entries: Iterable[Entry]) -> tuple[str, list[str], Iterator[tuple[Any, ...]]]:
    """(title, heads, rows) of a workbook with these entries."""
    heads = [
        "时间",
        "何人",
        "何事",
        "对象类别",
        "对象",
        "对象编号",
        "组织",
        "之前",
        "之后",
        "说明",
        "请求号",
        "网络地址",
        "终端",
        "摘要",
    ]
    rows = (
        (
            entry.at,
            entry.who,
            action_word(entry.action),
            subject_word(entry.subject),
            entry.subject_name,
            entry.subject_id,
            entry.organization,
            plain(entry.before),
            plain(entry.after),
            entry.note,
            entry.request_id,
            entry.address,
            entry.device,
            entry.digest,
        )
        for entry in entries
    )
    return "审计记录", heads, rows
