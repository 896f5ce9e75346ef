"""Entries of the main navigation that lead to life."""

from branches.access.roles import Capability
from core.contributions import NavigationEntry

YEAR = NavigationEntry(
    "年度",
    "life:index",
    "history",
    (
        Capability.RECORD_MEETING,
        Capability.BUILD_REPORT,
    ),
)
