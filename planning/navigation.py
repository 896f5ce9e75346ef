"""Entries of the main navigation that lead to planning."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

YEAR_PLAN = NavigationEntry("计划", "reports:plan", "calendar-event", (Capability.RECORD_MEETING,))
THEMES = NavigationEntry("主题", "themes:list", "flag", (Capability.VIEW,))
