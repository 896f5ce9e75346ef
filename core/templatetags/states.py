"""States on the page: each has one word, one icon and one tone, whichever page shows it.

The tone is the `data-state` that the stylesheet colours; a state it does not know borrows the tone of one
it does.
"""

from typing import NamedTuple

from django import template

register = template.Library()


class Look(NamedTuple):
    word: str
    icon: str
    tone: str = ""


UNKNOWN = Look("", "circle-dashed", "open")
LOOKS = {
    # what is owed
    "met": Look("已完成", "circle-check"),
    "met_late": Look("逾期补录", "clock-check"),
    "due_soon": Look("临期", "hourglass"),
    "open": Look("待开展", "circle-dashed"),
    "missed": Look("未开展", "alert-circle"),
    "waived": Look("免开", "circle-minus"),
    "not_applicable": Look("不适用", "minus"),
    # a record's life
    "planned": Look("已计划", "calendar-event"),
    "draft": Look("草稿", "pencil"),
    "held": Look("草稿", "pencil", "draft"),
    "submitted": Look("待确认", "send"),
    "returned": Look("已退回", "arrow-back-up"),
    "confirmed": Look("已确认", "circle-check"),
    "cancelled": Look("已取消", "ban", "waived"),
    # attendance
    "present": Look("到会", "check", "met"),
    "online": Look("线上到会", "check", "met"),
    "late": Look("迟到", "clock", "due_soon"),
    "on_leave": Look("请假", "hourglass"),
    "absent": Look("缺席", "circle-x"),
    "exempt": Look("不计应到", "circle-minus", "waived"),
    # reports
    "drafted": Look("初稿", "pencil", "draft"),
    "frozen": Look("已冻结", "lock"),
    "published": Look("已公布", "circle-check", "met"),
    # imports and jobs
    "new": Look("新增", "plus"),
    "changed": Look("更新", "pencil"),
    "unchanged": Look("不变", "minus", "not_applicable"),
    "queued": Look("排队中", "clock", "open"),
    "running": Look("进行中", "refresh", "info"),
    "done": Look("已完成", "circle-check", "met"),
    "failed": Look("没有完成", "circle-x", "error"),
    # notices and findings
    "error": Look("错误", "alert-circle"),
    "warning": Look("警告", "alert-triangle"),
    "info": Look("说明", "info-circle"),
    "stop": Look("要改", "alert-circle", "error"),
    "hint": Look("提醒", "alert-triangle", "warning"),
    "fine": Look("没有问题", "circle-check", "met"),
}


@register.filter
def state_word(state: str) -> str:
    return LOOKS.get(str(state), UNKNOWN).word


@register.filter
def state_icon(state: str) -> str:
    return LOOKS.get(str(state), UNKNOWN).icon


@register.filter
def state_tone(state: str) -> str:
    """What goes into data-state."""
    look = LOOKS.get(str(state), UNKNOWN)
    return look.tone or str(state)
