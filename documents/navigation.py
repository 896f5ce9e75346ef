"""Entries of the main navigation that lead to documents."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

PAPERS = NavigationEntry(
    "文书",
    "papers:index",
    "file-text",
    (
        Capability.RECORD_MEETING,
        Capability.BUILD_REPORT,
    ),
)
