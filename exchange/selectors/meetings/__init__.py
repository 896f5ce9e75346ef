"""Workbooks of meetings: rows checked against what is stored, lines of exported ones."""
