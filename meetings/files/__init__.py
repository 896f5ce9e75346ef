"""Attachments: photos that stand in two records."""
