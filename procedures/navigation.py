"""Entry of the main navigation that leads to decisions about people."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

DECISIONS = NavigationEntry(
    "党员事项",
    "procedures:list",
    "circle-check",
    (Capability.MANAGE_MEMBERS, Capability.DECIDE_ON_MEMBERS),
)
