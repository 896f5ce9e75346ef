"""Workbooks of meetings for and from other systems.

offered   the facts of meetings that may stand in a column, and their lines
columns   which titles mean which fact in a workbook that comes in
reading   one cell → kinds, day and time, names with reasons
checking  rows against what is kept: new, unchanged, error with its reason
"""
