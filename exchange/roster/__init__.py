"""Workbooks coming in: read as they really are, checked cell by cell, written in one piece, failures handed back.

reading   a workbook → rows of raw cells under known columns
cells     one raw cell → a fact, or the sentence that says why not
columns   which titles mean which fact
checking  rows of a roster against what is kept: unchanged, new, changed, warning, error
storing   the good rows into the tables, all or nothing
preview   the result of a check, kept for paging
result    a workbook of only the rows that failed
organizations  the same for rows of organizations
"""
