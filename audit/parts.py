"""What the audit contributes to pages of other apps: the looks of its states."""

from core.parts import StateLook

STATE_LOOKS = {
    "queued": StateLook("排队中", "clock", "open"),
    "running": StateLook("进行中", "refresh", "info"),
    "done": StateLook("已完成", "circle-check", "met"),
    "failed": StateLook("没有完成", "circle-x", "error"),
}
