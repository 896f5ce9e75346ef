"""HTML views of papers."""
