"""HTML views of members, terms and linked accounts."""
