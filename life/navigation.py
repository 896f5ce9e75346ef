"""Navigation entries that lead to pages of life."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

YEAR = NavigationEntry(
    "年度组织生活", "life:index", "history", (Capability.RECORD_MEETING, Capability.BUILD_REPORT)
)
TALKS = NavigationEntry("谈心谈话", "life:talks", "message-2", (Capability.RECORD_MEETING,))
