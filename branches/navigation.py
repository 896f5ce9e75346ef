"""Navigation entries that lead to pages of branches."""

from branches.access.roles import Capability
from core.parts import NavigationEntry

MANDATES = NavigationEntry("授权", "branches:mandates", "key", (Capability.GRANT_MANDATES,))
ACCOUNTS = NavigationEntry("账号", "accounts_of:list", "user", (Capability.GRANT_MANDATES,))
API_CLIENTS = NavigationEntry(
    "接口", "clients:list", "settings", (Capability.RUN_SYSTEM, Capability.GRANT_MANDATES)
)
