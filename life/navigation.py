"""Navigation entries that lead to pages of life."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

YEAR = NavigationEntry("年度", "life:index", "history", (Capability.RECORD_MEETING, Capability.BUILD_REPORT))
