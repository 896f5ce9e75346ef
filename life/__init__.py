"""Organizational life's yearly work: appraisal of members, talks, what a year asks of a branch."""
