"""Management commands of members."""
