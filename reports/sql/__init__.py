"""The SQL of stored reports."""
