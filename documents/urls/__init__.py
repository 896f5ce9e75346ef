"""URLs of papers, of those of a meeting and of reports."""
