"""What meetings contribute to pages of other apps: the looks of their states."""

from core.parts import StateLook

STATE_LOOKS = {
    "planned": StateLook("已计划", "calendar-event"),
    "draft": StateLook("草稿", "pencil"),
    "held": StateLook("草稿", "pencil", "draft"),
    "submitted": StateLook("待确认", "send"),
    "returned": StateLook("已退回", "arrow-back-up"),
    "confirmed": StateLook("已确认", "circle-check"),
    "cancelled": StateLook("已取消", "ban", "waived"),
    "present": StateLook("到会", "check", "met"),
    "online": StateLook("线上到会", "check", "met"),
    "late": StateLook("迟到", "clock", "due_soon"),
    "on_leave": StateLook("请假", "hourglass"),
    "absent": StateLook("缺席", "circle-x"),
    "exempt": StateLook("不计应到", "circle-minus", "waived"),
}
