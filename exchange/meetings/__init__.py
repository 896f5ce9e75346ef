"""Workbooks of meetings: checking those of other systems, and the columns of exported ones. See core.workbooks.

columns     the columns of a workbook that is imported
cells       one cell → kinds, day and time, names with reasons
places      the organization a row belongs to
grouping    what is stored about all rows, looked up once
verdicts    one row → a record that can be stored, or errors
check_rows  all rows against the meetings on record
candidates  the columns an exported workbook may have, and its lines
"""
