"""Chinese labels of the audit entries of unfinished work; the first two codes are those of the first edition."""

from core.parts import AuditLabels

LABELS = AuditLabels(
    actions={
        "会议": {
            "meeting.keep_draft": "存草稿",
            "meeting.discard_draft": "丢弃草稿",
            "draft.put_back": "找回草稿",
            "draft.put_file": "给草稿添附件",
            "draft.take_file_away": "拿掉草稿的附件",
            "draft.put_file_back": "放回草稿的附件",
            "draft.empty_bin": "清掉过期的草稿",
        },
    },
)
