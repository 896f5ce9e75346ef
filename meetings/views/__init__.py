"""HTML views of meetings, one noun a file."""
