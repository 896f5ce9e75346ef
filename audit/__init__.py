"""The audit: append-only entries of what was done, chained by hash, and background jobs with their owners."""
