"""What meetings contribute elsewhere: the looks of their states, and the names of the files their rows keep."""

from collections.abc import Iterator

from core.parts import StateLook
from drafts.models import DraftFile
from meetings.models import Attachment

STATE_LOOKS = {
    "planned": StateLook("已计划", "calendar-event"),
    "draft": StateLook("记录中", "pencil"),
    "held": StateLook("记录中", "pencil", "draft"),
    "submitted": StateLook("待审核", "send"),
    "returned": StateLook("退回修改", "arrow-back-up"),
    "confirmed": StateLook("审核通过", "circle-check"),
    "cancelled": StateLook("已取消", "ban", "waived"),
    "present": StateLook("到会", "check", "met"),
    "online": StateLook("线上到会", "check", "met"),
    "late": StateLook("迟到", "clock", "due_soon"),
    "on_leave": StateLook("请假", "hourglass"),
    "absent": StateLook("缺席", "circle-x"),
    "undecided": StateLook("待定", "circle-dashed", "open"),
    "exempt": StateLook("未列入应到", "circle-minus", "waived"),
}


def names_of_attachments() -> Iterator[str]:
    """The names of all attachments in the default storage, and of the files that may become some; also of those taken
    away: their files stay."""
    yield from Attachment.objects.values_list("file", flat=True).iterator()
    yield from DraftFile.objects.values_list("file", flat=True).iterator()
