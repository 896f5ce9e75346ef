"""Read models of appraisals, talks and the standings of branches in a year."""
