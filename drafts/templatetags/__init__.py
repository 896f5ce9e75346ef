"""Template tags of unfinished work."""
