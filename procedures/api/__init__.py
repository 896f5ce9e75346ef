"""API of decisions about people."""
