"""API of one's own unfinished work."""
