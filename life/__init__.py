"""Organizational life of a year (组织生活): appraisals of members, talks, and what a year requires of a branch."""
