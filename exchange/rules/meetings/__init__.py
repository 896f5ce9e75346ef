"""Imported workbooks of meetings: columns, cells, and whether a row can be recorded. See core.workbooks."""
