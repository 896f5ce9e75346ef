"""The JSON API of the audit and of jobs."""
