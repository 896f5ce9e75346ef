"""Pages of decisions about people."""
