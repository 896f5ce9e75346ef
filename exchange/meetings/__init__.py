"""Check workbooks of meetings from other systems, and make those for them; what all workbooks share is core.workbooks.

columns   the columns of a workbook that comes in
reading   one cell → kinds, day and time, names with reasons
places    the organization a row belongs to
gathered  what is stored about all rows, looked up once
judging   one row → a record that can be stored, or what speaks against it
checking  rows against the meetings on record
offered   the columns a workbook that goes out may have, and its lines
"""
