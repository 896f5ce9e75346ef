"""Entries of the main navigation that lead to exchange."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

IMPORTS = NavigationEntry("导入", "members:imports", "file-import", (Capability.IMPORT,))
