"""The one list of what upper apps show or offer at places of lower apps, by dotted name (loaded by core.parts)."""

PAGE_PARTS: dict[str, list[str]] = {}
"""Page (its URL name) → functions (row, by) → (template, context) or None, in the order of the page."""

NAVIGATION: list[str] = []
AUDIT_LABELS: list[str] = []
STATE_LOOKS: list[str] = []
REMINDER_SOURCES: list[str] = []
EVIDENCE: list[str] = []

IMPORT_KINDS: dict[str, str] = {}
"""Kind of an import → core.workbooks.kinds.ImportKind."""

EXPORT_KINDS: dict[str, str] = {}
"""Kind of an export that needs a second person → core.workbooks.kinds.ExportKind."""

ACCOUNT_SCOPES: list[str] = []
"""Functions by → Q over accounts: where an account belongs besides its mandates, as far as the actor answers for it."""
