"""What obligations contribute to pages of other apps: the looks of their states."""

from core.parts import StateLook

STATE_LOOKS = {
    "met": StateLook("已完成", "circle-check"),
    "met_late": StateLook("逾期补录", "clock-check"),
    "due_soon": StateLook("临期", "hourglass"),
    "open": StateLook("待开展", "circle-dashed"),
    "missed": StateLook("未开展", "alert-circle"),
    "waived": StateLook("应开未开·已说明", "circle-minus"),
    "not_applicable": StateLook("不适用", "minus"),
}
