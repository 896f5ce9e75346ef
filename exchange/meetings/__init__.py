"""Workbooks of meetings: checking those of other systems, and the columns of exported ones. See core.workbooks."""
