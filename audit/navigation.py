"""Navigation entries of the audit and of jobs. Capabilities are named by code: they are defined upstairs."""

from core.parts import NavigationEntry

AUDIT = NavigationEntry("审计", "audit:list", "list-search", ("read_audit",))
JOBS = NavigationEntry("任务", "audit:jobs", "settings", ("run_system", "build_report", "import"))
