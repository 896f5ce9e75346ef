"""Entries of the main navigation that lead to meetings."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

MEETINGS = NavigationEntry(
    "会议",
    "meetings:list",
    "notebook",
    (Capability.CALENDAR,),
    also=("attendance:leaves", "attendance:make_ups"),
)
CHECK_IN = NavigationEntry(
    "签到", "attendance:check_in", "qrcode", (Capability.CALENDAR,), unless=(Capability.BUILD_REPORT,)
)
