"""Excel workbooks for import and export: what every kind of import and export shares.

columns      a sheet, which columns a kind of workbook has, and the titles that stand for them
cells        one raw cell → a text, a date, a number, or the sentence that says why not
sheets       an uploaded file → sheets of raw cells, in the child of core.judging; extents says how far they reach
fill_down    merged cells, 同上, dates out of three columns: what one cell says of those below it
delimited    a file of separated values → one sheet
reading      sheets of raw cells → tables under known columns
people       a cell that names several people, each with a remark
rows         sheets → rows of facts, with notes on cells that need a word
repeated     rows → without those that another sheet repeats
doubts       questions that answer for all rows with one kind of warning
preview      that result as it is kept for paging before and after the confirmation
writing      sheets of rows → an xlsx file
kinds        what a kind of import or export has of its own (listed in config/parts.py)
"""
