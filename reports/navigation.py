"""Entries of the main navigation that lead to reports."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

REPORTS = NavigationEntry("月报", "reports:list", "report-analytics", (Capability.VIEW,))
