"""Imported workbooks of organizations: their columns. See core.workbooks."""
