"""Entries of the main navigation that lead to members."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

MEMBERS = NavigationEntry("党员", "members:list", "users", (Capability.VIEW_MEMBERS,))
