"""Entry of the main navigation that leads to the rules in force; branches reach them from what is owed."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

RULES = NavigationEntry(
    "制度", "reports:rules", "gavel", (Capability.BUILD_REPORT,), also=("meetings:holidays",)
)
