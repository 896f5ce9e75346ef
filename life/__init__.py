"""Organizational life (组织生活): appraisals, talks, votes on phones, make-up, and what a year requires of a branch."""
