"""SQL text of the audit app."""
