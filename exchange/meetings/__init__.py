"""Workbooks of meetings for and from other systems.

offered   the facts of meetings that may stand in a column, and their lines
columns   which titles mean which fact in a workbook that comes in
reading   one cell → kinds, day and time, names with reasons
places    which organization a row means
gathered  what all rows ask about, looked up once
judging   one row → a record ready to be written, or what speaks against it
checking  rows against what is kept: new, unchanged, error with its reason
"""
