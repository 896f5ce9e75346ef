"""HTML doors of unfinished work."""
