"""Read models of decisions about people."""
