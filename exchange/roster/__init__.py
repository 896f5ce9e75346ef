"""Check and store rosters of members and lists of organizations; what all workbooks share stands in core.workbooks.

columns       the columns of a roster                 kinds          the columns of a list of organizations
member_cells  cells only a roster has                 organizations  its rows against the tree
rows          rows of a roster, with digests          establishing   its good rows into the tree
matching      the member a row is about
places        the branch a row means
checking      rows of a roster against the members on record
preview       a checked roster as it is shown
storing       its good rows into the tables, all or nothing
"""
