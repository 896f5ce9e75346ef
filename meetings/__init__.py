"""Meetings of Party branches: plan, record, submit, review and amend them, with attendance, agenda, votes and files."""
