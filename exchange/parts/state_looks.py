"""Labels and icons of the states of imported rows (listed in config/parts.py)."""

from core.parts import StateLook

STATE_LOOKS = {
    "new": StateLook("新增", "plus"),
    "changed": StateLook("更新", "pencil"),
    "unchanged": StateLook("不变", "minus", "not_applicable"),
}
