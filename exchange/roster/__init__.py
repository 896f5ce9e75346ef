"""Import of rosters of members; what all workbooks share stands in core.workbooks.

columns       the columns of a roster
member_cells  readers of cells that only a roster has
rows          rows of a roster, with digests of the numbers
places        the branch a row names
matching      the member a row is about
check_rows    rows against the members on record
preview       a checked roster as text for the preview
store_rows    good rows into the tables, all or nothing
"""
