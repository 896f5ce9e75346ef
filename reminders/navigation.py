"""The navigation entry that leads to the branches that have not held all they should."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

BEHIND = NavigationEntry("未完成的支部", "reports:behind", "clock-check", (Capability.VERIFY,))
