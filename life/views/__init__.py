"""HTML views of appraisals, talks and the year."""
