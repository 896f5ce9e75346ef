"""Entries of the main navigation that lead to the audit and to jobs; capabilities stand upstairs, here are their codes."""

from core.contributions import NavigationEntry

AUDIT = NavigationEntry("审计", "audit:list", "list-search", ("read_audit",))
JOBS = NavigationEntry("任务", "audit:jobs", "settings", ("run_system", "build_report", "import"))
