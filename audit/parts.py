"""What the audit contributes elsewhere: the looks of its states, and what it keeps sealed."""

from audit.models import KeptAnswer
from core.parts import StateLook
from core.sealing import SealedTable

STATE_LOOKS = {
    "queued": StateLook("排队中", "clock", "open"),
    "running": StateLook("进行中", "refresh", "info"),
    "done": StateLook("已完成", "circle-check", "met"),
    "failed": StateLook("没有完成", "circle-x", "error"),
}

SEALED_ANSWERS = SealedTable(KeptAnswer, ("body",))
